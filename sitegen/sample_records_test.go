package sitegen

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema/schematest"
)

// sampleRecords has each sort of row, with and without what may be missing.
func sampleRecords() Records {
	ciso := Who{Name: "Chief Information Security Officer", Role: "ciso"}
	bo := Who{Name: "Bo Lind", Role: "ciso", Person: "bo"}
	review := Place{Document: "REC-2026-Q3"}
	return Records{
		Actions: []Action{
			{ID: "CA-001", Place: Place{"REC-2026-Q3", "minutes", ""}, State: "open", Words: "1. Count them\n2. Add them", Owners: []Who{ciso}, Raised: mustDay("2026-09-01"),
				Due: mustDay("2026-11-01"), FirstDue: mustDay("2026-10-01"), Late: 22, Slip: 31, Moves: []Move{{mustDay("2026-10-02"), mustDay("2026-11-01"), commitOf(9)}},
				Source: "found by POL-001 and CA-002", Corrective: true, Category: "Process failure"},
			{ID: "CA-002", Place: review, State: "done", Words: "Train the auditor", Done: mustDay("2026-10-01"), Corrective: true},
			{ID: "REC-2026-Q3/1", Place: review, State: "open", Words: strings.Repeat("Write a policy for suppliers. ", 20), Due: mustDay("2027-02-01")},
			{ID: "A-1", Place: Place{Document: "LOG-9"}, State: "verified", Words: "Gone"}, {ID: "a-1", Place: review, State: "dreamt", Words: "Twice"},
		},
		Standards: []Standard{{Name: "iso27001", Title: "ISO/IEC 27001:2022", Statement: []Place{{Document: "POL-001"}}, Unknown: []Claim{{"ISO27001:77.1", review}},
			Points: []Point{
				{Number: "5.2", Title: "Policy", Group: "Leadership", State: "in force", Answers: []Answer{{Place{Document: "POL-001"}, true}, {Place{Document: "POL-002"}, false}},
					Asks: []Asked{{"information security policy", true, "in force"}}, Audited: review, AuditedOn: mustDay("2026-08-01")},
				{Number: "6.2", Title: "Objectives", Group: "Planning", State: "missing", Asks: []Asked{{"objectives", true, "missing"}}},
				{Number: "A.5.1", Title: "Policies", Group: "Organizational controls", Control: true, State: "evidence",
					Stated: &Stated{Applies: "yes", Justification: "customers ask", Implemented: "partly", Evidence: "a tool"}},
				{Number: "A.8.30", Title: "Outsourced development", Group: "Technological controls", Control: true, State: "not applicable", Stated: &Stated{Applies: "no", Justification: "none is bought"}},
				{Number: "A.8.31", Title: "Separation", Group: "Technological controls", Control: true, State: "draft", Answers: []Answer{{Place{Document: "POL-002"}, false}}},
			}}},
		Due: []Due{
			{What: "action", UID: "a@writ", Name: "CA-001", Title: "Count them", Place: review, Day: mustDay("2026-11-01"), Late: 22, Owners: []Who{bo}, Changed: mustDay("2026-11-12"), Sequence: 1},
			{What: "management review", UID: "b@writ", Name: "REC-2026-Q3", Title: "the one after it", Place: review, Day: mustDay("2027-09-01"), Changed: mustDay("2026-11-12")},
			{What: "review", UID: "c@writ", Name: "POL-001", Title: "Information Security Policy, with, signs; and a line", Place: Place{Document: "POL-001"}, Day: mustDay("2027-01-15"), Owners: []Who{ciso}, Changed: mustDay("2026-01-12")},
		},
		People: []Person{
			{Who: ciso, Holders: []Who{{Name: "Bo Lind", Person: "bo"}}, Owns: []string{"POL-001", "POL-002"}, Approves: []string{"PRO-010"}, Kinds: []string{"Procedure"}},
			{Who: Who{Name: "Auditor", Role: "auditor"}},
			{Who: Who{Name: "Bo Lind", Person: "bo"}, Roles: []Who{ciso}, Owns: []string{"POL-001"}},
			{Who: Who{Name: "Gone Person", Person: "CISO"}, Left: mustDay("2025-01-01")},
		},
		Audits: []Audit{
			{Place: review, Day: mustDay("2026-08-01"), Internal: true, Auditor: "Annelie", Area: "Office", Criteria: "ISO/IEC 27001", Results: [5]int{12, 1, 1, 0, 0},
				Findings: []Finding{{Grade: "minor", ID: "F-1", Text: "no list (CA-001)", Actions: []string{"CA-001", "CA-777"}, Known: true}, {Grade: "major", Text: "nobody looked"},
					{Grade: "opportunity", Text: "test it twice"}, {Grade: "minor", Text: "told in the tracker", Known: true}}},
			{Place: Place{Document: "POL-001"}}},
		Planned:  []PlannedAudit{{Place: review, Name: "3 Production", Scope: "A.8", Day: mustDay("2026-10-01"), Late: 53}, {Place: review, Done: true}, {Place: review, Report: review}},
		Meetings: []Meeting{{Place: review, Day: mustDay("2026-11-10"), Period: "Q3 2026", Present: []Who{bo, {Name: "A guest"}}, Next: mustDay("2027-11-10"), Actions: []string{"REC-2026-Q3/1"}, Results: []Measured{{"Availability", ">99 %", "99.5 %", "met", false}, {"Nobody is hurt", "", "", "", true}}}},
		Decisions: []Decision{{Place: Place{"REC-2026-Q3", "minutes", "3"}, Review: review, Day: mustDay("2026-11-10"), Words: "POL-001 is kept", Owners: []Who{bo}, Due: "2027-01-01"},
			{Place: review, Review: review, Words: "No more"}},
		Metrics: []Metric{{"Availability", []MetricValue{{review, mustDay("2025-11-10"), ">99 %", "98 %", 98, true, "missed"}, {review, mustDay("2026-11-10"), ">99 %", "99.5 %", 99.5, true, "met"}}},
			{"Trust", []MetricValue{{review, mustDay("2026-11-10"), "", "high", 0, false, ""}}}},
		Risks: []Risk{
			{ID: "R-01", Words: "A region is lost", Level: "high", Place: review, Owners: []Who{ciso}, ToTreat: true, Treatments: []Treatment{
				{Place: review, Words: "Rehearse", Due: "2026-10-01", Late: 53, InForce: true, Accepted: []Acceptance{{Owner: ciso, By: "Bo Lind", Day: mustDay("2026-06-18"), Record: review}, {Owner: bo}},
					Controls: []TreatedBy{{Number: "A.5.1", Standard: "ISO27001", Known: true, Stated: "partly", Evidence: "a tool"}, {Number: "A.77", Standard: "ISO27001"}, {Number: "A.8.31", Known: true, Answers: []Answer{{review, true}}}}, Actions: []string{"CA-001"}},
				{Place: review, Words: "Accept", Done: true}}},
			{Words: "Without an id", Level: "high", ToTreat: true}, {ID: "R-01", Words: "Twice", Level: "low"}},
		Externals: []External{{Place: review, Title: "ISO/IEC 27001", Source: "ISO", Edition: "2022", Owners: []Who{ciso}, Checked: mustDay("2025-01-01"), Next: mustDay("2026-01-01"), Cycle: "12 months", Late: 326}, {Place: review}},
		Retention: []Retention{{Kind: "Management review", Keep: "5 years", Closed: 1, Due: []Removal{{"REC-1", "Old", mustDay("2020-01-01"), mustDay("2025-01-01"), false}}, Removed: []Removal{{"REC-0", "Older", day.None, mustDay("2025-02-01"), true}}}, {Kind: "Log"}},
		Gone:      []Gone{{ID: "POL-OLD", Since: mustDay("2025-01-01"), Now: []string{"POL-001"}}, {ID: "POL-GONE", Removed: true}, {ID: "register", Now: []string{"POL-001"}}},
	}
}

