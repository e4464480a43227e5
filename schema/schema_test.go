package schema

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compile(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, err := JSON(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s isn't JSON: %v", name, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatalf("%s isn't a JSON Schema: %v", name, err)
	}
	return s
}

func TestSchemasCompile(t *testing.T) {
	want := []string{"actions", "adopt", "as-of", "audit", "baseline", "capture", "config", "coverage", "coverage-audits", "diff", "doctor", "due", "intervals", "kind", "lint", "log", "register", "risks", "roster", "rules", "settings", "site-manifest", "site-register", "status", "tables"}
	if diff := cmp.Diff(want, Names()); diff != "" {
		t.Fatalf("Names (-want +got):\n%s", diff)
	}
	for _, name := range Names() {
		compile(t, name)
	}
	if _, err := JSON("nothing"); err == nil || !strings.Contains(err.Error(), "lint, log") {
		t.Errorf("JSON of an unknown name: %v; want an error that lists the names", err)
	}
}

// TestAddresses: each schema's $id is its address below Base.
func TestAddresses(t *testing.T) {
	for _, name := range Names() {
		if got, want := compile(t, name).ID, Base+name+suffix; got != want {
			t.Errorf("%s: $id is %q; want %q", name, got, want)
		}
	}
}

const commit = `"0123456789abcdef0123456789abcdef01234567"`
const digest = `"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"`

// samples are the least that each contract asks for.
var samples = map[string]string{
	"lint": `{"schema": 1, "head": ` + commit + `, "main": {"ref": "refs/heads/main", "commit": ` + commit + `, "by": "only"}, "base": null, "today": "2026-11-23",
		"findings": [{"rule": "WR103", "name": "owner-missing", "severity": "error", "document": "POL-001", "path": "policies/x.md",
			"range": {"start": {"offset": 4, "line": 2, "column": 1}, "end": {"offset": 9, "line": 2, "column": 6}},
			"message": "no owner", "help": "add one", "commit": null, "related": [], "fix": null, "fingerprint": ` + digest + `, "suppressed": null}],
		"skipped": [{"rule": "WR301", "why": "no roster"}], "summary": {"documents": 12, "errors": 1, "warnings": 0, "info": 0, "suppressed": 0, "fixed": 0}}`,
	"log": `{"schema": 1, "id": "POL-001", "path": "policies/x.md", "head": ` + commit + `, "main": {"ref": "main", "commit": ` + commit + `, "by": "config"}, "today": "2026-11-23",
		"versions": [{"version": "2.1", "status": "approved", "grade": "A", "inForce": [{"from": "2026-01-15", "until": null}], "blob": ` + commit + `, "digest": ` + digest + `,
			"changes": [{"commit": ` + commit + `, "date": "2026-01-15T10:00:00+01:00", "day": "2026-01-15", "what": "changed", "path": "policies/x.md", "blob": ` + commit + `,
				"subject": "policy: reword", "commits": [], "authors": [{"name": "Ada Byron", "email": "ada@example.com"}]}],
			"approvals": [{"by": {"name": "Ada Byron", "email": "ada@example.com", "role": "ceo"}, "grade": "A", "commit": ` + commit + `, "date": "2026-01-15T10:00:00Z",
				"evidence": "a signed commit", "recordedBy": null, "anchored": true}]}],
		"proposed": null, "reviews": [{"by": {"name": "Ada Byron", "email": "ada@example.com"}, "commit": ` + commit + `, "date": "2026-01-15T10:00:00Z", "next": null}],
		"lapses": [{"from": "2026-01-01", "until": null, "days": 12, "endedBy": null}]}`,
	"rules": `{"schema": 1, "rules": [{"id": "WR103", "name": "owner-missing", "family": "metadata", "scope": "document", "severity": "error", "title": "t", "text": "x",
		"clause": null, "since": "0.1", "suppressible": true, "fixable": false, "examples": {"bad": "b", "good": "g"}}]}`,
	"register": `{"schema": 1, "head": null, "main": null, "today": "2026-11-23", "documents": [{"id": null, "title": null, "kind": "policy", "version": null, "status": null,
		"grade": null, "owner": null, "approver": null, "path": "policies/x.md", "effectiveDate": null, "reviewDate": null, "inForceSince": null, "overdue": false}]}`,
}

