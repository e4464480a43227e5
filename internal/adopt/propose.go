package adopt

import (
	"cmp"
	"fmt"
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
			in.finish(p)
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

// says reports whether the front matter gives a field a value.
func says(d *document.Document, name string) bool {
	f, ok := d.Front.Field(name)
	if !ok {
		return false
	}
	switch f.Value.Kind {
	case document.Null:
		return false
	case document.List:
		return len(f.Value.List) > 0
	case document.Map:
		return len(f.Value.Map) > 0
	}
	return strings.TrimSpace(f.Value.Text) != ""
}

// settle chooses the value of a field that has none.
func (in *Input) settle(p *Proposal, f schema.Field) (field Field, no Unsettled) {
	switch f.Name {
	case "title":
		return p.title, no
	case "kind":
		given := in.Config.KindFor(p.Path, "")
		if p.kindBy.Form == "" || p.Kind == given && p.doc.Front.Format != "" {
			return field, no
		}
		return Field{Entry{"kind", Value{Text: p.Kind.Name}}, []Source{p.kindBy}}, no
	}
	field, no = in.weigh(p, f)
	if f.Claim {
		p.Claims = append(p.Claims, append(field.From, no.From...)...)
		return Field{}, Unsettled{}
	}
	if field.Name == "" && no.Field == "" && f.Name == "owner" && p.Kind.Owner == "" {
		return in.ownerOf(p), no
	}
	return field, no
}

// weigh compares what a file states for a field, and takes what all of it says.
func (in *Input) weigh(p *Proposal, f schema.Field) (field Field, no Unsettled) {
	var open []reading
	for _, s := range p.stated {
		if s.Field(p.Kind) != f.Name {
			continue
		}
		from := in.place(p, s)
		r := read(in.Config, p.Kind, f.Name, s.Text)
		no.From = append(no.From, from)
		switch {
		case r.why != "":
			open = append(open, r)
			continue
		case r.value.String() == s.Text:
			from.Words = ""
		}
		switch {
		case len(field.From) == 0:
			field = Field{Entry{f.Name, r.value}, []Source{from}}
		case field.Value.equal(r.value),
			f.Type == schema.Version && compareVersions(field.Value.Text, r.value.Text) == 0,
			strings.EqualFold(field.Value.String(), r.value.String()):
			field.From = append(field.From, from)
		case no.Why == "":
			no.Why = "stated in two ways"
		}
	}
	for _, r := range open {
		fits := slices.ContainsFunc(r.may, func(d day.Day) bool { return d.String() == field.Value.Text })
		if !fits && (no.Why == "" || len(field.From) == 0) {
			no.Why = cmp.Or(no.Why, r.why)
		}
	}
	if no.Why == "" {
		return field, Unsettled{}
	}
	no.Field = f.Name
	return Field{}, no
}

// place is where a stated value is.
func (in *Input) place(p *Proposal, s Stated) Source {
	return p.at(s.Form, s.Span, s.Text)
}

func (p *Proposal) at(form Form, span document.Span, words string) Source {
	line, column := p.lines.Position(span.Start)
	if p.fenced {
		line--
	}
	return Source{Form: form, Line: line, Column: column, Words: words}
}

// titleOf returns the title that a file states: in so many words, as its heading, or as its name.
func (in *Input) titleOf(p *Proposal) Field {
	as := func(text string, from Source) Field { return Field{Entry{"title", Value{Text: text}}, []Source{from}} }
	for _, s := range p.stated {
		if fieldNamed(s.Label) == "title" {
			return as(s.Text, p.at(s.Form, s.Span, ""))
		}
	}
	if h, ok := heading(p.doc); ok && titleOf(h.Text) != "" {
		return as(titleOf(h.Text), p.at(Heading, h.Span, ""))
	}
	if t := titleOfFile(p.Path); t != "" {
		return as(t, Source{Form: FileName})
	}
	return Field{}
}

// kindOf returns the kind of a document: that which it states, or else which folder and title say.
func (in *Input) kindOf(p *Proposal) (*config.Kind, Source) {
	if says(p.doc, "kind") {
		return in.Config.KindFor(p.Path, p.doc.Front.Text("kind")), Source{}
	}
	for _, s := range p.stated {
		if fieldNamed(s.Label) == "kind" {
			if k := kindNamed(in.Config, s.Text); k != nil {
				return k, p.at(s.Form, s.Span, s.Text)
			}
		}
	}
	title := cmp.Or(p.doc.Front.Text("title"), p.title.Value.Text)
	if k, from := kindOf(in.Config, p.Path, title); k != nil {
		return k, from
	}
	return in.Config.KindFor(p.Path, ""), Source{}
}

// idsOf returns the ids that a file states, the best one first: by a label, in its title, in its name.
func (in *Input) idsOf(p *Proposal) (out []Source) {
	for _, s := range p.stated {
		if fieldNamed(s.Label) == "id" && idLike.MatchString(s.Text) && isID(s.Text) &&
			strings.ContainsAny(s.Text, "0123456789") {
			out = append(out, p.at(s.Form, s.Span, s.Text))
		}
	}
	if heads := p.doc.Headings(); len(heads) > 0 {
		if id := idIn(heads[0].Text); id != "" {
			out = append(out, p.at(Heading, heads[0].Span, id))
		}
	}
	if id := idIn(stem(p.Path)); id != "" {
		out = append(out, Source{Form: FileName, Words: id})
	}
	return out
}

// giveIDs gives an id to each document that has none: the one that it states, or else the next free one of its kind.
func (in *Input) giveIDs(all []*Proposal) {
	ids := NewIDs(in.Register, in.Book)
	var without []*Proposal
	for _, p := range all {
		if p.LeftAlone != "" || says(p.doc, "id") {
			continue
		}
		if !in.claimID(p, ids) {
			without = append(without, p)
		}
	}
	for _, p := range without {
		if id := ids.Next(p.Kind); id != "" {
			p.setID(id, Source{Form: Made})
		}
	}
}

// claimID gives a document the id that it states, and reports whether it has one now. One that states several has to
// say which.
func (in *Input) claimID(p *Proposal, ids *IDs) bool {
	if len(p.idHints) == 0 {
		return false
	}
	first, why := p.idHints[0], ""
	switch {
	case slices.ContainsFunc(p.idHints, func(h Source) bool { return !strings.EqualFold(h.Words, first.Words) }):
		why = "stated in two ways"
	case !ids.Claim(p.Kind, first.Words):
		why = fmt.Sprintf("%s is taken, or isn't as ids of the kind %s are", first.Words, p.Kind.Name)
	}
	if why != "" {
		p.Unsettled = append(p.Unsettled, Unsettled{"id", why, p.idHints})
		return false
	}
	id := first.Words
	first.Words = ""
	p.setID(id, first)
	return true
}

func (p *Proposal) setID(id string, from Source) {
	p.Fields = slices.Insert(p.Fields, 0, Field{Entry{"id", Value{Text: id}}, []Source{from}})
}

// finish writes the text that a file gets, and says what is missing then.
func (in *Input) finish(p *Proposal) {
	p.Owner = cmp.Or(p.doc.Front.Text("owner"), p.value("owner"))
	entries := p.Entries()
	if len(entries) > 0 && in.isApproved(p) {
		p.leave("its words are approved, and a new field would need a new approval")
		return
	}
	text, err := Complete(p.Document, in.Config.Fields, entries)
	if err != nil {
		p.leave(err.Error())
		return
	}
	if len(entries) > 0 {
		p.Text = text
	}
	for _, name := range p.Kind.Required {
		if !says(p.doc, name) && p.value(name) == "" && !in.given(p, name) {
			p.Missing = append(p.Missing, name)
		}
	}
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
func (in *Input) isApproved(p *Proposal) bool {
	t := in.Book.Of(p.ID, p.Path)
	if t == nil || len(t.Contents) == 0 {
		return false
	}
	a := t.Contents[len(t.Contents)-1].Approval
	return a != nil && !a.Merged
}
