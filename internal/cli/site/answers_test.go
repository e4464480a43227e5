package site_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	contentexample "github.com/writ-docs/writ/content-example"
)

// TestExampleAnswers holds what all outputs state of the example's documents against each other.
func TestExampleAnswers(t *testing.T) {
	tale, err := contentexample.Story()
	if err != nil {
		t.Fatal(err)
	}
	o := tell(t, tale, "2026-11-23")
	var listed struct{ Documents []document }
	o.json(&listed, "register")
	if len(listed.Documents) < 20 {
		t.Fatalf("the example has %d documents", len(listed.Documents))
	}
	for _, d := range listed.Documents {
		o.agree(d.key())
	}
	o.same("POL-001", facts{"state": "in force", "in force since": "2026-02-03", "since": "2026-02-03", "version": "2.0"})
	o.same("POL-005", facts{"state": "retired", "since": "2026-02-16", "in force since": "", "next review": ""})
	o.same("CAL-001", facts{"state": "on record", "in force since": ""})
	o.were("POL-001", "2025-03-24..2025-08-08 1.0; 2025-08-09..2026-02-02 1.1; 2026-02-03.. 2.0")
}

// TestNobodyNamed is about a repository without writ.yaml: what is in force since when, and what a document without a title
// is called.
func TestNobodyNamed(t *testing.T) {
	o := tell(t, parse(t, `
-- handbook/locks.md --
# Locks

Screens lock.
-- handbook/plain.md --
No heading.
-- handbook/named.md --
---
version: "1.0"
---

## The rules
-- git: commit 2026-01-02 ada --
Locks
-- handbook/locks.md --
# Screen locks

Screens lock after a minute.
-- git: commit 2026-02-02 ada --
A minute
`), "2026-06-01")
	o.same("handbook/locks.md", facts{"title": "Screen locks", "state": "in force", "in force since": "2026-02-02", "grade": "D"})
	o.same("handbook/plain.md", facts{"title": "handbook/plain.md", "in force since": "2026-01-02"})
	o.same("handbook/named.md", facts{"title": "The rules", "in force since": "2026-01-02", "version": "1.0"})
	audit := o.writ("audit", "--from", "2026-01-01", "--to", "2026-05-01")
	for _, want := range []string{"4 changes of words", "2026-01-02  2026-02-01  handbook/locks.md", "2026-02-02  –           handbook/locks.md"} {
		if !strings.Contains(audit, want) {
			t.Errorf("audit lacks %q:\n%s", want, audit)
		}
	}
}

const roster = `
-- writ.yaml --
version: 1
organization: {name: Example Ltd, timezone: UTC}
documents: {include: ["policies/**/*.md", "records/**/*.md"]}
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  ilse: {name: Ilse Marr, emails: [ilse@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}]}
  ceo: {title: CEO, holders: [{person: ilse}]}
kinds:
  policy: {approvers: {any_of: [ceo], minimum: 1}, least_grade: C, review_cycle: 12 months}
-- git: commit 2026-01-01 ada --
Roster
`

// policy is a file with a policy.
func policy(path, id, version, rest, body string) string {
	return fmt.Sprintf("-- %s --\n---\nid: %s\ntitle: Policy %s\nkind: policy\nversion: %q\nowner: ciso\n%s---\n\n%s\n", path, id, id, version, rest, body)
}

func commit(on, subject string) string {
	return fmt.Sprintf("-- git: commit %s ada --\n%s\n", on, subject)
}

func approved(on, subject string) string {
	return commit(on, subject+"\n\nApproved-by: Ilse Marr <ilse@example.com>")
}

const due = "status: approved\nreview_date: 2027-01-01\n"

