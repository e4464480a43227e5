package isms

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
)

// What may be due.
const (
	DueReview      = "review"            // of a document
	DueAction      = "action"            // of a log or of a management review
	DueTreatment   = "treatment"         // of a risk
	DueAudit       = "audit"             // of the programme
	DueActivity    = "activity"          // of an activity plan
	DueCheck       = "check"             // of a document of external origin
	DueMeeting     = "management review" // that the last one promised
	DueSuppression = "suppression"       // which ends
)

// Item is something that is to be done by a day.
type Item struct {
	What   string // one of the above
	Key    string // the same for the same item of its sort, whenever it is due
	Name   string // what people call it: an id, else a key of the document that has it
	Title  string
	Path   string // of the file that has it
	Due    day.Day
	Late   int     // days after Due; 0 while it isn't late, or the grace of its kind isn't over
	Owners []Owner // none where nobody is named
}

// Owner is somebody who owns an item. A role stands for its holders.
type Owner struct {
	Name   string         // the person's; without one the role's title, else the name as written
	Person *config.Person // nil where nobody of the company is meant
	Role   string         // by which it is theirs; "" for none
}

// Due returns what is to be done on a day that is known, sorted by that day. It fails only where a text can't be read
// any more.
func (s *System) Due() ([]Item, error) {
	d := &dues{System: s, named: map[[2]string]int{}}
	for _, add := range []func() error{d.reviews, d.actions, d.treatments, d.audits, d.activities, d.checks, d.meetings,
		d.suppressions} {
		if err := add(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(d.items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), strings.Compare(a.What, b.What), strings.Compare(a.Name, b.Name))
	})
	return d.items, nil
}

// DueReviews returns the reviews of documents that are due on a day that is known, sorted by path.
func (s *System) DueReviews() ([]Item, error) {
	d := &dues{System: s, named: map[[2]string]int{}}
	err := d.reviews()
	return d.items, err
}

// UID names an item in all calendars: by its sort and key within a repository, never by its day.
func (i Item) UID(repository string) string {
	sum := sha256.Sum256([]byte(repository + "\x00" + i.What + "\x00" + i.Key))
	return fmt.Sprintf("%x@writ", sum[:16])
}

// dues collects items.
type dues struct {
	*System
	items []Item
	named map[[2]string]int // how many items of a sort have the same words for their key
}

// key returns the key of an item. Those that only their order tells apart are counted, the finished ones too, so that
// each keeps its key when another one is done.
func (d *dues) key(what string, words ...string) string {
	key := strings.ToLower(strings.Join(words, "/"))
	d.named[[2]string{what, key}]++
	if n := d.named[[2]string{what, key}]; n > 1 {
		return fmt.Sprintf("%s/%d", key, n)
	}
	return key
}

// add lists an item of a document that has a day, with how late it is after a grace.
func (d *dues) add(e *register.Entry, x Item, grace day.Cycle, owners records.Party) {
	x.Title = strings.Join(strings.Fields(x.Title), " ") // of cells with several lines
	if x.Due == day.None {
		return
	}
	x.Path, x.Late, x.Owners = e.Path, late(x.Due, grace, d.Today), d.Owners(owners)
	x.Name = cmp.Or(x.Name, e.Key())
	d.items = append(d.items, x)
}

// Owners are the people who are meant by a party today. A role without a holder and a name that nobody knows stand for
// themselves.
func (s *System) Owners(p records.Party) (all []Owner) {
	add := func(o Owner) {
		if !slices.ContainsFunc(all, func(x Owner) bool { return x.Name == o.Name }) {
			all = append(all, o)
		}
	}
	for _, n := range p.Known {
		people := s.Meant(n, s.Today)
		for _, who := range people {
			add(Owner{who.Name, who, n.Role})
		}
		switch {
		case len(people) > 0:
		case n.Role != "":
			add(Owner{Name: cmp.Or(s.Config.Roles[n.Role].Title, n.Role), Role: n.Role})
		default:
			add(Owner{Name: s.Config.People[n.Person].Name}) // who left
		}
	}
	for _, name := range p.Unknown {
		add(Owner{Name: name})
	}
	return all
}

// partyOf is who a cell names, else who another one does.
func partyOf(cells ...records.Cell) records.Party {
	for _, c := range cells {
		if c.Party != nil && len(c.Party.Known)+len(c.Party.Unknown) > 0 {
			return *c.Party
		}
	}
	return records.Party{}
}

func (d *dues) reviews() error {
	for _, e := range d.Register.All() {
		if e.Link != "" {
			continue
		}
		t, err := d.TrailOf(e)
		if err != nil {
			return err
		}
		due := d.NextReview(e, t).Due
		if due == day.None {
			continue
		}
		now, err := d.Document(e)
		if err != nil {
			return err
		}
		d.add(e, Item{What: DueReview, Key: d.key(DueReview, e.Key()), Title: now.Title, Due: due}, day.Cycle{},
			records.ReadParty(now.Owner.Key, d.Config))
	}
	return nil
}

