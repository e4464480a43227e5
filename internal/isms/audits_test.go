package isms

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/schema"
)

func TestPointsIn(t *testing.T) {
	s := New(standing.View{Config: config.Default()})
	of := schema.StandardNamed(schema.ISO27001)
	for _, test := range []struct {
		text  string
		scope string
		words string
		annex string
	}{
		{"4-10", "4 5 6 7 8 9 10", "", ""},
		{"4", "4", "", ""},
		{"Clauses 4 to 6, A.5.9–A.5.11", "4 5 6 A.5.9 A.5.10 A.5.11", "4 5 6 A.5.9 A.5.10 A.5.11", "4 5 6 A.5.9 A.5.10 A.5.11"},
		{"4.1–4.4", "4.1 4.2 4.3 4.4", "4.1 4.2 4.3 4.4", ""},
		{"4.4–6.1.2", "4.4 5.1 5.2 5.3 6.1.1 6.1.2", "4.4 5.1 5.2 5.3 6.1.1 6.1.2", ""},
		{"9.2, 9.3", "9.2 9.3", "9.2 9.3", ""},
		{"Clause 9.2 Internal audit", "9.2", "9.2", "9.2"},
		{"5.16 Identity management", "A.5.16", "A.5.16", "A.5.16"},
		{"5.1 Policies", "5.1", "5.1", "A.5.1"},
		{"Does version 5.1 of the tool hold 4.2 GB?", "5.1 4.2", "", ""},
		{"5 sites, 8 people", "", "", ""},
		{"A.5–A.6", "A.5 A.6", "A.5 A.6", "A.5 A.6"},
		{"ISO/IEC 27001:2022 of 2026-05-10", "", "", ""},
		{"Abschnitt 7", "7", "7", "7"},
		{"Operations", "", "", ""},
	} {
		for at, want := range map[place]string{inScope: test.scope, inWords: test.words, inAnnex: test.annex} {
			got := strings.Join(s.pointsIn(of, test.text, at), " ")
			if sorted(got) != sorted(want) {
				t.Errorf("%q (%d): %s, want %s", test.text, at, got, want)
			}
		}
	}
	for text, want := range map[string]int{"All clauses": 30, "Annex A": 93, "All clauses and Annex A": 123, "Annex A (A.5.1)": 1} {
		if got := s.pointsIn(of, text, inScope); len(got) != want {
			t.Errorf("%q names %d points, want %d", text, len(got), want)
		}
	}
}

func sorted(words string) string {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	all := ""
	for _, p := range schema.StandardNamed(schema.ISO27001).Points {
		if set[p.Number] {
			all += " " + p.Number
		}
	}
	return all
}

func audit(t *testing.T, src string) (*System, *Audit) {
	t.Helper()
	c := config.Default()
	s := New(standing.View{Config: c})
	d := document.Parse("records/a.md", []byte(src), c.Fields)
	a, err := s.AuditOf(&register.Entry{Document: d, Kind: c.Kinds[InternalAudit], ID: "AUD-1"})
	if err != nil {
		t.Fatal(err)
	}
	return s, a
}

// TestAudit reads a report as people write them: by sections, by numbers in a column, in German, with headings in a table.
func TestAudit(t *testing.T) {
	_, a := audit(t, `---
id: AUD-1
audit_date: 2026-05-04
standard: ISO 27001:2022
---
# Report

## 1. Kontext der Organisation

- [x] Ist der Geltungsbereich klar?
- [ ] Sind die Parteien bekannt?

## Clause 9: Performance evaluation

### Programme

- [x] 9.2.2 Audits are planned: conform

## Checklist

| Ref | Requirement | Result | Notes |
|---|---|---|---|
| 6 | Planning | | |
| 6.2 | Objectives | Minor | NC-3 |
| 6.3 | Changes | n/a | |
| **Support** | | | |

### Annex A

- [x] 5.15 Access control: pass
- [x] Identity management: OFI
- [x] A.7 Doors: conform
`)
	var items []string
	for _, i := range a.Items {
		line := i.Text + " | " + i.Result
		for _, p := range i.Points {
			line += " " + p.Number
		}
		for _, p := range i.Inside {
			line += " in " + p.Number
		}
		items = append(items, line)
	}
	want := []string{"Ist der Geltungsbereich klar? | conform in 4", "Sind die Parteien bekannt? |  in 4",
		"9.2.2 Audits are planned | conform 9.2.2", "Objectives | minor 6.2", "Changes | not applicable 6.3",
		"5.15 Access control | conform A.5.15", "Identity management | opportunity A.5.16", "A.7 Doors | conform A.7"}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if len(a.Findings) != 2 || a.Findings[0].Grade != Minor || a.Findings[1].Grade != Opportunity {
		t.Errorf("findings: %v", a.Findings)
	}
	numbers := ""
	for p := range a.Covered() {
		numbers += " " + p.Number
	}
	if got, want := sorted(numbers), " 4.1 4.2 4.3 4.4 6.2 9.2.2 A.5.15 A.5.16"; got != want {
		t.Errorf("covered:%s, want%s", got, want)
	}
}

func TestCounted(t *testing.T) {
	const head = "---\nid: AUD-1\n---\n# Report\n\n"
	for _, test := range []struct{ text, want string }{
		{"- [x] a: conform\n- [x] b: minor (CA-1)\n\n## Findings\n\n- Conformities: 1\n- Minor: 2\n", "minor 2 of 1-1"},
		{"- [x] a\n\n## Findings\n\n- Minor: 2\n", ""},
		{"- [x] a: minor (CA-1)\n- [x] b: minor (CA-1)\n\n## Findings\n\n- Minor: 1\n- Nonconformities: 3\n",
			"nonconforming 3 of 1-2"},
		{"- [x] gates: minor (CA-1)\n\n## Findings\n\n| ID | Grade | Description | Action |\n|---|---|---|---|\n" +
			"| F-1 | Minor | Doors | CA-1 |\n| F-2 | Minor | Keys | CA-2 |\n\n- Minor: 3\n", "minor 3 of 2-2"},
	} {
		_, a := audit(t, head+test.text)
		var got []string
		for _, c := range a.Counted() {
			if !c.Agrees() {
				got = append(got, fmt.Sprintf("%s %v of %d-%d", c.Result, c.Number, c.Least, c.Most))
			}
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s\ngot %s, want %s", test.text, strings.Join(got, ", "), test.want)
		}
	}
}
