package rules

import (
	"errors"
	"fmt"

	"github.com/writ-docs/writ/internal/picture"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/lint"
)

func wr613() *lint.Rule {
	return &lint.Rule{
		ID: "WR613", Name: "image-unsafe", Scope: lint.Register, Severity: lint.Error,
		Title: "A picture could run or fetch something",
		Text: `An SVG is a program as much as a picture: opened by itself, its scripts run under the site's own
address. The site doesn't publish one that could.

**What counts.** An SVG with a script, a style sheet, foreign content, an attribute such as ` + "`onload`" + `, a link
or an address that leads out of it; with ` + "`&` or `\\`" + `, which can hide any of these; with a prefix in an
element's name; in bytes that aren't UTF-8; and one that can't be read as XML.

**What doesn't.** Images of other formats; an SVG that no document shows.

**How to fix it.** Save it as a plain SVG without styles and links, or as PNG.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR613"), Good: good("WR613"),
		Find: findUnsafeImages,
		Seed: seedLivelyImage,
	}
}

func findUnsafeImages(p *lint.Pass) error {
	faults := map[string]string{}
	for _, e := range p.Register.Documents {
		targets := e.Targets()
		for i, l := range e.Links() {
			t, err := p.Register.FileOf(targets[i])
			if err != nil {
				return err
			}
			ending, _ := picture.Ending(t.Path)
			if !l.Image || !t.Local || ending != ".svg" || leavesRepository(t.Path) {
				continue
			}
			fault, known := faults[t.Path]
			if !known {
				if fault, err = svgFault(p, t.Path); err != nil {
					return err
				}
				faults[t.Path] = fault
			}
			if fault != "" {
				p.Report(lint.Found{Doc: e, Span: l.Span, Anchor: "image " + l.Target,
					Message: fmt.Sprintf("the image %s isn't published: %s", quoted(l.Target), fault),
					Help:    "save it as a plain SVG without styles and links, or as PNG"})
			}
		}
	}
	return nil
}

// svgFault says what is unsafe in an SVG; "" for nothing, and where no file is.
func svgFault(p *lint.Pass, path string) (string, error) {
	data, err := p.Register.Read(path)
	switch {
	case errors.Is(err, snapshot.ErrNoFile), errors.Is(err, snapshot.ErrTooLarge), len(data) > picture.MaxSize:
		return "", nil
	case err != nil:
		return "", err
	}
	return picture.SVG(data), nil
}
