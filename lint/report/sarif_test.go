package report_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
)

// described has rules with all that a rule says of itself.
func described() *report.Run {
	run := runs()["kinds"]
	r := &lint.Rule{
		ID: "WR103", Name: "owner-missing", Title: "a document has no owner", Text: "Somebody answers for each document.\n\nSet `owner`.",
		Clause: "ISO27001:7.5.2", Severity: lint.Error,
	}
	run.Rules = []*lint.Rule{{ID: "WR104", Name: "owner-unknown", Title: "an owner isn't known", Text: "Text.", Severity: lint.Warning}, r}
	return run
}

func TestSARIFRules(t *testing.T) {
	check(t, filepath.Join("testdata", "sarif", "described.golden"), printed(t, "sarif", described(), report.Options{}))
}

// TestSARIFLinks checks that no document can put a link into a message.
func TestSARIFLinks(t *testing.T) {
	run := runs()["unborn"]
	f := at("a.md", "x", "x", 1)
	f.Message = "see [here](https://example.com)"
	run.Result.Findings = []lint.Finding{f}
	if got := printed(t, "sarif", run, report.Options{}); !strings.Contains(got, `see \\[here\\](https://example.com).`) {
		t.Error(got)
	}
}

// TestSARIFSchema checks every run's SARIF against the schema of the standard.
func TestSARIFSchema(t *testing.T) {
	file := npm(t, "@microsoft/sarif-multitool-*/sarif-2.1.0.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	all := runs()
	all["described"], all["many"], all["demo"] = described(), manyRun(5_001, ordinary), demo(t)
	for name, run := range all {
		got, err := jsonschema.UnmarshalJSON(strings.NewReader(printed(t, "sarif", run, report.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
