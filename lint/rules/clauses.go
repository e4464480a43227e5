package rules

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// The clauses that documents of any kind may answer, and are then held to.
const (
	clauseIssues     = schema.ISO27001 + ":4.1"
	clauseParties    = schema.ISO27001 + ":4.2"
	clauseScope      = schema.ISO27001 + ":4.3"
	clausePolicy     = schema.ISO27001 + ":5.2"
	clauseObjectives = schema.ISO27001 + ":6.2"
)

// as returns the kind by whose data a document is read as one of a built-in kind: its own where that is or extends it,
// the built-in one where the document says that it answers the clause; nil where it is none.
func as(in *lint.Input, e *register.Entry, kind, clause string) *config.Kind {
	switch {
	case e.Link != "" || !e.Front.Readable():
		return nil
	case in.Config.IsKind(e.Kind, kind):
		return e.Kind
	case clause != "" && satisfies(in, e, clause):
		return in.Config.Kinds[kind]
	}
	return nil
}

// asTopPolicy is as for the policy that 5.2 asks for. Where several claim to be it, that is the one of the kind
// policy, and the one that is titled so.
func asTopPolicy(in *lint.Input, e *register.Entry) *config.Kind {
	if !satisfies(in, e, clausePolicy) {
		return nil
	}
	isPolicy := func(o *register.Entry) bool { return in.Config.IsKind(o.Kind, "policy") }
	if !isPolicy(e) && slices.ContainsFunc(answering(in, clausePolicy), isPolicy) || !special(in, e, clausePolicy) {
		return nil
	}
	return as(in, e, "policy", clausePolicy)
}

// finished reports whether a document is asked for what it must say: not drafts, retired documents, words that the
// company adopted as they were, and languages of which no words are known.
func finished(in *lint.Input, e *register.Entry) (bool, error) {
	if !judged(e) || e.Status() == schema.Draft || e.Status() == schema.Retired || otherLanguage(e) {
		return false, nil
	}
	adopted, err := adoptedWords(in, e)
	return !adopted && err == nil, err
}

// clauseText is a document that is held to a clause: what it says, and the tables that it has of the kind.
type clauseText struct {
	words *records.Text
	*records.Prose
	records.Reading
	doc  *register.Entry
	kind *config.Kind // by whose data it is read
}

// clauseTextOf reads a document that is asked for what a kind must say; nil where it isn't of the kind, or isn't
// asked.
func clauseTextOf(in *lint.Input, e *register.Entry, k *config.Kind) (*clauseText, error) {
	if k == nil {
		return nil, nil
	}
	if asked, err := finished(in, e); !asked || err != nil {
		return nil, err
	}
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	r, err := system.ReadingAs(e, k)
	if err != nil {
		return nil, err
	}
	words, err := textOf(in, e)
	if err != nil {
		return nil, err
	}
	return &clauseText{words, words.Prose(), r, e, k}, nil
}

