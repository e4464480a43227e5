package publication_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// recordsStory has records, a treatment plan with a proposed row, a statement that nobody approved, and ids that are gone.
const recordsStory = `-- writ.yaml --
version: 1
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  ilse: {name: Ilse Marr, emails: [ilse@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}]}
  ceo: {title: CEO, holders: [{person: ilse}]}
kinds:
  policy: {approvers: {any_of: [ceo]}}
  risk-treatment: {approvers: {any_of: [ceo]}}
  statement-of-applicability: {approvers: {any_of: [ceo]}}
-- policies/a.md --
---
id: POL-A
title: Policy A
kind: policy
version: "1.0"
status: approved
owner: ciso
review_date: 2027-01-01
---

Words. See [the action](../records/log.md#CA-1).
-- isms/rtp.md --
---
id: RTP-1
title: Risk treatment plan
kind: risk-treatment
version: "1.0"
status: approved
owner: ciso
review_date: 2027-01-01
---

| Risk | Treatment | Control | Owner | Due | Status |
|---|---|---|---|---|---|
| R-1 Fire | Reduce: detectors | A.7.5 | CISO | 2026-03-01 | Open |
-- records/log.md --
---
id: CAL-1
title: Corrective actions
kind: corrective-action-log
status: open
owner: ciso
---

| ID | Date | Nonconformity | Root Cause | Category | Corrective Action | Owner | Due Date | Status | Source |
|---|---|---|---|---|---|---|---|---|---|
| CA-1 | 2026-01-05 | Nobody looked | habit | Awareness | Look each month, tell ada@example.com | CISO | 2026-02-01 | Open | POL-A |
-- records/old.md --
---
id: REC-OLD
title: An old record
kind: record
status: closed
owner: ciso
---

Words.
-- git: commit 2026-01-10 ada --
All

Approved-by: Ilse Marr <ilse@example.com>
-- git: edit isms/rtp.md --
< | R-1 Fire | Reduce: detectors | A.7.5 | CISO | 2026-03-01 | Open |
> | R-1 Fire | Reduce: detectors | A.7.5 | CISO | 2026-03-01 | Open |
> | R-2 CANARY | Accept: CANARY | A.7.6 | CISO | 2026-03-02 | Open |
-- isms/soa.md --
---
id: SOA-1
title: Statement of applicability
kind: statement-of-applicability
version: "0.1"
status: draft
owner: ciso
satisfies: [ISO27001:6.1.3]
---

| Control | Applicable | Justification | Implemented | Evidence |
|---|---|---|---|---|
| A.7.5 | no | CANARY | no | CANARY |
-- git: edit policies/a.md --
< id: POL-A
> id: POL-B
-- git: remove records/old.md --
-- git: commit 2026-02-10 ada --
Propose a row, and a statement
`

// TestRecordsTellWhatIsServed: pages of records read the words that are in force or on record, never those of a draft.
func TestRecordsTellWhatIsServed(t *testing.T) {
	today := day.Of(2026, 4, 1)
	dir, _ := storytest.Play(t, recordsStory, today)
	site := publicationtest.Of(t, dir, today)
	out, err := sitegen.Render(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range out.Files {
		if bytes.Contains(data, []byte("CANARY")) {
			t.Errorf("%s tells what nobody approved", name)
		}
		if bytes.Contains(data, []byte("R-2")) {
			t.Errorf("%s has a row of a draft", name)
		}
		if !strings.HasPrefix(name, "CAL-1/") && !strings.HasPrefix(name, "search") && bytes.Contains(data, []byte("ada@example.com")) {
			t.Errorf("%s shows an address", name)
		}
	}
	for name, want := range map[string][]string{
		"actions/index.html": {`href="../CAL-1/#CA-1"`, "Awareness", "59 days"}, "risks/index.html": {"Fire", "31 days"}, "people/ciso/index.html": {"CA-1", "POL-B"},
		"CAL-1/index.html": {`<tr id="CA-1">`}, "404.html": {"REC-OLD", "POL-A"}, "POL-A/index.html": {"../POL-B/"},
		"calendar/index.html": {"CA-1"}, "coverage/iso27001/index.html": {"SOA-1"},
	} {
		for _, w := range want {
			if !strings.Contains(string(out.Files[name]), w) {
				t.Errorf("%s lacks %q", name, w)
			}
		}
	}
	if !slices.ContainsFunc(site.Records.Due, func(d sitegen.Due) bool { return d.Name == "POL-B" && d.What == "review" }) {
		t.Errorf("the review isn't due: %+v", site.Records.Due)
	}
	if r := site.Records.Retention; len(r) == 0 || !slices.ContainsFunc(r, func(x sitegen.Retention) bool { return len(x.Removed) == 1 && x.Removed[0].Early }) {
		t.Errorf("the removed record isn't told: %+v", r)
	}
}
