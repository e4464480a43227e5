package adopt

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// Source is where a value comes from.
type Source struct {
	Form         Form
	Line, Column int    // of the value in the file, from 1, in bytes; 0 where it is in no line
	Words        string // as written there; "" where they are the value
	Commit       string // of Commit: the newest one, full hex
}

// Field is a field that a file gains.
type Field struct {
	Entry
	From []Source // all of them say the same
}

// Unsettled is a field of which something is stated, and nothing is written.
type Unsettled struct {
	Field string
	Why   string
	From  []Source // with Words
}

// Proposal is what one file would gain, and what it would still lack.
type Proposal struct {
	*register.Entry
	Kind      *config.Kind
	Fields    []Field // in the order of writing
	Unsettled []Unsettled
	Missing   []string // canonical names of required fields
	Claims    []Source // what the text says of approvals, which history decides
	History   History
	Owner     string // the owner that is stated or proposed; "" for none
	LeftAlone string // why nothing is proposed; "" where something may be
	Was       []byte // the file
	Text      []byte // what it becomes; nil where it stays as it is

	doc     *document.Document // as it is read: with the fence that it lacks
	lines   document.Lines     // of that
	fenced  bool               // it lacks that fence
	stated  []Stated
	title   Field
	kindBy  Source
	idHints []Source // ids that the file states, the best one first
}

// Input is what proposals are made of.
type Input struct {
	Config   *config.Config
	Register *register.Register // of all documents, for the ids that they have
	Book     *trail.Book
	Today    day.Day
	Kind     *config.Kind // of all files; nil to see it from each

	files map[int]int // see touched
}

// Propose proposes what files would gain, in the order of their paths. An id that a file states is taken before one is
// made, whichever path comes first.
func (in *Input) Propose(entries []*register.Entry) ([]*Proposal, error) {
	var out []*Proposal
	for _, e := range entries {
		src, err := e.Source()
		if err != nil {
			return nil, err
		}
		p := &Proposal{Entry: e, Was: src, Kind: e.Kind, LeftAlone: unreadable(e, src), History: in.history(e)}
		out = append(out, p)
		if p.LeftAlone != "" {
			continue
		}
		if err := in.read(p); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b *Proposal) int { return strings.Compare(a.Path, b.Path) })
	in.giveIDs(out)
	for _, p := range out {
		if p.LeftAlone == "" {
			if err := in.finish(p); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// unreadable says why a file can be no document, or isn't one that can be completed.
func unreadable(e *register.Entry, src []byte) string {
	if e.Link != "" {
		return "a symbolic link, which isn't followed"
	}
	for _, f := range e.Faults {
		if f.Kind != document.TooComplex {
			return f.Message
		}
	}
	for _, f := range e.Front.Faults {
		if f.Kind != document.FrontMissing || f.Span.Start > 0 && !strings.HasPrefix(string(src), "\ufeff") ||
			strings.Contains(f.Message, "CR alone") {
			return f.Message
		}
	}
	if len(strings.TrimSpace(strings.TrimPrefix(string(src), "\ufeff"))) == 0 {
		return "an empty file"
	}
	return ""
}

// read reads all that a file says, but for its id.
func (in *Input) read(p *Proposal) (err error) {
	p.doc = p.Document
	if with, _ := fenceless(p.Document, p.Was, in.Config.Fields); with != nil {
		p.doc, p.fenced = with, true
	}
	if p.lines, err = p.doc.Lines(); err != nil {
		return err
	}
	if p.stated, err = Read(p.doc); err != nil {
		return err
	}
	p.title = in.titleOf(p)
	p.Kind, p.kindBy = in.kindOf(p)
	p.idHints = in.idsOf(p)
	for _, f := range schema.Fields() {
		if f.Name == "id" || says(p.doc, f.Name) {
			continue
		}
		switch field, unsettled := in.settle(p, f); {
		case field.Name != "":
			p.Fields = append(p.Fields, field)
		case unsettled.Field != "":
			p.Unsettled = append(p.Unsettled, unsettled)
		}
	}
	return nil
}

// finish writes the text that a file gets, and says what is missing then.
func (in *Input) finish(p *Proposal) error {
	p.Owner = cmp.Or(p.doc.Front.Text("owner"), p.value("owner"))
	entries := p.Entries()
	approved, err := in.isApproved(p)
	if err != nil {
		return err
	}
	if approved && len(entries) > 0 {
		p.leave("its words are approved, and a new field would need a new approval")
		return nil
	}
	text, err := Complete(p.Document, in.Config.Fields, entries)
	if err != nil {
		p.leave(err.Error())
		return nil
	}
	if len(entries) > 0 {
		p.Text = text
	}
	for _, name := range p.Kind.Required {
		if !says(p.doc, name) && p.value(name) == "" && !in.given(p, name) {
			p.Missing = append(p.Missing, name)
		}
	}
	return nil
}

// Entries returns the fields that are proposed.
func (p *Proposal) Entries() []Entry {
	var out []Entry
	for _, f := range p.Fields {
		out = append(out, f.Entry)
	}
	return out
}

func (p *Proposal) leave(why string) { p.LeftAlone, p.Fields, p.Unsettled, p.Text = why, nil, nil, nil }

// Read returns the document as it was read: with the fence that a head without one lacks.
func (p *Proposal) Read() *document.Document { return p.doc }

// value is what is proposed for a field; "" for nothing.
func (p *Proposal) value(name string) string {
	for _, f := range p.Fields {
		if f.Name == name {
			return f.Value.String()
		}
	}
	return ""
}

// given reports whether a required field need not be in the document.
func (in *Input) given(p *Proposal, name string) bool {
	has := func(name string) bool { return says(p.doc, name) || p.value(name) != "" }
	switch name {
	case "owner":
		return p.Kind.Owner != ""
	case "kind":
		_, ok := in.Config.KindByPath(p.Path)
		return ok
	case "review_date":
		_, stated := in.Config.StatedCycle(p.Kind)
		return stated || p.Kind.ReviewCycle.IsZero() || has("review_cycle") || has("last_reviewed") && has("review_in")
	}
	return false
}

// isApproved reports whether somebody approved the words as they are.
func (in *Input) isApproved(p *Proposal) (bool, error) {
	t, err := in.Book.Trail(in.Book.DocumentOf(p.ID, p.Path))
	if t == nil || len(t.Contents) == 0 {
		return false, err
	}
	a := t.Contents[len(t.Contents)-1].Approval
	return a != nil && !a.Merged, nil
}