// TestPeriods is about when versions were in force: until the last day, whatever ended it.
func TestPeriods(t *testing.T) {
	o := tell(t, parse(t, roster+
		policy("policies/a.md", "POL-1", "1.0", due, "One.")+approved("2026-01-10", "First")+
		policy("policies/a.md", "POL-1", "1.1", due, "Two.")+approved("2026-01-20", "Second")+
		policy("policies/a.md", "POL-1", "1.2", due, "Three.")+approved("2026-01-20T12:00", "Third")+
		policy("policies/a.md", "POL-1", "1.2", due, "Four, unapproved.")+commit("2026-01-25", "An edit")+
		policy("policies/a.md", "POL-1", "1.2", due, "Five.")+approved("2026-01-30", "Fifth")+
		policy("policies/b.md", "POL-2", "1.0", "status: approved\neffective_date: 2026-05-01\n", "Later.")+approved("2026-02-01", "Later")+
		policy("policies/c.md", "POL-3", "1.0", due, "Gone soon.")+approved("2026-02-02", "Add three")+
		policy("policies/c.md", "POL-3", "1.0", "status: retired\nreview_date: 2027-01-01\n", "Gone soon.")+approved("2026-02-10", "Retire three")), "2026-03-01")
	o.were("POL-1", "2026-01-10..2026-01-19 1.0; 2026-01-20..2026-01-19 1.1; 2026-01-20..2026-01-29 1.2; 2026-01-30.. 1.2")
	o.same("POL-1", facts{"state": "in force", "in force since": "2026-01-30", "version": "1.2", "next review": "2027-01-01"})
	o.same("POL-2", facts{"state": "not yet in force", "in force since": "", "since": "", "version": "1.0", "grade": "C"})
	o.were("POL-3", "2026-02-02..2026-02-09 1.0")
	o.same("POL-3", facts{"state": "retired", "since": "2026-02-10", "next review": "", "version": "1.0"})
	const who = "Ilse Marr (ceo) named as approver by Ada Byron, unsigned"
	for output, text := range map[string]string{"log": o.writ("log", "POL-3"), "audit": o.writ("audit", "--from", "2026-02-10", "--to", "2026-02-10"),
		"audit --format csv": o.writ("audit", "--from", "2026-02-10", "--to", "2026-02-10", "--format", "csv"),
		"page":               strings.ReplaceAll(words(o.page("POL-3/index.html")), "(CEO)", "(ceo)"),
		"changes":            strings.ReplaceAll(words(o.page("changes/index.html")), "(CEO)", "(ceo)")} {
		if !strings.Contains(text, who) {
			t.Errorf("%s doesn't say who approved the retirement:\n%s", output, text)
		}
	}
	var l struct {
		Retirements []struct {
			Approvals []struct{ By struct{ Email string } }
		}
	}
	o.json(&l, "log", "POL-3")
	var x struct {
		Ended []struct {
			Approvals []struct{ By struct{ Email string } }
		}
	}
	o.json(&x, "audit", "--from", "2026-02-10", "--to", "2026-02-10")
	if len(l.Retirements) != 1 || l.Retirements[0].Approvals[0].By.Email != "ilse@example.com" || x.Ended[0].Approvals[0].By.Email != "ilse@example.com" {
		t.Errorf("JSON doesn't say who approved the retirement: %v, %v", l, x)
	}
}

// TestServeMerged is about a site that shows what the main branch holds: what is in force is told as the commands tell it, and
// the words shown apart from that.
func TestServeMerged(t *testing.T) {
	o := tell(t, parse(t, strings.Replace(roster, "kinds:", "site: {serve: merged}\nkinds:", 1)+
		policy("policies/a.md", "POL-1", "1.0", due, "One.")+approved("2026-01-10", "First")+
		policy("policies/a.md", "POL-1", "1.1", "status: draft\nreview_date: 2027-01-01\n", "Two, a draft.")+commit("2026-01-20", "Draft")+
		policy("policies/b.md", "POL-2", "0.1", "status: draft\n", "Three, a draft.")+commit("2026-01-21", "Another")), "2026-03-01")
	o.same("POL-1", facts{"state": "in force", "in force since": "2026-01-10", "version": "1.0", "grade": "C"})
	o.same("POL-2", facts{"state": "not in force", "in force since": "", "version": "0.1"})
	for page, want := range map[string][]string{
		"POL-1/index.html": {"Version 1.0 In force", "Text shown version 1.1 (draft), as the main branch holds it", "Two, a draft."},
		"POL-2/index.html": {"Version 0.1 Not in force", "Its text is shown as the main branch holds it.", "Three, a draft."},
	} {
		for _, w := range want {
			if text := words(o.page(page)); !strings.Contains(text, w) {
				t.Errorf("%s lacks %q:\n%s", page, w, text)
			}
		}
	}
}

