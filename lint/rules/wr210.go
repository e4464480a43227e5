package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr210() *lint.Rule {
	return &lint.Rule{
		ID: "WR210", Name: "closed-record-edited", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A closed record was changed otherwise than by an addendum",
		Text: `A record proves what happened. If its words can change after it was closed, it proves nothing.

**What counts.** A record whose words, or whose front matter, are other than when it was closed first; one whose earlier
addenda were changed or removed; also after it was opened again. On the main branch or proposed, as long as it is so.

**What doesn't.** Sections ` + "`## Addendum YYYY-MM-DD`" + ` at its end; the lifecycle fields (` + "`status`" + `,
` + "`review_date`" + ` and the like); suppression comments; moving the file; edits before it was closed; edits that
were taken back.

**How to fix it.** Take the edit back with the command that the finding gives, and add what is new at the end, under a
heading ` + "`## Addendum`" + ` with its date.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR210"), Good: good("WR210"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if e := entryOf(p.Input, t); e != nil && e.Link == "" && !t.Removed {
					if err := findRecordEdit(p, t, e); err != nil {
						return err
					}
				}
			}
			return nil
		},
		Seed: seedClosedEdit,
	}
}

// onRecord is a record as it was closed, with the addenda that it gained since.
type onRecord struct {
	as      history.Closed
	read    bool          // as has the addenda too
	closing *trail.Change // with which it was closed first
	kept    *trail.Change // the newest change that continues it, and is closed
	edit    *trail.Change // the first one since kept that doesn't; nil where the newest does
}

func findRecordEdit(p *lint.Pass, t *trail.Trail, e *register.Entry) error {
	var r *onRecord
	for _, ch := range t.Changes {
		switch {
		case ch.Facts == nil:
		case r != nil:
			if err := r.follow(p.Book, ch); err != nil {
				return err
			}
		case ch.Facts.Status == schema.Closed && wasRecord(p.Input, t, ch):
			r = &onRecord{as: history.Closed{Words: ch.Facts.Digest}, closing: ch, kept: ch}
		}
	}
	if r == nil {
		return nil
	}
	if proposed(p.Input, t, e) {
		if err := r.complete(p.Book); err != nil {
			return err
		}
		src, err := e.Source()
		if err != nil || history.ReadClosed(src, p.Config.Fields, e.Beside).Continues(r.as) {
			return err
		}
		if r.edit == nil {
			p.Report(lint.Found{Doc: e, Span: at(e, "status"), Anchor: "closed",
				Message: "this change edits a record that was closed in " + said(r.closing), Help: r.help(t)})
			return nil
		}
	}
	if r.edit != nil {
		p.Report(onField(p.Input, t, "status", lint.Found{Anchor: "closed", Commit: r.edit.Step.ID,
			Message: fmt.Sprintf("the record was closed in %s, and edited in %s", said(r.closing), said(r.edit)),
			Help:    r.help(t)}))
	}
	return nil
}

// wasRecord reports whether the document was of a kind that is on record: what it is called later doesn't free it.
func wasRecord(in *lint.Input, t *trail.Trail, ch *trail.Change) bool {
	if k := in.Config.Kinds[ch.Facts.Kind]; k != nil {
		return k.Record
	}
	return t.Kind.Record
}

// follow takes up the next change. Addenda are read only where the words before them are the same: elsewhere they
// don't matter.
func (r *onRecord) follow(b *trail.Book, ch *trail.Change) error {
	same := ch.Blob == r.kept.Blob
	if !same && (ch.Facts.Status != schema.Closed || ch.Facts.Digest == r.as.Words) {
		if err := r.complete(b); err != nil {
			return err
		}
		now, err := b.Closed(ch.Blob)
		if err != nil {
			return err
		}
		if same = now.Continues(r.as); same && ch.Facts.Status == schema.Closed {
			r.as = now
		}
	}
	switch {
	case !same && r.edit == nil:
		r.edit = ch
	case same && ch.Facts.Status == schema.Closed:
		r.kept, r.edit = ch, nil
	case same:
		r.edit = nil
	}
	return nil
}

// complete reads the addenda that the record was closed with.
func (r *onRecord) complete(b *trail.Book) error {
	if r.read {
		return nil
	}
	as, err := b.Closed(r.kept.Blob)
	if err == nil {
		r.as, r.read = as, true
	}
	return err
}

func (r *onRecord) help(t *trail.Trail) string {
	back := fmt.Sprintf("git checkout %s -- %s", r.kept.Step.ID.String()[:10], argument(t.Path))
	if r.kept.Path != t.Path {
		back = fmt.Sprintf("git show %s > %s", argument(r.kept.Step.ID.String()[:10]+":"+r.kept.Path), argument(t.Path))
	}
	return "put it back as it was (`" + back +
		"`), and add what is new at its end, under a heading `## Addendum` with its date"
}

func said(ch *trail.Change) string { return fmt.Sprintf("%s (%s)", commit(ch.Step.ID), ch.Day) }