func (d *dues) actions() error {
	all, err := d.Tracked()
	for _, t := range all {
		key := d.key(DueAction, cmp.Or(t.Name(), t.Entry.Key()+"/"+t.Words()))
		if t.Now.Open() {
			d.add(t.Now.Entry, Item{What: DueAction, Key: key, Name: t.Address, Title: t.Words(), Due: t.DueNow},
				t.Now.Entry.Kind.Interval.Grace, partyOf(t.Now.Cell("owner"), t.Cell("owner")))
		}
	}
	return err
}

func (d *dues) treatments() error {
	_, all, err := d.Risks()
	if err != nil {
		return err
	}
	for _, t := range all {
		risk := t.Risks[0]
		key := d.key(DueTreatment, cmp.Or(risk.key, risk.Words))
		progress, err := d.Progress(t)
		if err != nil {
			return err
		}
		if !progress.Done && !t.Accepts() {
			d.add(t.Entry, Item{What: DueTreatment, Key: key, Name: risk.ID, Title: risk.Words, Due: lastDay(t.Cell("due"))},
				t.Entry.Kind.Interval.Grace, partyOf(t.Cell("owner"), risk.Cell("owner")))
		}
	}
	return nil
}

// audits are those of the programmes without a report.
func (d *dues) audits() error {
	p := &Programme{}
	if err := d.held(p); err != nil {
		return err
	}
	if err := d.plan(p); err != nil {
		return err
	}
	for _, x := range p.Plan {
		words := cmp.Or(x.Name, x.Scope)
		key := d.key(DueAudit, x.Entry.Key(), words)
		if !x.Done {
			d.add(x.Entry, Item{What: DueAudit, Key: key, Title: words, Due: x.When.Last}, x.Entry.Kind.Interval.Grace,
				records.ReadParty(x.Auditor, d.Config))
		}
	}
	return nil
}

func (d *dues) activities() error {
	for _, e := range d.Of(ActivityPlan) {
		all, err := d.Activities(e)
		if err != nil {
			return err
		}
		for _, a := range all {
			words := a.Cell("activity").Text
			key := d.key(DueActivity, e.Key(), words)
			if !a.Done {
				d.add(e, Item{What: DueActivity, Key: key, Title: words, Due: a.Due}, e.Kind.Interval.Grace,
					partyOf(a.Cell("owner")))
			}
		}
	}
	return nil
}

func (d *dues) checks() error {
	all, err := d.Externals()
	for _, x := range all {
		words := []string{x.Entry.Key()}
		if x.Table != nil {
			words = append(words, x.Title)
		}
		d.add(x.Entry, Item{What: DueCheck, Key: d.key(DueCheck, words...), Title: x.Title, Due: x.Due},
			x.Entry.Kind.Interval.Grace, x.Owner)
	}
	return err
}

// meetings are the management reviews that the last one of each series promised.
func (d *dues) meetings() error {
	all, err := d.Reviews()
	for _, m := range LatestOf(all, d.Today) {
		promise := m.Promised()
		d.add(m.Entry, Item{What: DueMeeting, Key: d.key(DueMeeting, m.Key()), Title: "the one after " + m.Key(),
			Due: promise.By}, m.Kind.Interval.Grace, d.ownerOf(m.Entry))
	}
	return err
}

// suppressions end after the day that they state, in writ.yaml and in documents.
func (d *dues) suppressions() error {
	for _, x := range d.Config.Suppressions {
		item := Item{What: DueSuppression, Key: d.key(DueSuppression, x.Document, x.Rule), Name: x.Rule, Path: config.File,
			Title: x.Document + ": " + x.Reason, Due: x.Until, Late: late(x.Until, day.Cycle{}, d.Today)}
		named := d.Register.ByID(x.Document)
		if e := d.Register.ByPath(x.Document); e != nil {
			named = []*register.Entry{e}
		}
		if len(named) > 0 {
			item.Owners = d.Owners(d.ownerOf(named[0]))
		}
		d.items = append(d.items, item)
	}
	for _, e := range d.Register.All() {
		for _, x := range e.Suppressions() {
			until, err := day.Parse(x.Until.Text)
			if err != nil || x.Slip.Text != "" || x.Open || len(x.Rules) == 0 {
				continue // WR901 tells of those that suppress nothing
			}
			var rules []string
			for _, r := range x.Rules {
				rules = append(rules, r.Text)
			}
			names := strings.Join(rules, " ")
			d.add(e, Item{What: DueSuppression, Key: d.key(DueSuppression, e.Key(), names), Name: names,
				Title: e.Key() + ": " + x.Reason.Text, Due: until}, day.Cycle{}, d.ownerOf(e))
		}
	}
	return nil
}
