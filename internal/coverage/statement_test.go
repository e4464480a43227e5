package coverage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/schema"
)

func TestControlsIn(t *testing.T) {
	cfg := &config.Config{Coverage: config.Coverage{OwnControls: []config.OwnControl{{ID: "X.1", Title: "Guests"}}}}
	for cell, want := range map[string]string{
		"A.5.1": "A.5.1", "5.1": "A.5.1", "A5.1": "A.5.1", "A 5.1": "A.5.1", "Annex A 5.1": "A.5.1", "a.8.34": "A.8.34",
		"A.5.1 Policies for information security": "A.5.1", "A.5.10, A.5.11": "A.5.10 A.5.11",
		"A.7.1–A.7.4": "A.7.1 A.7.2 A.7.3 A.7.4", "7.1 - 7.3": "A.7.1 A.7.2 A.7.3", "A.5.37–A.6.1": "A.5.37 A.6.1",
		"x.1": "X.1", "A.5.1, X.1": "X.1 A.5.1", "A.9.2.3": "-A.9.2.3", "A.6.1.2": "-A.6.1.2", "A.8.35": "-A.8.35", "Technological": "", "15.1": "",
		"A.8.1–A.8.999999999": "A.8.1 -A.8.999999999", "": "", "9.2.3": "-9.2.3", "4.1": "", "5.38": "-5.38",
		"A.7.1 to 7.3": "A.7.1 A.7.2 A.7.3", "A.5.1-5.3": "A.5.1 A.5.2 A.5.3", "5.1 and 5.3": "A.5.1 A.5.3",
		"A.5.1 Policies, see 4.2 of version 2.1": "A.5.1", "v5.1": "", "Backups every 5.1 hours": "", "ISO27001:A.5.1": "A.5.1",
		"NEN 7510: A.5.1": "?A.5.1", "ISO 9001:4.1": "", "5.1 Policies, 5.2 Roles": "A.5.1 A.5.2", "CC6.1": "", "A.5.1\nA.5.2": "A.5.1 A.5.2",
	} {
		var got []string
		for _, c := range Controls(cfg, cell, "") {
			switch {
			case c.Foreign:
				c.Number = "?" + c.Number
			case !c.Known:
				c.Number = "-" + c.Number
			}
			got = append(got, c.Number)
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%q: %v, want %s", cell, got, want)
		}
	}
}

// TestStatement: tables that are one, standards that share ids, and reasons in columns.
func TestStatement(t *testing.T) {
	s := readStatement(t, `---
title: Statement
---
## ISO/IEC 27001, Annex A

| Control | Applicable | Justification | LR | Implemented | Evidence |
|---|---|---|---|---|---|
| Organizational | | | | | |
| A.5.1 | yes | R-1 | | | |
| A.5.2–A.5.4 | no | | ✓ | n/a | |
| NEN 7510 A.5.7 | no | | x | n/a | |
| 5.1 Leadership | no | a clause | | | |

| Control | Implemented | Evidence |
|---|---|---|
| A.5.1 | partly | POL-1 |

## Excluded controls

| Control | Reason for exclusion |
|---|---|
| A.5.5 | nobody needs it |

## NEN 7510

### Organizational

| Control | Applicable | Justification | Implemented | Evidence |
|---|---|---|---|---|
| A.5.1 | no | no patients | n/a | |
`)
	for number, want := range map[string]string{"A.5.1": "yes R-1 partly POL-1 2", "A.5.3": "no ✓ excluded  1", "A.5.5": "no nobody needs it   1",
		"A.5.7": "", "A.5.6": ""} {
		got := ""
		if x := s.Of(schema.ISO27001, number); x != nil {
			got = fmt.Sprintf("%s %s %s %s %d", x.Applicable, x.Justification, x.Implemented, x.Evidence, len(x.Rows))
		}
		if got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
	for _, number := range []string{"A.5.1", "A.5.7"} {
		if x := s.Of("NEN7510", number); x == nil || x.Applicable != No {
			t.Errorf("NEN 7510 %s: %+v", number, x)
		}
	}
	if all := s.Standards(); len(all) != 1 || all[0].Name != schema.ISO27001 {
		t.Errorf("standards: %v", all)
	}
}

func readStatement(t *testing.T, src string) *Statement {
	t.Helper()
	cfg := config.Default()
	d := document.Parse("a.md", []byte(src), nil)
	r, err := records.Read(d, cfg.Kinds["statement-of-applicability"].Tables, records.Context{})
	if err != nil {
		t.Fatal(err)
	}
	return ReadStatement(cfg, d, r)
}
