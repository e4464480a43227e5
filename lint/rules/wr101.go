package rules

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr101() *lint.Rule {
	return &lint.Rule{
		ID: "WR101", Name: "front-matter-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "A file under the documents' folders has no front matter",
		Text: `The front matter says what a document is: its id, version, status and owner. Without it nobody can tell
which words are valid, who answers for them, or when they are read again.

**What counts.** A Markdown file under the configured folders that doesn't start with a front matter, or starts
with an empty one. A symbolic link there counts too: it has no text of its own that anybody could approve, so it
isn't followed.

**What doesn't.** Files outside the configured folders, files that ` + "`documents.exclude`" + ` names, and, without a
` + "`writ.yaml`" + `, files that speak of the repository, such as README.md.

**How to fix it.** Start the file with a line ` + "`---`" + `, the fields, and a closing line ` + "`---`" + `. If the
file is no controlled document, move it out of the folder or list it under ` + "`documents.exclude`" + `.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR101"), Good: good("WR101"),
		Find: findMissingFrontMatter,
	}
}

func findMissingFrontMatter(p *lint.Pass) error {
	e := p.Doc
	const exclude = "if it is no controlled document, list it under `documents.exclude` in writ.yaml"
	if e.Link != "" {
		p.Report(lint.Found{Whole: true, Anchor: "link",
			Message: fmt.Sprintf("the file is a symbolic link to %s, which isn't followed: a controlled document has "+
				"its own text", e.Link),
			Help: "put a copy of the document here, or remove the link; " + exclude})
		return nil
	}
	if len(e.Faults) > 0 && (e.Faults[0].Kind == document.FileTooLarge || e.Faults[0].Kind == document.NotUTF8 &&
		e.Faults[0].Span.Start == 0) {
		return nil // nothing was, or could be, read
	}
	for _, f := range e.Front.Faults {
		if f.Kind == document.FrontMissing {
			what, err := unseen(e, f.Span)
			if err != nil {
				return err
			}
			fix, err := adopting(p.Input, e)
			if err != nil {
				return err
			}
			help := "run `writ adopt " + argument(e.Path) +
				"`, which reads the fields from the text and from history; or "
			if !p.Config.Documents.Everywhere {
				help += "`writ new " + e.Kind.Name + " --from " + argument(e.Path) + "`, where you know the kind; or "
			}
			message := f.Message
			if begins, err := Unfenced(e); err != nil {
				return err
			} else if begins {
				message = "the file begins as front matter does, without the line --- that opens it; another --- " +
					"closes it"
			}
			p.Report(lint.Found{Span: f.Span, Message: message + what + "; a " + e.Kind.Name + " has " +
				allOf(wantedFields(e)),
				Help: help + f.Help + "; " + exclude, Fix: fix})
			return nil
		}
	}
	if e.Front.Readable() && len(e.Front.Fields) == 0 {
		p.Report(lint.Found{Span: e.Front.Open,
			Message: "the front matter is empty; fields such as id, title, version, status and owner were expected",
			Help:    "write the fields between the two fences; " + exclude})
	}
	return nil
}

// wantedFields are the fields that the document's kind requires, as far as the configuration doesn't give them.
func wantedFields(e *register.Entry) []string {
	return slices.DeleteFunc(slices.Clone(e.Kind.Required), func(name string) bool {
		return name == "owner" && e.Kind.Owner != ""
	})
}

// adopting is the fix that writes front matter from what the text states of itself; nil where it states nothing.
func adopting(in *lint.Input, e *register.Entry) (*lint.Fix, error) {
	all, err := adopted(in)
	p := all[e]
	if err != nil || p == nil || p.Text == nil {
		return nil, err
	}
	var names []string
	for _, f := range p.Entries() {
		names = append(names, f.Name)
	}
	return rewriting(in, e, "write front matter with "+allOf(names), p.Text, "`writ adopt "+argument(e.Path)+
		"` names the source of each value, and only a person knows whether they are meant"), nil
}

// firstKey is the first line of a file whose front matter lacks the fence that opens it.
var firstKey = lazyregexp.New(`^(?:\x{feff})?[A-Za-z][\w -]{0,40}:(?:[ \t]|$)`)

// statesFields reports whether a document without front matter states fields of it: in its text, or as front matter
// that lacks its first fence.
func statesFields(e *register.Entry) (bool, error) {
	if e.Front.Format != "" || e.Link != "" || len(e.Stated()) > 0 {
		return e.Front.Format == "" && e.Link == "", nil
	}
	return Unfenced(e)
}

// Unfenced reports whether a document begins as front matter does, and lacks the fence that opens it.
func Unfenced(e *register.Entry) (bool, error) {
	if e.Front.Format != "" || e.Link != "" {
		return false, nil
	}
	src, err := e.Source()
	first, _, _ := bytes.Cut(src, []byte("\n"))
	return firstKey.Match(bytes.TrimRight(first, "\r")), err
}

// adopted are the proposals for documents without front matter that state some of it.
var adopted = lint.Share(func(in *lint.Input) (map[*register.Entry]*adopt.Proposal, error) {
	out := map[*register.Entry]*adopt.Proposal{}
	if in.Book == nil {
		return out, nil
	}
	var bare []*register.Entry
	for _, e := range in.Register.Documents {
		states, err := statesFields(e)
		if err != nil {
			return nil, err
		}
		if states {
			bare = append(bare, e)
		}
	}
	proposer := adopt.Input{Config: in.Config, Register: in.Register, Book: in.Book, Today: in.Today}
	all, err := proposer.Propose(bare)
	for _, p := range all {
		out[p.Entry] = p
	}
	return out, err
})