// TestOneIDTwice is about two files with one id: the one that had it before is in force, once, and no output tells otherwise.
func TestOneIDTwice(t *testing.T) {
	first := roster + policy("policies/m.md", "POL-1", "1.0", due, "Mine.") + approved("2026-01-10", "First")
	second := policy("policies/a.md", "pol-1", "2.0", due, "Mine, too.") + approved("2026-01-20", "Second")
	broken := "-- policies/m.md --\n---\nid: POL-1\ntitle: [\n---\n\nMine.\n" + commit("2026-01-25", "Break it")
	for name, tc := range map[string]struct{ story, holder, rival string }{
		"in one folder":                 {first + second, "policies/m.md", "policies/a.md"},
		"in another folder":             {first + strings.ReplaceAll(second, "policies/", "policies/below/"), "policies/m.md", "policies/below/a.md"},
		"at once":                       {roster + policy("policies/m.md", "POL-1", "1.0", due, "Mine.") + second, "policies/a.md", "policies/m.md"},
		"the first renamed, then":       {first + "-- git: move policies/m.md policies/z.md --\n" + commit("2026-01-15", "Move") + second, "policies/z.md", "policies/a.md"},
		"the first renamed after":       {first + second + "-- git: move policies/m.md policies/z.md --\n" + commit("2026-01-25", "Move"), "policies/z.md", "policies/a.md"},
		"the second renamed":            {first + second + "-- git: move policies/a.md policies/z.md --\n" + commit("2026-01-25", "Move"), "policies/m.md", "policies/z.md"},
		"the first can't be read":       {first + second + broken, "policies/m.md", "policies/a.md"},
		"the first can't be read, then": {first + broken + strings.Replace(second, "2026-01-20", "2026-01-28", 1), "policies/m.md", "policies/a.md"},
		"the second isn't committed":    {first + "-- git: worktree --\n" + policy("policies/a.md", "POL-1", "2.0", due, "Mine, too."), "policies/m.md", "policies/a.md"},
		"the first is moved and copied in the working tree": {first + "-- git: worktree --\n-- git: move policies/m.md policies/z.md --\n" +
			policy("policies/a.md", "POL-1", "2.0", due, "Mine, too."), "policies/z.md", "policies/a.md"},
	} {
		t.Run(name, func(t *testing.T) {
			o := tell(t, parse(t, tc.story), "2026-03-01")
			for _, command := range []string{"status", "register", "as-of 2026-03-01"} {
				var listed struct{ Documents []document }
				o.json(&listed, strings.Fields(command)...)
				states := map[string]string{}
				for _, d := range listed.Documents {
					states[d.Path] = d.State
				}
				rival := "not in force"
				if command == "as-of 2026-03-01" {
					rival = "" // isn't listed; of the main line the working tree says nothing
				}
				if states[tc.rival] != rival || states[tc.holder] != "in force" && states["policies/m.md"] != "in force" {
					t.Errorf("%s: %v", command, states)
				}
				if n := strings.Count(o.writ(strings.Fields(command)...), "2026-01-"); n > 1 {
					t.Errorf("%s tells %d times that it is in force:\n%s", command, n, o.writ(strings.Fields(command)...))
				}
			}
			var published struct{ Documents []document }
			if err := json.Unmarshal([]byte(o.page("register.json")), &published); err != nil {
				t.Fatal(err)
			}
			if len(published.Documents) != 1 || published.Documents[0].State != "in force" || published.Documents[0].key() != "POL-1" && published.Documents[0].key() != "pol-1" {
				t.Errorf("the site publishes %+v", published.Documents)
			}
			if n := strings.Count(o.writ("audit", "--from", "2026-01-01", "--to", "2026-03-01", "--format", "csv"), "\nin force,"); n != 1 {
				t.Errorf("audit tells %d times that it came into force", n)
			}
			if text := o.writ("log", tc.rival); strings.Contains(text, "in force since") {
				t.Errorf("log %s:\n%s", tc.rival, text)
			}
		})
	}
}

// TestChangesPage is about the changes page and home: each change stands on its own day, with its own subject.
func TestChangesPage(t *testing.T) {
	record := func(body string) string {
		return "-- records/r.md --\n---\nid: REC-1\ntitle: Log of incidents\nkind: record\nstatus: open\n---\n\n" + body + "\n"
	}
	o := tell(t, parse(t, roster+
		record("None.")+commit("2026-01-05", "Begin the log")+
		record("One.")+commit("2026-02-10", "Note the first incident")+
		record("Two.")+commit("2026-02-20", "Note the second incident")+
		policy("policies/a.md", "POL-1", "1.0", due, "One.")+approved("2026-02-21", "Write the policy")+
		policy("policies/a.md", "POL-1", "1.0", due, "Two.")+approved("2026-02-22", "Say two")), "2026-03-01")
	changes, home := words(o.page("changes/index.html")), words(o.page("index.html"))
	for _, want := range []string{
		"2026-02-22 · version 1.0 in force, Ilse Marr (CEO) named as approver by Ada Byron, unsigned Say two",
		"2026-02-21 · version 1.0 in force, Ilse Marr (CEO) named as approver by Ada Byron, unsigned Write the policy",
		"2026-02-20 · changed Note the second incident", "2026-02-10 · changed Note the first incident", "2026-01-05 · on record Begin the log"} {
		if strings.Count(changes, want) != 1 {
			t.Errorf("the changes page doesn't say once %q:\n%s", want, changes)
		}
		if day, _, _ := strings.Cut(want, " "); day > "2026-01-30" != strings.Contains(home, day) {
			t.Errorf("home, which shows 30 days: %s\n%s", day, home)
		}
	}
}
