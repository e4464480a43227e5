package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr315() *lint.Rule {
	return &lint.Rule{
		ID: "WR315", Name: "trailer-hidden", Scope: lint.History, Severity: lint.Warning,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "An approval line that git doesn't read as a trailer",
		Text: `Git reads trailers from the last paragraph of a message, and only where that holds nothing else. One
line of prose in it, and the approval above or below is prose too, although it looks the same.

**What counts.** A line ` + "`Approved-by: Name <address>`" + ` that git doesn't read as a trailer: there is prose in
its paragraph, or the paragraph isn't the last and names no ` + "`Approved-Blob`" + `, as a squash leaves it. Only on
a commit of a document whose newest words aren't approved to this day.

**What doesn't.** Lines in code blocks and quotes; messages whose approval counts elsewhere.

**How to fix it.** Approve again, with the line in a paragraph of its own at the message's end.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR315"), Good: good("WR315"),
		Find: findHiddenTrailers,
		Seed: func(s lint.Scratch) error {
			d, err := pick(s, func(d *draft) bool { return d.valid() && d.approval() && len(d.entitled()) > 0 })
			if err != nil {
				return err
			}
			return d.commit(s, lint.Stranger(), strings.TrimRight(approvedBy(d.entitled()...),
				"\n")+"\nand that is that, with a line of prose")
		},
	}
}

// approvalLine is how an approval begins a line.
var approvalLine = lazyregexp.New(`(?i)^approved-by[ \t]*:.*@`)

func findHiddenTrailers(p *lint.Pass) error {
	for _, t := range p.Book.Trails {
		last, _ := tip(t)
		if last == nil || last.Facts.Status == schema.Retired || !waits(p.Input, t, last.Index) {
			continue
		}
		for _, ch := range t.Contents[len(t.Contents)-1].Changes {
			for _, s := range append([]*gitrepo.Step{ch.Step}, ch.Step.Side...) {
				if s != ch.Step && !touchesPath(s, ch.Path) {
					continue
				}
				if line, why := hiddenIn(s.Message); line != "" {
					p.Report(onField(p.Input, t, "status", lint.Found{Anchor: "hidden " + line, Commit: s.ID,
						Message: fmt.Sprintf("`%s` in %s approves nothing: %s", short(line), commit(s.ID), why),
						Help:    "approve again: " + again(p.Input, t)}))
				}
			}
		}
	}
	return nil
}

func touchesPath(s *gitrepo.Step, path string) bool {
	return slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool { return c.Path == path })
}

// hiddenIn returns the first approval line of a message that isn't read, and why.
func hiddenIn(message string) (line, why string) {
	read := map[string]bool{}
	for _, t := range gitrepo.Trailers(message) {
		read[t.Line] = true
	}
	inner := map[string]bool{}
	for _, block := range gitrepo.InnerBlocks(message) {
		pinned := slices.ContainsFunc(block, func(t gitrepo.Trailer) bool { return t.Is("Approved-Blob") })
		for _, t := range block {
			inner[t.Line] = !pinned
			read[t.Line] = read[t.Line] || pinned
		}
	}
	fenced := false
	for _, l := range strings.Split(message, "\n") {
		l = strings.TrimRight(l, "\r")
		if trimmed := strings.TrimSpace(l); strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			fenced = !fenced
		}
		if fenced || !approvalLine.MatchString(l) || read[l] {
			continue
		}
		if inner[l] {
			return l, "it is in the middle of the message, where only a paragraph with Approved-Blob counts"
		}
		return l, "there is prose in its paragraph, so that git reads no trailer there"
	}
	return "", ""
}
