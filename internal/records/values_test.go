package records

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

func TestWhen(t *testing.T) {
	april := Calendar{From: raised, FiscalYear: time.April}
	for text, want := range map[string]string{
		"2026-03-31":               "day 2026-03-31..2026-03-31",
		"2026-03-31, moved":        "day 2026-03-31..2026-03-31 (moved)",
		"2026-03-31 blocker":       "day 2026-03-31..2026-03-31 (blocker)",
		"2026-02-08–2026-02-10":    "period 2026-02-08..2026-02-10",
		"2026-02-10 to 2026-02-08": `unclear: "2026-02-10 to 2026-02-08": it ends before it begins`,
		"1. März 2026 bis Q2 2026": "period 2026-03-01..2026-06-30",
		"31/03/2024":               "day 2024-03-31..2024-03-31",
		"03/31/24":                 `unclear: "03/31/24" has a year of two digits [2024-03-31..2024-03-31]`,
		"03/04/2026": `unclear: "03/04/2026" may be 2026-03-04 or 2026-04-03 ` +
			`[2026-03-04..2026-03-04] [2026-04-03..2026-04-03]`,
		"28-Feb":                  `unclear: "28-Feb" has no year [2026-02-28..2026-02-28]`,
		"30 February":             `unclear: "30 February": the month has no such day`,
		"2026-02-30":              `unclear: "2026-02-30": 2026-02-30 isn't in the calendar`,
		"Q5 2024":                 `unclear: "Q5 2024": a year has Q1 to Q4`,
		"H2 2025":                 "period 2025-07-01..2025-12-31",
		"2024-13":                 `unclear: "2024-13": a year has twelve months`,
		"2026-W12":                "period 2026-03-16..2026-03-22",
		"2026-W54":                `unclear: "2026-W54": 2026 has no week 54`,
		"FY 2025":                 "period 2025-01-01..2025-12-31",
		"2024 servers":            `unclear: "2024 servers" is no day and no period`,
		"2024 (planned)":          "period 2024-01-01..2024-12-31 (planned)",
		"End-Sept 2025":           `unclear: "End-Sept 2025" is no day and no period [2025-09-01..2025-09-30]`,
		"30 days":                 "relative 2026-02-14..2026-02-14",
		"1 month":                 "relative 2026-02-15..2026-02-15",
		"30 days after the audit": `unclear: "30 days after the audit" is no day and no period`,
		"+2 weeks":                "relative 2026-01-29..2026-01-29",
		"Ongoing":                 "empty",
		"Completed":               "done ..",
		"Monday":                  `unclear: "Monday" is no day and no period`,
	} {
		if got := shown((Context{Calendar: Calendar{From: raised}}).Value(schema.Column{Type: "day"}, text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{"Q1 2025": "2025-04-01..2025-06-30", "FY2025": "2025-04-01..2026-03-31",
		"H2 2025": "2025-10-01..2026-03-31", "2025": "2025-01-01..2025-12-31", "2025-03": "2025-03-01..2025-03-31"} {
		w, p := ReadWhen(text, april)
		if got := fmt.Sprintf("%s..%s", w.First, w.Last); p != nil || got != want {
			t.Errorf("with a fiscal year from April, %q: %s (%v), want %s", text, got, p, want)
		}
	}
}

func TestIDs(t *testing.T) {
	for _, same := range [][]string{{"CA-001", "ca-1", "CA‑001"}, {"#12", "12", "012"}, {"NCR-2024-003", "ncr-2024-3"},
		{"F-0", "F-00"}} {
		first, ok := ReadID(same[0])
		for _, other := range same[1:] {
			if id, fits := ReadID(other); !ok || !fits || id.Key != first.Key {
				t.Errorf("%q has the key %q, and %q has %q", same[0], first.Key, other, id.Key)
			}
		}
	}
	for _, text := range []string{"CA 001", "none", "see below", "", "-", "CA-", "CA-001, CA-002"} {
		if id, ok := ReadID(text); ok {
			t.Errorf("%q is the id %v", text, id)
		}
	}
}

func TestCellStates(t *testing.T) {
	for text, want := range map[string]State{"": Empty, " – ": Empty, "…": Empty, "?": Empty, "\u00a0": Empty, "n/a": Empty,
		"None": Empty, "☐ Open ☐ Closed": Placeholder, "[ ] Open [ ] Closed": Placeholder, "☑ Open ☐ Closed": Known,
		"words": Known} {
		if v := (Context{}).Value(schema.Column{Type: "text"}, text); v.State != want {
			t.Errorf("%q is %s, want %s", text, v.State, want)
		}
	}
	if v := (Context{}).Value(schema.Column{Type: "text", None: true}, "N/A"); v.State != Nothing {
		t.Errorf("N/A in a column that allows it is %s", v.State)
	}
	if v := (Context{}).Value(schema.Column{Type: "status"}, "☐ Open ☑ Closed"); v.Choice.Class != "done" {
		t.Errorf("a form with one tick is %v", v)
	}
}

func TestStatus(t *testing.T) {
	col := schema.Column{Name: "status", Type: "status", Words: map[string][]string{"done": {"accepted by supplier"}}}
	for text, want := range map[string]string{"Accepted by supplier": "done", "Accepted": "void", "Open — verified soon": "open",
		"Closed, verified": "verified", "Closed, verification pending": "done", "Not verified": "", "Not done": "",
		"Done?": "", "Rework (completed 50%)": "", "Openly": "", "closed—verified": "verified", "Clsoed": ""} {
		if v := (Context{}).Value(col, text); v.Choice.Class != want {
			t.Errorf("%q is %q, want %q", text, v.Choice.Class, want)
		}
	}
	if v := (Context{}).Value(col, "Clsoed"); !strings.Contains(v.Problem.Message, `did you mean "closed"?`) {
		t.Errorf("the problem says %s", v.Problem.Message)
	}
}

func TestQuantities(t *testing.T) {
	for text, want := range map[string]string{"1,234.5": " 1234.5 ", "1.234,5": " 1234.5 ", "12K": " 12000 ", "5M records": " 5e+06 records",
		"1.500": `unclear: "1.500" may be 1.5 or 1500`, "99.950%": " 99.95 %", "0.125": " 0.125 ", "1,500": " 1500 ",
		"1h 35min": " 95 minute", "3/month": " 3  per month", "mindestens 95 %": ">= 95 %", "no more than 2": "<= 2 ", "~30%": " 30 % ± 5",
		"$500K annually": " 500000 $", ">=95%": ">= 95 %", "4.5/5": " 90 %", "-5": `unclear: "-5" is no quantity`} {
		if got := shown((Context{}).Value(schema.Column{Type: "quantity"}, text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{"<5/month | 3/month": "met", "<5/month | 9/quarter": "silent", "< 2 h | 95 min": "met",
		"< 1 h | 1h 35min": "missed", "100% | 95%": "missed", "0 | 1": "missed", "0 | 0 incidents": "met", "30% | 25%": "silent",
		"30% | 30%": "met", ">95% | ~95%": "silent", ">95% | ~90%": "missed", "≥ 95% | 42/45": "missed", "< 4 hours | < 4 hours": "met",
		"≤ 1 quarter | 4 months": "missed", "<30 days | 22": "silent", "Decreasing | 3": "silent", "at least 3 | > 3": "met"} {
		a, b, _ := strings.Cut(text, " | ")
		target, noTarget := ReadQuantity(a)
		actual, noActual := ReadQuantity(b)
		got := "silent"
		if met, known := target.Met(actual); known && noTarget == nil && noActual == nil {
			got = map[bool]string{true: "met", false: "missed"}[met]
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// twoAdas is a roster in which two people have the same first name.
func twoAdas() *config.Config {
	return &config.Config{
		People: map[string]*config.Person{"badr": {Key: "badr", Name: "Badr Karim"}, "ada-1": {Key: "ada-1", Name: "Ada Byron"},
			"ada-2": {Key: "ada-2", Name: "Ada Klein"}},
		Roles: map[string]*config.Role{"ciso": {Key: "ciso", Title: "Chief Information Security Officer"},
			"it-sec": {Key: "it-sec", Title: "Security, IT"}},
	}
}

func TestParties(t *testing.T) {
	roster := twoAdas()
	for text, want := range map[string]string{"CISO": "[{ciso }] []", "Badr Karim (CISO)": "[{ badr}] []", "Security/GRC (Badr)": "[{ badr}] [Security]",
		"Security, IT": "[{it-sec }] []", "Ada": "[] [Ada]", "Klein and CISO": "[{ ada-2} {ciso }] []", "IT & HR": "[] [IT HR]",
		"Smith LLP (external)": "[] [Smith LLP] outside", "Karim\nCISO": "[{ badr} {ciso }] []"} {
		p := ReadParty(text, roster)
		got := fmt.Sprint(p.Known, p.Unknown)
		if p.Outside {
			got += " outside"
		}
		if got = strings.Replace(got, "] [", "] [", 1); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	roster := twoAdas()
	for text, want := range map[string]string{
		"Ann Lee (guest), CISO":                "Ann Lee outside, CISO known",
		"Ida Holt, Nordcert GmbH; CISO":        "Ida Holt outside, CISO known",
		"Sam Ode – External consultant":        "Sam Ode outside",
		"External auditor":                     "External auditor outside",
		"CEO and CISO (acting)":                "CEO, CISO (acting) known",
		"Ken Lee (apologies), Kim Ro – absent": "Ken Lee (apologies) absent, Kim Ro – absent absent",
		"Kim Ro - CISO":                        "Kim Ro - CISO known",
		"Ines Bsi":                             "Ines Bsi",
		"Anwesend":                             "Anwesend",
	} {
		var got []string
		for _, n := range Names(text, roster) {
			one := n.Text
			for what, is := range map[string]bool{" outside": n.Outside, " known": len(n.Known) > 0, " absent": n.Absent()} {
				if is {
					one += what
				}
			}
			got = append(got, one)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %s, want %s", text, strings.Join(got, ", "), want)
		}
	}
	for text, want := range map[string]string{
		"Ann, Ben. Apologies: Cora": "Ann, Ben", "Ann; Excused: Cora": "Ann", "Ann: CEO, Ben": "Ann: CEO, Ben",
	} {
		if got := Attending(text); got != want {
			t.Errorf("%q: %q attended, want %q", text, got, want)
		}
	}
}

func TestTopics(t *testing.T) {
	for text, want := range map[string]bool{
		"Implement MFA for admins | Admin MFA implemented":                                                    true,
		"**Action:** IT Manager to implement automated patching (Due: Q2 2024) | Implement automatic patches": true,
		"Unencrypted data found | Unencrypted data in test DB":                                                true,
		"Extend the training to Q1 2024 | Training extended":                                                  true,
		"Update BCP | Update the website":                                                                     false,
		"Review access | Review backups":                                                                      false,
		"Train staff by 2024-01-31 | Train staff":                                                             true,
		"Approve budget for SIEM | Enhance threat intelligence":                                               false,
	} {
		a, b, _ := strings.Cut(strings.ReplaceAll(text, "**", ""), " | ")
		if got := TopicOf(a).Alike(TopicOf(b)) > 0; got != want {
			t.Errorf("%s: alike is %t", text, got)
		}
	}
	pairs := Pairs([]Topic{TopicOf("encrypt test data"), TopicOf("encrypt test data of customers")},
		[]Topic{TopicOf("encrypt test data of all customers"), TopicOf("encrypt test data")})
	if got := fmt.Sprint(pairs); got != "[{0 1} {1 0}]" {
		t.Errorf("pairs are %s", got)
	}
}

// TestProperties checks what holds for all days, numbers and words.
func TestProperties(t *testing.T) {
	for d := day.Of(1900, time.January, 1); d < day.Of(2130, time.January, 1); d++ {
		w, p := ReadWhen(d.String(), Calendar{})
		other, wrong := ReadWhen(fmt.Sprintf("%d %s %d", d.Time().Day(), d.Time().Month(), d.Time().Year()), Calendar{})
		if p != nil || wrong != nil || w.First != d || w != other {
			t.Errorf("%s is read as %+v (%v), with the month's name as %+v (%v)", d, w, p, other, wrong)
		}
	}
	periods := func(y, q uint8) bool {
		a, _ := ReadWhen(fmt.Sprintf("Q%d %d", q%4+1, 1950+int(y)), Calendar{})
		b, p := ReadWhen(fmt.Sprintf("%d-Q%d", 1950+int(y), q%4+1), Calendar{})
		return p == nil && a == b && a.First <= a.Last && a.Form == Period
	}
	ids := func(n uint32, zeros uint8) bool {
		a, okA := ReadID(fmt.Sprintf("CA-%d", n))
		b, okB := ReadID(fmt.Sprintf("ca-%s%d", strings.Repeat("0", int(zeros%9)), n))
		return okA && okB && a.Key == b.Key
	}
	ordered := func(target, actual uint16) bool {
		t, _ := ReadQuantity(fmt.Sprintf(">= %d h", target))
		a, _ := ReadQuantity(fmt.Sprintf("%d min", actual))
		met, known := t.Met(a)
		return known && met == (int(actual) >= 60*int(target))
	}
	for name, f := range map[string]any{"periods": periods, "ids": ids, "quantities": ordered} {
		if err := quick.Check(f, &quick.Config{Rand: rand.New(rand.NewSource(1))}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzValue reads any text as a cell of each type: a value is known, or there is a reason.
func FuzzValue(f *testing.F) {
	for _, s := range []string{"2026-03-31", "Q1 2024", "☐ Open ☐ Closed", "1h 35min", "Closed — verified", "A (B), C", "İ 5M"} {
		f.Add(s)
	}
	types := []string{"text", "id", "day", "party", "quantity"}
	for name := range schema.Vocabularies() {
		types = append(types, name)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, typ := range types {
			v := (Context{Calendar: Calendar{From: raised}}).Value(schema.Column{Name: "c", Type: typ}, text)
			if (v.State == Unclear) != (v.Problem != nil) {
				t.Errorf("%s %q is %s, with the problem %v", typ, text, v.State, v.Problem)
			}
			if v.When.First > v.When.Last {
				t.Errorf("%q ends before it begins: %v", text, v.When)
			}
		}
		topic := TopicOf(text)
		if strings.TrimSpace(plain(text)) != "" && topic.text != "" && topic.Alike(topic) != 1 {
			t.Errorf("%q isn't like itself", text)
		}
	})
}