// Taking any key away from a sample breaks the contract, and any other key may come.
func TestContractsAskForEveryKey(t *testing.T) {
	for name, sample := range samples {
		s := compile(t, name)
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(sample))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: the sample doesn't fit: %v", name, err)
		}
		eachObject(doc, name, func(at string, o map[string]any) {
			o["more"] = 1
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s: another key isn't allowed: %v", at, err)
			}
			delete(o, "more")
			for key, v := range o {
				delete(o, key)
				if key != "role" && s.Validate(doc) == nil {
					t.Errorf("%s: %s may be left out", at, key)
				}
				o[key] = v
			}
		})
	}
}

func eachObject(v any, at string, do func(string, map[string]any)) {
	switch x := v.(type) {
	case map[string]any:
		do(at, x)
		for key, below := range x {
			eachObject(below, at+"."+key, do)
		}
	case []any:
		for _, below := range x {
			eachObject(below, at+"[]", do)
		}
	}
}

func TestIDPattern(t *testing.T) {
	id := regexp.MustCompile(IDPattern)
	for s, want := range map[string]bool{"POL-001": true, "a": true, "A.5_b-9": true, "": false, "1POL": false, "POL-": false, "POL--1": false, "POL 1": false, "../x": false} {
		if id.MatchString(s) != want {
			t.Errorf("id %q: want %v", s, want)
		}
	}
}

func TestAliasesLeadToFields(t *testing.T) {
	fields := map[string]Field{}
	for _, f := range Fields() {
		fields[f.Name] = f
	}
	for alias, name := range Aliases() {
		if f, ok := fields[name]; !ok || f.Claim {
			t.Errorf("%s leads to %s, which is a claim or no field", alias, name)
		}
		if _, ok := fields[alias]; ok {
			t.Errorf("%s is a field itself", alias)
		}
	}
	var lifecycle []string
	for _, f := range Fields() {
		if f.Lifecycle {
			lifecycle = append(lifecycle, f.Name)
		}
	}
	slices.Sort(lifecycle)
	want := []string{"approved_by", "approved_date", "last_reviewed", "retired_on", "review_date", "status", "superseded_by"}
	if diff := cmp.Diff(want, lifecycle); diff != "" {
		t.Errorf("lifecycle fields (-want +got):\n%s", diff)
	}
}

// TestFieldNamed checks the types of fields, known and made up, and that no name leads to two fields.
func TestFieldNamed(t *testing.T) {
	for name, want := range map[string]Type{"closed": Day, "raised": Day, "review_cycle": Cycle, "owner": Person, "tags": List,
		"expiry_date": Day, "date_of_issue": Text, "": Text} {
		if f := FieldNamed(name); f.Type != want || f.Name != name {
			t.Errorf("%q is %+v; want the type %d", name, f, want)
		}
	}
	seen := map[string]bool{}
	for _, f := range Fields() {
		names := append([]string{f.Name}, f.Aliases...)
		if f.Claim && len(f.Aliases) > 0 || f.Meaning == "" {
			t.Errorf("%s is a claim with other names, or has no meaning", f.Name)
		}
		for _, label := range f.Labels {
			names = append(names, "label "+label)
		}
		for _, name := range names {
			if seen[name] {
				t.Errorf("%s stands twice", name)
			}
			seen[name] = true
		}
	}
}

func TestWordsStandOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Placeholders() {
		if seen[strings.ToLower(p.Text)] || p.Text == "" {
			t.Errorf("placeholder %q stands twice or is empty", p.Text)
		}
		seen[strings.ToLower(p.Text)] = true
	}
	for _, f := range Forges() {
		if f.Email != strings.ToLower(f.Email) || seen[f.Email] {
			t.Errorf("forge %v stands twice or has capitals in its address", f)
		}
		seen[f.Email] = true
	}
	regexp.MustCompile(BotEmailPattern)
}
