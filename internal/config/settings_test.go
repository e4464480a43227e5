package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func explained(c *Config) map[string]string {
	all := map[string]string{}
	for _, s := range c.Explain() {
		all[s.Key] = s.Value + " (" + s.Source + ")"
	}
	return all
}

func TestExplain(t *testing.T) {
	c := load(t, "version: 1\norganization:\n  timezone: Europe/Vienna\nkinds:\n  policy: {review_cycle: 6 months}\nforges: [\"B <b@c.d>\"]\n")
	c, err := c.Set("site.output", "dist/./x", "--output")
	if err != nil {
		t.Fatal(err)
	}
	got := explained(c)
	for key, want := range map[string]string{
		"version":                    "1 (writ.yaml:1)",
		"organization.timezone":      "Europe/Vienna (writ.yaml:3)",
		"kinds.policy.review_cycle":  "6 months (writ.yaml:5)",
		"kinds.policy.due_soon":      "30 days (default)",
		"kinds.record.review_cycle":  "none (default)",
		"site.output":                "dist/x (--output)",
		"site.serve":                 "merged (default)",
		"fields.revision":            "version (default)",
		"kinds.record.least_grade":   "C (default)",
		"kinds.document.id_pattern":  `^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$ (default)`,
		"kinds.policy.self_approval": "false (default)",
	} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
	if _, stated := got["organization.name"]; stated {
		t.Error("an empty value is listed")
	}
	if !strings.HasSuffix(got["forges"], "B <b@c.d>] (writ.yaml:6)") {
		t.Errorf("forges: %s", got["forges"])
	}
}

// Every key of the whole sample has its line in what Explain says.
func TestExplainNamesEveryStatedLine(t *testing.T) {
	c := load(t, string(whole(t)))
	sources := map[string]int{}
	for _, s := range c.Explain() {
		if strings.HasPrefix(s.Source, File) {
			sources[s.Key]++
		}
	}
	for key, n := range sources {
		if n > 1 {
			t.Errorf("%s stands %d times", key, n)
		}
	}
	if len(sources) < 70 {
		t.Errorf("only %d settings come from the file", len(sources))
	}
}

func TestSet(t *testing.T) {
	tests := []struct{ key, value, want string }{
		{"site.output", "../x", `--flag: "../x" leads out of the repository by ` + "`..`"},
		{"site.serve", "all", `--flag: "all" isn't known; expected one of in-force, merged`},
		{"site.base_url", "ftp://x", `--flag: "ftp://x" isn't a web address; expected http or https, a host and a path`},
		{"organization.timezone", "Mars", `--flag: "Mars" isn't a time zone; expected an IANA name`},
		{"main", " ", "--flag: a blank value; expected text"},
		{"people", "x", "--flag: people can't be set; these can: baseline, main, organization.timezone, site.base_url, site.output, site.serve"},
	}
	for _, tt := range tests {
		c := Default()
		if _, err := c.Set(tt.key, tt.value, "--flag"); err == nil || err.Error() != tt.want {
			t.Errorf("%s=%s: %v\nwant %s", tt.key, tt.value, err, tt.want)
		}
	}
	before := Default()
	after, err := before.Set("main", "trunk", "WRIT_MAIN")
	if err != nil || after.Main != "trunk" || before.Main != "" {
		t.Errorf("Set changed what it was called on, or not the copy: %q, %q, %v", before.Main, after.Main, err)
	}
	if got := Variable("site.base_url"); got != "WRIT_SITE_BASE_URL" {
		t.Errorf("Variable: %s", got)
	}
}

func TestPlace(t *testing.T) {
	c := load(t, "rules:\n  WR204: error\nsuppressions:\n  - {rule: WR401, document: X, until: 2027-01-01, reason: r}\n")
	p, ok := c.Place("rules", "WR204")
	if diff := cmp.Diff(Place{Path: "writ.yaml", Start: 9, End: 14, Line: 2, Column: 3, EndLine: 2, EndColumn: 8, Text: "  WR204: error"}, p); !ok || diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p, ok := c.Place("suppressions", "0", "rule"); !ok || p.Line != 4 || p.Column != 6 {
		t.Errorf("suppressions[0].rule: %+v, %v", p, ok)
	}
	if _, ok := c.Place("rules", "WR999"); ok {
		t.Error("a key that isn't there has a place")
	}
	if _, ok := Default().Place("rules"); ok {
		t.Error("a default has a place")
	}
}
