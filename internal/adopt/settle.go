package adopt

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

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
	if in.Kind != nil {
		return in.Kind, Source{}
	}
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
