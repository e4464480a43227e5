package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr614() *lint.Rule {
	return &lint.Rule{
		ID: "WR614", Name: "link-moved", Scope: lint.Register, Severity: lint.Warning,
		Title: "A link leads to where a document was",
		Text: `Who reads the file in Git follows the link to nothing, or to another document than the one that was
meant. On the site it leads to the right page: approved words mean the documents that were there when they were
approved, so that the move of one document doesn't cost the others their approval.

**What counts.** A link to a path at which a document was: in approved words, in the commit that approved them; in
others, where nothing is there now. Also a link in approved words to a document that was removed, where another one
took its path.

**What doesn't.** Files that are no documents. A link to a document that is gone without another one at its path is
WR601's.

**How to fix it.** Write the new path with the next change of the document. That needs an approval, as each change of
words does.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR614"), Good: good("WR614"),
		Find: findMovedLinks,
		Seed: seedMovedLink,
	}
}

func findMovedLinks(p *lint.Pass) error {
	all, err := leads(p.Input)
	if err != nil {
		return err
	}
	for _, e := range p.Register.Documents {
		for i, l := range e.Links() {
			t := all[e][i]
			f := lint.Found{Doc: e, Span: l.Span, Anchor: "link " + l.Target}
			switch {
			case l.Image:
				continue
			case t.Moved:
				f.Message = fmt.Sprintf("the link %s means %s, which is at %s now", quoted(l.Target), t.To.Key(),
					short(t.To.Path))
				f.Help = fmt.Sprintf("write %s with the next change", relative(e.Path, t.To.Path))
				f.Fix = retargeting(p.Input, e, l, leadingTo(e, l.Target, t.To.Path),
					"until then readers are led there anyway")
			case t.Gone != nil && p.Register.ByPath(t.Path) != nil:
				f.Message = fmt.Sprintf("the link %s meant %s when it was approved, which was removed; another "+
					"document is at %s now",
					quoted(l.Target), handleOf(t.Gone), short(t.Path))
				f.Help = "read which of them is meant, and change the link or take it out"
			default:
				continue
			}
			p.Report(f)
		}
	}
	return nil
}