// recordsAddresses are those of the pages that tell what documents say together, with words that each must say.
var recordsAddresses = map[string][]string{
	"actions/":           {"CA-001", "overdue (22 days)", "moved by 31 days", "83 days old", "Process failure", "verified", "5 in all", "→"},
	"audits/":            {"3 Production", "no action is named", "followed elsewhere", "CA-001 ○open", "nobody looked"},
	"reviews/":           {"Availability", "99.5 %", "A guest", "Q3 2026"},
	"decisions/":         {"POL-001 is kept", "REC-2026-Q3 / 3"},
	"risks/":             {"A region is lost", "Bo Lind: nobody yet", "no plan treats it", "overdue (53 days)", "A.77: unknown", "A.5.1: in part, a tool"},
	"coverage/":          {"ISO/IEC 27001:2022"},
	"coverage/iso27001/": {"A.8.30", "customers ask", "Claims that the standard doesn’t have", "POL-002 (not in force)", "mandatory, missing"},
	"external/":          {"every 12 months", "overdue (326 days)", "no check is stated"},
	"calendar/":          {"Overdue", "September 2027", "the one after it"},
	"people/":            {"Bo Lind", "nobody", "Auditor"},
	"people/ciso/":       {"POL-001", "Procedure", "PRO-010"},
	"people/bo/":         {"CA-001", "Chief Information Security Officer"},
	"people/ciso-2/":     {"Gone Person", "2025-01-01", "No action is open."},
	"as-of/":             {"2.0 2025-01-20 until 2026-01-14", "On record 2026-11-12 until now"},
	"check/":             {"2.1 In force", "2.0", "Withdrawn"},
	"evidence/roster/":   {"roles.ceo.holders: + ada", "it isn't approved", "Procedure"},
	"POL-OLD/":           {"It is now POL-001"},
	"404.html":           {"POL-OLD", "has another id", "POL-GONE", "removed", "POL-000", "POL-001 Information Security Policy"},
	"evidence/":          {"5 years (nobody stated it)", "for ever", "too short", "Due for removal"},
	"":                   {"of reviews on time", "2 open actions", "Is my copy current?"},
}

