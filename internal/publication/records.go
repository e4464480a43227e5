package publication

import (
	"cmp"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/sitegen"
)

// recorder works out what the documents that are served say together.
type recorder struct {
	*filler
	system   *isms.System
	coverage *coverage.Input
	ids      map[*isms.Action]string // of actions, as their page has them
	out      sitegen.Records
}

// records works out what the documents say together, by the words that the site serves: a draft's rows aren't told.
func (f *filler) records() (sitegen.Records, error) {
	told := f.told()
	view := standing.NewView(told, f.Book)
	in, err := f.covering(told)
	if err != nil {
		return sitegen.Records{}, err
	}
	r := recorder{filler: f, system: isms.New(view), coverage: in, ids: map[*isms.Action]string{}}
	for _, add := range []func() error{r.actions, r.standards, r.due, r.audits, r.reviews, r.risks, r.externals,
		r.retention} {
		if err := add(); err != nil {
			return sitegen.Records{}, err
		}
	}
	r.people()
	r.out.Gone, err = f.gone()
	return r.out, err
}

// tells reports whether the words of a document are served, so that other pages may tell what they say.
func (f *filler) tells(i int) bool { return f.shows(&f.shown[i]) && f.docs[i].Withheld == "" }

// told is the register of the documents whose words are served, with these words.
func (f *filler) told() *register.Register {
	var all []*register.Entry
	for i := range f.shown {
		s := &f.shown[i]
		if !f.tells(i) || s.entry.Link != "" {
			continue
		}
		e := s.entry
		if s.change != nil && s.change.Blob != e.Blob {
			e = &register.Entry{Document: s.doc, ID: s.ID, Kind: s.Kind, Blob: s.change.Blob, File: e.File}
		}
		all = append(all, e)
	}
	return f.Register.Of(all)
}

// key names a document as the site does; "" for none.
func (r *recorder) key(e *register.Entry) string {
	if e == nil {
		return ""
	}
	if i, ok := r.at[e.Path]; ok {
		return r.docs[i].Key()
	}
	return e.Key()
}

// row is the place of a row on the page of its document.
func (r *recorder) row(e *register.Entry, t *records.Table, row records.Row) sitegen.Place {
	p := sitegen.Place{Document: r.key(e)}
	if t != nil {
		p.Anchor = t.Anchor(row)
	}
	return p
}

// page is the page of a document.
func (r *recorder) page(e *register.Entry) sitegen.Place { return sitegen.Place{Document: r.key(e)} }

// party is who a cell names, roles by their titles.
func (r *recorder) party(p *records.Party) []sitegen.Who {
	if p == nil {
		return nil
	}
	var all []sitegen.Who
	for _, n := range p.Known {
		all = append(all, r.named(n))
	}
	for _, name := range p.Unknown {
		all = append(all, sitegen.Who{Name: r.private(name)})
	}
	return all
}

func (r *recorder) named(n records.Named) sitegen.Who {
	if n.Role != "" {
		return sitegen.Who{Name: r.roleTitle(n.Role), Role: n.Role}
	}
	who := sitegen.Who{Name: n.Person, Person: n.Person}
	if p := r.Config.People[n.Person]; p != nil {
		who.Name = p.Name
	}
	return who
}

func (r *recorder) actions() error {
	all, err := r.system.Tracked()
	if err != nil {
		return err
	}
	for _, t := range all {
		r.out.Actions = append(r.out.Actions, r.action(t))
		r.ids[t.Action], r.ids[t.Now] = t.Address, t.Address
	}
	return nil
}

func (r *recorder) action(t *isms.Tracked) sitegen.Action {
	a := sitegen.Action{ID: t.Address, Place: r.page(t.Entry), State: t.Now.Class(), Words: r.private(t.Words()),
		Raised: t.Since, Due: t.DueNow, FirstDue: t.FirstDue, Done: t.DoneOn, Late: t.Late(r.system), Slip: t.Slip(),
		Source: r.private(t.Cell("source").Text), Corrective: t.Corrective(r.system),
		Category: r.private(t.Cell("category").Text)}
	if t.Table != nil {
		a.Place = r.row(t.Entry, t.Table, t.Table.Rows[t.Row])
	}
	a.Owners = r.party(cmp.Or(t.Now.Cell("owner").Party, t.Cell("owner").Party))
	if a.Done == day.None && t.Now.Done() {
		a.Done = t.Now.Closed()
	}
	for _, m := range t.Moves {
		a.Moves = append(a.Moves, sitegen.Move{On: m.Change.Day, To: m.To, Commit: m.Change.Step.ID.String()})
	}
	return a
}
