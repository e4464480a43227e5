package rules

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
)

// leaver is a person whom seeds add to a roster.
const leaver = "seeded-leaver"

// addLeaver adds a person who left to writ.yaml, above the first person there.
func addLeaver(s lint.Scratch) error {
	src, err := s.Read(config.File)
	if err != nil {
		return lint.ErrOutOfReach
	}
	first := regexp.MustCompile(`(?m)^people:[ \t]*\r?\n`).FindIndex(src)
	if first == nil {
		return lint.ErrOutOfReach
	}
	indent := regexp.MustCompile(`^[ \t]*`).Find(src[first[1]:])
	line := fmt.Sprintf("%s%s: {name: Seeded Leaver, emails: [leaver@writ.invalid], until: 2001-01-31}\n",
		indent, leaver)
	return s.Write(config.File, slices.Concat(src[:first[1]], []byte(line), src[first[1]:]))
}

// seedLivelyImage commits a document that shows an SVG with a script.
func seedLivelyImage(s lint.Scratch) error {
	d, err := pick(s, (*draft).valid)
	if err != nil {
		return err
	}
	d.body += "\n![Who decides](seeded-defect.svg)\n"
	svg := []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>go()</script></svg>\n")
	return errors.Join(s.Write(path.Join(path.Dir(d.path), "seeded-defect.svg"), svg),
		d.commit(s, lint.Stranger(), "Add a picture"))
}

// seedLinkTo commits a valid document that links to a new one with the given status, both of one kind.
func seedLinkTo(s lint.Scratch, status string) error {
	from, err := pick(s, func(d *draft) bool { return d.valid() && slices.Contains(d.kind.States, status) })
	if err != nil {
		return err
	}
	used := map[string]bool{from.path: true, strings.ToLower(from.values["id"]): true}
	p, ok := lint.FreePath(s.Input(), from.kind, "seeded-target.md", used)
	if !ok {
		return lint.ErrOutOfReach
	}
	to := newDraft(s.Input(), from.kind, p, used)
	to.values = maps.Clone(to.values)
	to.set("status", status)
	from.body += fmt.Sprintf("\nIt follows [another one](%s).\n", relative(from.path, to.path))
	return errors.Join(s.Write(to.path, to.text()), from.commit(s, lint.Stranger(),
		"Add two documents, "+path.Base(to.path)+" among them"))
}

// seedMovedLink commits a document, another one that links to it, and moves the first.
func seedMovedLink(s lint.Scratch) error {
	d, err := pick(s, func(d *draft) bool { return d.values["id"] != "" })
	if err != nil {
		return err
	}
	used := map[string]bool{d.path: true, strings.ToLower(d.values["id"]): true}
	p, ok := lint.FreePath(s.Input(), d.kind, "seeded-citation.md", used)
	if !ok {
		return lint.ErrOutOfReach
	}
	citing := newDraft(s.Input(), d.kind, p, used)
	used[p] = true
	moved, ok := lint.FreePath(s.Input(), d.kind, "seeded-move.md", used)
	if !ok {
		return lint.ErrOutOfReach
	}
	citing.body += fmt.Sprintf("\nIt follows [the other one](%s).\n", relative(p, d.path))
	err = errors.Join(s.Write(p, citing.text()), d.commit(s, lint.Stranger(), "Add two documents"), s.Remove(d.path))
	d.path = moved
	return errors.Join(err, d.commit(s, lint.Stranger(), "Move one of them"))
}