func TestRecordPages(t *testing.T) {
	files := renderSample(t, sampleSite())
	for address, words := range recordsAddresses {
		name := address
		if !strings.HasSuffix(name, ".html") {
			name += "index.html"
		}
		body := text(find(t, files, name).root)
		for _, want := range words {
			if !strings.Contains(body, want) {
				t.Errorf("%s doesn't say %q in\n%s", name, want, body)
			}
		}
	}
	if files["register/index.html"] == nil || strings.Contains(string(files["register/index.html"]), "refresh") {
		t.Error("an old id took the place of the register")
	}
	var days struct {
		Documents []struct {
			Address   string
			Intervals []struct{ From, Until string }
		}
	}
	if err := json.Unmarshal(files["as-of/intervals.json"], &days); err != nil || len(days.Documents) < 5 {
		t.Errorf("%v %v", days, err)
	}
	if err := schematest.Check("intervals", files["as-of/intervals.json"]); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"UID:a@writ", "SEQUENCE:1", "DTSTART;VALUE=DATE:20261101", `with\, signs\; and`, "URL:https://docs.example.com/isms/POL-001/"} {
		if !strings.Contains(string(files["calendar.ics"]), want) {
			t.Errorf("the calendar lacks %s:\n%s", want, files["calendar.ics"])
		}
	}
	if mine := string(files["people/bo/calendar.ics"]); strings.Count(mine, "BEGIN:VEVENT") != 1 {
		t.Errorf("the calendar of one person:\n%s", mine)
	}
}

// Without records, each page says in words that there are none, and has no table.
func TestNoRecords(t *testing.T) {
	files := renderSample(t, Site{Head: commitOf(1)})
	for address, want := range map[string]string{"actions/": "No document on record lists an action.", "audits/": "No report on an audit is on record.",
		"reviews/": "No management review is on record.", "decisions/": "No management review on record states a decision.", "risks/": "No risk assessment",
		"coverage/": "no standard", "external/": "No document of external origin", "calendar/": "Nothing is due.", "people/": "no people and no roles",
		"as-of/": "Nothing has been in force yet.", "check/": "There is no document yet.", "evidence/roster/": "No change of the roster"} {
		page := find(t, files, address+"index.html")
		if body := text(page.root); !strings.Contains(body, want) {
			t.Errorf("%s doesn't say %q in\n%s", address, want, body)
		}
		if len(page.all("table")) > 0 {
			t.Errorf("%s has an empty table", address)
		}
	}
}

// useRecords picks a day, and copies.
func useRecords(t *testing.T, ctx context.Context, base string) {
	live := chromedp.Text(chromedp.ID("writ-answer"))
	for address, want := range map[string]string{
		"check/?id=pol-001&version=v2.1": "This copy is current.", "check/?id=POL-001&version=2.0": "This copy is superseded. In force is version 2.1",
		"check/?id=POL-001&version=7": "No version of that number was in force. In force is version 2.1", "check/?id=X&version=1": "No document has this id.",
		"check/?id=POL-000&version=1.0": "This document isn’t in force.", "check/?id=PRO-011&version=2.0": "This version is approved, and not yet in force.",
		"as-of/?on=2025-06-01": "2025-06-01: 3 documents were in force or on record",
	} {
		do(t, ctx, chromedp.Navigate(base+address))
		if got := ask(t, ctx, live); got != want {
			t.Errorf("%s answers %q, want %q", address, got, want)
		}
	}
}
