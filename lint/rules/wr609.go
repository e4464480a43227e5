package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr609() *lint.Rule {
	return &lint.Rule{
		ID: "WR609", Name: "ripple", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "A cited document asks for something else since this one was last read",
		Text: `A procedure that leans on a policy was right when it was approved. When the policy then asks for
something else, somebody has to look whether the procedure still fits.

**What counts.** In a document in force: a link to another one, or its id in the text, where that one came into force
with a higher major version, approved on a later day than these words were approved and last reviewed.

**What doesn't.** A minor version; a major one that was approved on the same day or before, even when it came into
force later; records, on either side; a citation of a certain version, which is WR608's; a document with changes that
are still to be approved, because whoever approves these reads it.

**How to fix it.** Read what changed in the cited document. Where nothing has to follow, record that you looked with
` + "`writ review`" + `; else change this document too.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR609"), Good: good("WR609"),
		Find: func(p *lint.Pass) error {
			rows, err := sharedRows(p.Input)
			if err != nil {
				return err
			}
			all, err := leads(p.Input)
			if err != nil {
				return err
			}
			r := ripples{p: p, rows: rows, leads: all, raised: map[*trail.Trail]*trail.Content{}}
			for _, e := range p.Register.Documents {
				if e.Kind.Record || e.Status() != schema.Approved {
					continue
				}
				if err := r.find(e); err != nil {
					return err
				}
			}
			return nil
		},
		Seed: seedRipple,
	}
}

// citation is the first place at which a document leads to another one.
type citation struct {
	to   *trail.Trail
	span document.Span
}

// ripples is one search for documents whose cited policies ask for something else.
type ripples struct {
	p      *lint.Pass
	rows   rows
	leads  map[*register.Entry][]standing.Lead
	raised map[*trail.Trail]*trail.Content // what lastRaised said
}

// citations lists what a valid document cites, each document once, without naming a version.
func (r *ripples) citations(e *register.Entry, t *trail.Trail) ([]citation, error) {
	var all []citation
	seen := map[string]bool{}
	add := func(to *trail.Trail, span document.Span) {
		if to != nil && to != t && !seen[to.Path] {
			seen[to.Path] = true
			all = append(all, citation{to, span})
		}
	}
	for to, l := range validLinksOf(r.leads[e], e) {
		linked, err := trailOf(r.p.Input, to)
		if err != nil {
			return nil, err
		}
		add(linked, l.Span)
	}
	for m := range r.rows.in(e) {
		if m.Version != "" {
			continue
		}
		named, err := r.p.Book.Trail(r.p.Book.Document(m.Text))
		if err != nil {
			return nil, err
		}
		add(named, m.Span)
	}
	return all, nil
}

func (r *ripples) find(e *register.Entry) error {
	t, err := trailOf(r.p.Input, e)
	if t == nil || err != nil {
		return err
	}
	read, how := lastRead(t)
	if read == day.None || unapprovedWords(r.p.Input, t, e) {
		return nil
	}
	cited, err := r.citations(e, t)
	if err != nil {
		return err
	}
	for _, c := range cited {
		raised, known := r.raised[c.to]
		if !known {
			raised = lastRaised(c.to)
			r.raised[c.to] = raised
		}
		if raised == nil || raised.Approval.Day <= read {
			continue
		}
		r.p.Report(lint.Found{Doc: e, Span: c.span, Commit: raised.First().Step.ID,
			Anchor: "ripple " + strings.ToLower(c.to.ID) + " " + raised.Version.Number,
			Message: fmt.Sprintf("%s is cited, and asks for something else since version %s, approved on %s; these "+
				"words were %s on %s, before that",
				handleOf(c.to.Document), raised.Version.Number, raised.Approval.Day, how, read),
			Help: fmt.Sprintf("read what changed (`writ log %s`), and change %s too; if nothing has to follow, "+
				"record that with `writ review %[2]s`",
				handleOf(c.to.Document), handleOf(t.Document))})
	}
	return nil
}

// handleOf names a document as commands do.
func handleOf(d *history.Document) string {
	if d.ID != "" {
		return d.ID
	}
	return d.Path
}

// lastRead returns the day on which somebody who answers for a document last read it; None where it isn't in force.
func lastRead(t *trail.Trail) (on day.Day, how string) {
	if t.Current == nil {
		return day.None, ""
	}
	on, how = t.Current.Approval.Day, "last approved"
	for _, r := range t.Reviews {
		if r.Counts() && r.Day > on {
			on, how = r.Day, "last reviewed"
		}
	}
	return on, how
}

// unapprovedWords reports whether a document has words after those in force, on the main line or proposed.
func unapprovedWords(in *lint.Input, t *trail.Trail, e *register.Entry) bool {
	_, newest := tip(t)
	return newest != t.Current || proposed(in, t, e) && factsOf(in, e).Digest != newest.Digest
}

// lastRaised returns the content with which a document last came into force with a higher major version, of those
// in force by now; nil where its first major version is in force, or none.
func lastRaised(t *trail.Trail) *trail.Content {
	if t.Current == nil {
		return nil
	}
	var raised *trail.Content
	major := -1
	for _, c := range t.Contents {
		n := numbersOf(c.Version.Number)
		if c.Valid().Empty() || len(n) != 2 {
			continue
		}
		if major >= 0 && n[0] > major {
			raised = c
		}
		major = n[0]
		if c == t.Current {
			break
		}
	}
	return raised
}

// seedRipple brings a document and one that cites it into force, and on a later day a new major version of the first.
func seedRipple(s lint.Scratch) error {
	d, message, err := valued(s)
	if err != nil {
		return err
	}
	in := s.Input()
	first := tipDay(in)
	used := map[string]bool{d.path: true, strings.ToLower(d.values["id"]): true}
	p, ok := lint.FreePath(in, d.kind, "seeded-citation.md", used)
	if !ok || first >= in.Today {
		return lint.ErrOutOfReach
	}
	d.drop("effective_date")
	citing := *d
	citing.path, citing.names, citing.values = p, nil, map[string]string{}
	for _, name := range d.names {
		citing.set(name, d.values[name])
	}
	citing.set("id", lint.FreeID(in, d.kind, used))
	citing.body += "\nIt follows [the other one](" + relative(p, d.path) + ").\n"
	if err := s.Write(citing.path, citing.text()); err != nil {
		return err
	}
	if err := d.at(s, first, message); err != nil {
		return err
	}
	d.set("version", `"2.0"`)
	d.body += edit
	return d.commit(s, lint.Stranger(), message)
}
