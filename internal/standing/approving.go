package standing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// Approving says who may approve the newest words of a document, and what is missing for that. Where their status is
// retired, it is about the approval of the retirement. The main line below decides, never what a proposal or the
// working tree makes of the roster.
type Approving struct {
	Demand     config.Demand
	Candidates []Candidate   // who hold a role that may approve, sorted by key
	Missing    []config.Lack // by kind; none where the words are approved, or nobody has to
	TooWeak    bool          // what is missing is only a better grade of the approvals that were given
}

// Candidate is somebody who holds a role that may approve.
type Candidate struct {
	Person *config.Person
	Role   string
	Why    trail.Why // why an approval would not count; the zero value where it would
	Spare  bool      // it would count, and add nothing to what is missing
}

// May reports whether an approval of the person would count, and add something.
func (c Candidate) May() bool { return c.Why.Code == "" && !c.Spare }

// refusal says why an approval of the person brings nothing.
func (c Candidate) refusal() string {
	if c.Spare {
		return fmt.Sprintf("%s may approve as %s, of whom no approval is missing", c.Person.Name, c.Role)
	}
	return c.Why.String()
}

// ApprovingOf works out who may approve the newest words of a document on a day. The book knows a roster, and the
// document has words.
func ApprovingOf(b *trail.Book, t *trail.Trail, on day.Day) Approving {
	a := Approving{Demand: b.Asked(t)}
	newest := t.Contents[len(t.Contents)-1]
	partial, open := newest.Partial, newest.Approval == nil
	if t.LastFacts().Status == schema.Retired {
		partial, open = t.Retiring, t.Retired == day.None
	}
	given := map[string]day.Day{}
	var votes, all []config.Vote
	for _, e := range partial {
		v := config.Vote{Person: e.Person.Key, On: e.Day}
		all = append(all, v)
		if string(e.Grade) <= a.Demand.LeastGrade {
			given[v.Person] = v.On
			votes = append(votes, v)
		}
	}
	if open {
		a.Missing = a.Demand.Lacks(votes)
		a.TooWeak = len(a.Missing) > 0 && len(a.Demand.Lacks(all)) == 0
	}
	for _, p := range a.Demand.Holders(on) {
		c := Candidate{Person: p}
		if c.Role, c.Why = b.WouldCount(t, p, on); c.May() && given[p.Key] != day.None {
			c.Why = trail.AlreadyApproved(p, given[p.Key])
		}
		with := a.Demand.Lacks(append(slices.Clip(votes), config.Vote{Person: p.Key, On: on}))
		c.Spare = len(a.Missing) > 0 && lackCount(with) == lackCount(a.Missing)
		a.Candidates = append(a.Candidates, c)
	}
	return a
}

// lackCount is how much is missing, as a number to compare.
func lackCount(lacks []config.Lack) (n int) {
	for _, l := range lacks {
		n += l.People + len(l.Roles)
	}
	return n
}

// People names those who may approve, as "Name <address>".
func (a Approving) People() []string {
	var all []string
	for _, c := range a.Candidates {
		if c.May() {
			all = append(all, fmt.Sprintf("%s <%s>", c.Person.Name, c.Person.Emails[0]))
		}
	}
	return all
}

// Nobody explains why nobody may approve, with what changes that; "" where somebody may.
func (a Approving) Nobody() string {
	for _, ask := range a.Demand.Asks {
		if len(ask.Names()) == 0 {
			return fmt.Sprintf("nobody may approve it: name who may under `kinds.%s.approvers` in writ.yaml",
				ask.Kind.Name)
		}
	}
	var refused []string
	for _, c := range a.Candidates {
		if c.May() {
			return ""
		}
		refused = append(refused, c.refusal())
	}
	text := "nobody who holds " + oneOf(a.Demand.Names()) + " today may approve it"
	if len(refused) == 0 {
		return text + ": name a holder in writ.yaml"
	}
	return text + " (" + strings.Join(refused, "; ") + "): name another holder in writ.yaml"
}

// Kinds names the kinds that ask for the approval, as one: "the kind policy", "each of the kinds policy and standard".
func (a Approving) Kinds() string {
	var names []string
	for _, ask := range a.Demand.Asks {
		names = append(names, ask.Kind.Name)
	}
	if len(names) == 1 {
		return "the kind " + names[0]
	}
	return "each of the kinds " + allOf(names)
}

// Asked says what approvals are asked for: "2 approvals of ceo or cto".
func Asked(d config.Demand) string { return inWords(d, d.Lacks(nil)) }

// StillNeeded says what is missing, in the words of Asked; "" where nothing is.
func (a Approving) StillNeeded() string { return inWords(a.Demand, a.Missing) }

func inWords(d config.Demand, lacks []config.Lack) string {
	var all []string
	for _, l := range lacks {
		names := oneOf(l.Ask.Names())
		if names == "" {
			names = fmt.Sprintf("approvers of the kind %s, whom writ.yaml doesn't name", l.Ask.Kind.Name)
		}
		text := fmt.Sprintf("%d approvals of %s", l.People, names)
		switch {
		case l.People <= 1 && len(l.Roles) == 1:
			text = "an approval of " + l.Roles[0]
		case l.People <= len(l.Roles):
			text = "approvals of " + allOf(l.Roles)
		case len(l.Roles) > 0:
			text += ", among them of " + allOf(l.Roles)
		case l.People == 1:
			text = "an approval of " + names
		}
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	text := strings.Join(all, "; ")
	if text != "" && d.LeastGrade < string(trail.Named) {
		text += ", of " + GradeOrBetter(d.LeastGrade)
	}
	return text
}

// Command is how somebody approves a document of an id.
func (a Approving) Command(id string) string {
	if a.Demand.LeastGrade < string(trail.Named) {
		return "writ approve -S " + id
	}
	return "writ approve " + id
}

func oneOf(names []string) string { return listed(names, " or ") }
func allOf(names []string) string { return listed(names, " and ") }

// listed prints "a", "a or b", "a, b or c".
func listed(names []string, last string) string {
	n := len(names) - 1
	if n < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:n], ", ") + last + names[n]
}

// Unfit says why words can't be approved as they stand, whoever approves them; "" where they can.
func Unfit(f *history.Facts) string {
	switch {
	case f.ID == "":
		return "give the document an id, so that an approval can name it"
	case f.Version == "":
		return "give the document a version, so that an approval can name it"
	case f.Status == schema.Draft:
		return "set the status to in-review, or release it: nobody approves a draft"
	}
	return ""
}

// GradeOrBetter prints "grade B or better".
func GradeOrBetter(grade string) string {
	if grade == string(trail.Signed) {
		return "grade A"
	}
	return "grade " + grade + " or better"
}