// eachClauseText calls a function for each document that is asked for what a kind must say.
func eachClauseText(in *lint.Input, of func(*register.Entry) *config.Kind, do func(*clauseText) error) error {
	for _, e := range in.Register.Documents {
		t, err := clauseTextOf(in, e, of(e))
		if err == nil && t != nil {
			err = do(t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// table returns what the document has of a table of the kind; nil for none.
func (t *clauseText) table(name string) *records.Table {
	for i := range t.Tables {
		if t.Tables[i].Of.Name == name {
			return &t.Tables[i]
		}
	}
	return nil
}

// of returns the tables of the kind with some names.
func (t *clauseText) of(names ...string) (out []schema.Table) {
	for _, x := range t.kind.Tables.Tables {
		if slices.Contains(names, x.Name) {
			out = append(out, x)
		}
	}
	return out
}

// whole is the document's text.
func (t *clauseText) whole() document.Span { return t.doc.Body }

// top is where a finding stands that is about what isn't there: the first heading.
func (t *clauseText) top() document.Span { return topOf(t.doc) }

// scopeAt is where a finding stands about what a scope lacks: the section with its boundaries, else the first heading.
func (t *clauseText) scopeAt() document.Span {
	if of := t.of("boundaries"); len(of) > 0 {
		if all := t.Named(of[0].In); len(all) > 0 {
			return all[0].Span
		}
	}
	return t.top()
}

func topOf(e *register.Entry) document.Span {
	if all := e.Headings(); len(all) > 0 {
		return all[0].Span
	}
	return e.Front.Open
}

// placed finds the section of the kind's outline that suits, with what is below it; false where it isn't there. Of a
// label the body is what the finding's line and the items below it say.
func (t *clauseText) placed(suits func(schema.Section) bool) (records.Section, bool) {
	all := t.words.Parts()
	for i, at := range t.words.Placed(t.kind.Outline) {
		if at < 0 || !suits(t.kind.Outline.Sections[i]) {
			continue
		}
		for _, s := range t.Sections {
			if s.Span.Start == all[at].Span.Start {
				return s, true
			}
		}
		return records.Section{Name: all[at].Text, Span: all[at].Span, Body: all[at].Span}, true
	}
	return records.Section{}, false
}

// called suits the section of an outline that has one of some names, in lower case.
func called(names []string) func(schema.Section) bool {
	return func(s schema.Section) bool {
		return slices.Contains(names, strings.ToLower(s.Title)) ||
			slices.ContainsFunc(s.Names, func(n string) bool { return slices.Contains(names, n) })
	}
}

// gap is a finding about a part that documents of a kind must have, without a message where that is there. WR501 and
// WR503 keep silent there.
type gap struct {
	lint.Found
	section  func(schema.Section) bool // of an outline that isn't asked for besides; nil for none
	headings []document.Span           // that have nothing below them
}

// gaps are those that rules of their own report about a document.
func gaps(p *lint.Pass) (all []gap, err error) {
	for _, of := range []func(*lint.Input, *register.Entry) ([]gap, error){issueGaps, boundaryGaps, commitmentGaps,
		inputGaps} {
		more, err := of(p.Input, p.Doc)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func reportGaps(p *lint.Pass, of func(*lint.Input, *register.Entry) ([]gap, error)) error {
	all, err := of(p.Input, p.Doc)
	for _, g := range all {
		if g.Message != "" {
			p.Report(g.Found)
		}
	}
	return err
}

// spokenSection reports whether a rule of a clause speaks of a section of an outline.
func spokenSection(all []gap, s schema.Section) bool {
	return slices.ContainsFunc(all, func(g gap) bool { return g.section != nil && g.section(s) })
}

// spokenHeading reports whether a gap is about a heading that has nothing below it.
func spokenHeading(all []gap, at document.Span) bool {
	return slices.ContainsFunc(all, func(g gap) bool { return slices.Contains(g.headings, at) })
}

// hasStem reports whether a word of a text begins with one of some stems, which are in lower case.
func hasStem(text string, stems []string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !letter(r) })
	low := " " + strings.Join(words, " ") + " "
	return slices.ContainsFunc(stems, func(s string) bool { return strings.Contains(low, " "+s) })
}

// refersTo reports whether a document leads to one of others by a link, or names its id.
func refersTo(e *register.Entry, others ...*register.Entry) (found bool, err error) {
	paths := map[string]bool{}
	var ids []string
	for _, to := range others {
		if paths[to.Path] = true; to.ID != "" {
			ids = append(ids, strings.ToLower(to.ID))
		}
	}
	for _, t := range e.Targets() {
		if !t.Local {
			continue
		}
		for p := range t.Paths() {
			if paths[p] {
				return true, nil
			}
		}
	}
	if len(ids) == 0 {
		return false, nil
	}
	err = eachProse(e, func(text string, _ int) bool {
		low := strings.ToLower(text)
		found = slices.ContainsFunc(ids, func(id string) bool { return namesID(low, id) })
		return !found
	})
	return found, err
}

// namesID reports whether a text has an id as a word of its own; both are in lower case.
func namesID(text, id string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], id)
		if i < 0 {
			return false
		}
		i += from
		if from = i + len(id); bounded(text, i, from) {
			return true
		}
	}
}

// topPolicy returns the policy that 5.2 asks for; nil where there is none that is asked for what it must say.
func topPolicy(in *lint.Input) (*register.Entry, error) {
	for _, e := range in.Register.Documents {
		if asTopPolicy(in, e) == nil {
			continue
		}
		if asked, err := finished(in, e); asked || err != nil {
			return e, err
		}
	}
	return nil, nil
}
