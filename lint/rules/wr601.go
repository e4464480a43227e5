package rules

import (
	"fmt"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
)

func wr601() *lint.Rule {
	return &lint.Rule{
		ID: "WR601", Name: "link-broken", Scope: lint.Register, Severity: lint.Error,
		Title: "A link leads to a file that isn't there",
		Text: `A procedure that sends its reader to a form which doesn't exist can't be followed.

**What counts.** A link to a place in the repository where neither a file nor a folder is: relative to the document,
or with a leading slash to the root; where ` + "`links` of writ.yaml" + ` says so, also to the page of a site
generator. Also a link without a target, and one that leads out of the repository. What is there is what Git has, by
its exact name, so that the same commit has the same verdict in every clone: not a file that Git ignores, or that a
committed document needs and nobody added, nothing below ` + "`.git`" + `, in a submodule, or behind a symbolic link.

**What doesn't.** Addresses with a scheme, such as https: or mailto:, which nothing here looks up. Images. Links in
code. Links to documents that have moved, which are WR614's. ` + "`%20`" + ` stands for a blank; what follows
` + "`?`" + ` or ` + "`#`" + ` isn't part of the file's name.

**How to fix it.** Correct the target. The finding names the nearest document; the case of letters counts.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR601"), Good: good("WR601"),
		Find: findBrokenLinks,
	}
}

func findBrokenLinks(p *lint.Pass) error {
	all, err := leads(p.Input)
	if err != nil {
		return err
	}
	near := neighbours{p: p, known: map[string]string{}}
	look := fetching{reg: p.Register}
	for _, e := range p.Register.Documents {
		for i, l := range e.Links() {
			t := all[e][i]
			if l.Image || !t.Local || t.Moved || strings.HasPrefix(strings.TrimSpace(l.Target), "#") {
				continue
			}
			if told, err := silencedBy808(p.Input, e, l.Span); told || err != nil {
				if err != nil {
					return err
				}
				continue
			}
			f := lint.Found{Doc: e, Span: l.Span, Anchor: "link " + l.Target}
			switch {
			case strings.TrimSpace(l.Target) == "":
				f.Message = fmt.Sprintf("the link %s has no target", quoted(l.Text))
				f.Help = "write the path of the file in the parentheses, or remove the link"
			case t.Path == "":
				continue
			case leavesRepository(t.Path):
				f.Message = fmt.Sprintf("the link %s leads out of the repository, where readers can't follow",
					quoted(l.Target))
				f.Help = "link to a file of this repository, or to an address with https:"
			default:
				broken, err := look.faultOf(e, t.Path)
				if err != nil {
					return err
				}
				if broken == nil {
					continue
				}
				f.Message = fmt.Sprintf("the link %s leads %s", quoted(l.Target), broken.why)
				to := broken.to
				switch f.Help = broken.help; {
				case t.Gone != nil:
					f.Help, to = fmt.Sprintf("%s was removed; link to what replaced it, or remove the link",
						handleOf(t.Gone)), ""
				case f.Help == "":
					f.Help = "correct the target, or add the file"
					if to = near.of(t.Path); to != "" {
						f.Help = fmt.Sprintf("did you mean %s?", relative(e.Path, to))
					}
				}
				if to != "" {
					f.Fix = retargeting(p.Input, e, l, leadingTo(e, l.Target, to),
						"only a person knows whether that is meant")
				}
			}
			p.Report(f)
		}
	}
	return nil
}

// neighbours looks for the files that broken links were meant to lead to, once for each.
type neighbours struct {
	p     *lint.Pass
	known map[string]string
}

// mostWanted is for how many paths the nearest file is looked for. More that are broken have one cause, such as a
// folder that moved, and each search looks at all documents.
const mostWanted = 500

// of returns the file that a link was most likely meant to lead to; "" for none.
func (n *neighbours) of(wanted string) string {
	near, ok := n.known[wanted]
	if !ok && len(n.known) < mostWanted {
		near = nearestFile(n.p, wanted)
		n.known[wanted] = near
	}
	return near
}

// nearestFile returns the file that a path most likely was meant to be: the same name with its ending, in another
// folder, or one that is nearly the same; "" where none is near.
func nearestFile(p *lint.Pass, wanted string) string {
	if p.Register.ByPath(wanted+".md") != nil {
		return wanted + ".md"
	}
	var paths, elsewhere []string
	for _, e := range p.Register.All() {
		if strings.EqualFold(path.Base(e.Path), path.Base(wanted)) {
			elsewhere = append(elsewhere, e.Path)
		}
		paths = append(paths, e.Path)
	}
	if len(elsewhere) == 1 {
		return elsewhere[0]
	}
	return nearestName(wanted, paths)
}

// nearestName returns the path whose file's name is nearest to the wanted one's; "" where none or several are.
func nearestName(wanted string, paths []string) string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = strings.TrimSuffix(path.Base(p), path.Ext(p))
	}
	near := nearest.Word(strings.TrimSuffix(path.Base(wanted), path.Ext(wanted)), names)
	found := ""
	for i, name := range names {
		if name == near && near != "" {
			if found != "" {
				return ""
			}
			found = paths[i]
		}
	}
	return found
}
