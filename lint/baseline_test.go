package lint

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/schema/schematest"
)

var (
	mendable = &Rule{ID: "WR103", Scope: Document, Suppressible: true}
	past     = &Rule{ID: "WR203", Scope: History, Suppressible: true}
	holy     = &Rule{ID: "WR214", Scope: History}
	late     = &Rule{ID: "WR903", Suppressible: true, After: func(*Pass, *Outcome) error { return nil }}
)

func found(r *Rule, path, digit string) Finding {
	return Finding{Rule: r, Path: path, Document: "POL-1", Fingerprint: strings.Repeat(digit, 64)}
}

func listed(entries []BaselineEntry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Path+" "+e.Rule+" "+e.Fingerprint[:1]+" "+e.Reason)
	}
	return out
}

// TestBaselineShrinks writes a first baseline, and then looks that nothing comes in, that what doesn't occur goes, and
// that reasons stay.
func TestBaselineShrinks(t *testing.T) {
	var none *Baseline
	first := none.Rewrite("b.json", &Result{Findings: []Finding{
		found(past, "z.md", "1"), found(mendable, "b.md", "2"), found(mendable, "a.md", "3"), found(holy, "", "4"), found(late, "a.md", "5"),
	}}, "")
	if diff := cmp.Diff([]string{"a.md WR103 3 ", "b.md WR103 2 ", "z.md WR203 1 "}, listed(first.Baseline.Entries())); diff != "" {
		t.Errorf("first (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"z.md WR203 1 "}, listed(first.Wanting)); diff != "" {
		t.Errorf("wanting (-want +got):\n%s", diff)
	}
	reasoned := none.Rewrite("b.json", &Result{Findings: []Finding{found(past, "z.md", "1"), found(mendable, "a.md", "3")}}, "imported")
	if diff := cmp.Diff([]string{"a.md WR103 3 ", "z.md WR203 1 imported"}, listed(reasoned.Baseline.Entries())); diff != "" {
		t.Errorf("with a reason (-want +got):\n%s", diff)
	}
	accepted := found(past, "y.md", "1")
	accepted.Suppressed = &Suppression{By: InBaseline}
	commented := found(mendable, "a.md", "7")
	commented.Suppressed = &Suppression{By: InComment}
	second := reasoned.Baseline.Rewrite("b.json", &Result{Findings: []Finding{found(mendable, "n.md", "6")}, Suppressed: []Finding{accepted, commented}}, "another")
	if diff := cmp.Diff([]string{"y.md WR203 1 imported"}, listed(second.Baseline.Entries())); diff != "" {
		t.Errorf("second (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a.md WR103 3 "}, listed(second.Removed)); diff != "" || len(second.Refused) != 1 || second.Refused[0].Path != "n.md" {
		t.Errorf("removed (-want +got):\n%s, refused %v", diff, second.Refused)
	}
	kept := reasoned.Baseline.Rewrite("b.json", &Result{Skipped: []Skipped{{Rule: "WR203"}}}, "")
	if diff := cmp.Diff([]string{"z.md WR203 1 imported"}, listed(kept.Baseline.Entries())); diff != "" {
		t.Errorf("of a rule that didn't run (-want +got):\n%s", diff)
	}
}

// TestBaselineBytes reads what it wrote, and writes the same again.
func TestBaselineBytes(t *testing.T) {
	for _, b := range []*Baseline{nil, NewBaseline("b.json", []BaselineEntry{
		{Fingerprint: strings.Repeat("a", 64), Rule: "WR103", Path: "z <&>.md", Reason: "weil \"so\""}, {Fingerprint: strings.Repeat("b", 64), Rule: "WR103", Path: "a.md"},
	})} {
		text := b.Bytes()
		if err := schematest.Check("baseline", text); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
		again, err := ParseBaseline("b.json", text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(text), string(again.Bytes())); diff != "" {
			t.Errorf("(-first +second):\n%s", diff)
		}
	}
}

func TestParseBaselineFaults(t *testing.T) {
	entry := `{"fingerprint": "` + strings.Repeat("a", 64) + `", "rule": "WR103"}`
	for _, tc := range []struct{ text, want string }{
		{``, `b.json:1:1: the baseline isn't JSON: unexpected end`},
		{`[]`, `b.json:1:1: an object with schema and findings was expected here`},
		{"{\"schema\": 1,\n \"findings\": [\n<<<<<<< ours\n", `b.json:3:1: the marks of a merge conflict stand in the baseline`},
		{"{\"schema\": 1,\n \"findings\": [\n" + entry + ",\n=======\n", `b.json:4:1: the marks of a merge conflict stand in the baseline`},
		{"{\"schema\": 1,\n \"findings\": [x]}", `b.json:2:15: the baseline isn't JSON`},
		{`{"schema": 2, "findings": []}`, `b.json:1:12: the baseline has schema 2, and this writ reads 1`},
		{`{"schema": 1}`, `b.json:1:1: the baseline has no "findings"`},
		{`{"findings": []}`, `b.json:1:1: the baseline has no "schema"`},
		{`{"schema": 1, "finding": []}`, `b.json:1:15: unknown key "finding"`},
		{`{"schema": 1, "schema": 1}`, `b.json:1:15: the key "schema" comes twice`},
		{`{"schema": 1, "findings": {}}`, `b.json:1:27: a list of findings was expected here`},
		{`{"schema": 1, "findings": [{"rule": "WR103"}]}`, `b.json:1:28: the fingerprint "" isn't 64 hexadecimal digits`},
		{`{"schema": 1, "findings": [{"fingerprint": "` + strings.Repeat("a", 64) + `", "rule": "owner-missing"}]}`, `b.json:1:28: the rule "owner-missing" isn't the id of a rule`},
		{"{\"schema\": 1, \"findings\": [" + entry + ",\n" + entry + "]}", `b.json:2:1: this entry has the fingerprint of the one in line 1`},
		{`{"schema": 1, "findings": [{"fingerprint": "x", "reson": "y"}]}`, `unknown field "reson"`},
		{`{"schema": 1, "findings": [{"fingerprint": 7}]}`, `a number; text was expected`},
		{`{"schema": 1, "findings": []} {}`, `b.json:1:31: the baseline isn't JSON: invalid character '{' after top-level value`},
		{`{"schema": 1, "findings": [` + entry, `unexpected end of JSON input`},
		{"\xef\xbb\xbf{}", `b.json:1:1: the baseline isn't JSON`},
	} {
		_, err := ParseBaseline("b.json", []byte(tc.text))
		var fault *BaselineError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q: %v\nwant %s", tc.text, err, tc.want)
		}
		if fault != nil && fault.Help == "" {
			t.Errorf("%q: no help", tc.text)
		}
	}
}

func FuzzParseBaseline(f *testing.F) {
	f.Add([]byte(`{"schema": 1, "findings": [{"fingerprint": "` + strings.Repeat("a", 64) + `", "rule": "WR103", "reason": "x"}]}`))
	f.Add([]byte("{\"schema\": 1,\n<<<<<<<"))
	f.Fuzz(func(t *testing.T, src []byte) {
		b, err := ParseBaseline("b.json", src)
		var fault *BaselineError
		if err != nil {
			if !errors.As(err, &fault) || fault.Line < 1 || fault.Column < 1 {
				t.Fatalf("%v", err)
			}
			return
		}
		again, err := ParseBaseline("b.json", b.Bytes())
		if err != nil || len(again.Entries()) != len(b.Entries()) {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
	})
}
