package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
)

// Changes says what a pull request does to each document that it touches, sorted by path. in is the input with the
// change, whose Proposal is set.
func Changes(in *lint.Input) ([]lint.Changed, error) {
	var all []lint.Changed
	before, now := in.Proposal.Before, in.Register
	kept := map[string]bool{} // paths below the change of documents that it keeps
	for _, e := range now.All() {
		if !in.Proposal.Touched[e.Path] {
			continue
		}
		was := earlier(before, now, e)
		if was != nil {
			kept[was.Path] = true
		}
		c, err := changed(in, was, e)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	for _, was := range before.All() {
		if in.Proposal.Touched[was.Path] && !kept[was.Path] && now.ByPath(was.Path) == nil {
			all = append(all, lint.Changed{ID: was.ID, Title: was.Front.Text("title"), Path: was.Path,
				What: lint.Removed, Was: was.Front.Text("version"), Record: was.Kind.Record})
		}
	}
	slices.SortStableFunc(all, func(a, b lint.Changed) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// earlier returns what a document was below the change: by its path, or by its id where that moved; nil for a new one.
func earlier(before, now *register.Register, e *register.Entry) *register.Entry {
	if was := before.ByPath(e.Path); was != nil {
		return was
	}
	if e.ID == "" {
		return nil
	}
	for _, was := range before.ByID(e.ID) {
		if now.ByPath(was.Path) == nil {
			return was
		}
	}
	return nil
}

func changed(in *lint.Input, was, e *register.Entry) (lint.Changed, error) {
	c := lint.Changed{ID: e.ID, Title: e.Front.Text("title"), Path: e.Path, What: lint.Added,
		Is: e.Front.Text("version"), Step: lint.FirstStep, Record: e.Kind.Record}
	if was != nil {
		c.What, c.Was = lint.Altered, was.Front.Text("version")
		if was.Path != e.Path {
			c.What = lint.Moved
		}
		c.Step = stepOf(c.Was, c.Is)
		if was.Link == "" && e.Link == "" {
			if err := weighWords(in.Config, was, e, &c); err != nil {
				return c, err
			}
		}
	}
	return c, due(in, e, &c)
}

// weighWords says whether what a document requires changes.
func weighWords(cfg *config.Config, was, e *register.Entry, c *lint.Changed) error {
	before, err := was.Source()
	if err != nil {
		return err
	}
	after, err := e.Source()
	if err != nil {
		return err
	}
	older, newer := document.Parse(was.Path, before, cfg.Fields), document.Parse(e.Path, after, cfg.Fields)
	d, err := difference(cfg, older, newer)
	if err != nil {
		return err
	}
	if was.Beside != nil && e.Beside != nil && *was.Beside != *e.Beside || (was.Beside == nil) != (e.Beside == nil) {
		c.File = config.SidecarOf(e.Path)
	}
	c.Normative, c.Editorial = len(d.Normative), d.Editorial
	if len(d.Normative) > 0 {
		c.First = became(d.Normative[0])
	}
	if _, counts := editorialByWord(older, newer); counts {
		c.Declared = newer.Front.Text("change_reason")
	}
	return nil
}

// difference is what two versions of a document differ in.
func difference(cfg *config.Config, older, newer *document.Document) (document.Difference, error) {
	return document.Compare(older, newer, document.CompareOptions{Names: namesOf(cfg),
		Metadata: slices.Sorted(maps.Keys(statedFields()))})
}

func stepOf(was, is string) lint.Step {
	a, b := numbersOf(was), numbersOf(is)
	switch {
	case was == is:
		return lint.SameStep
	case was == "":
		return lint.FirstStep
	case minorStep(was, is):
		return lint.MinorStep
	case len(a) == 2 && len(b) == 2 && a[0] < b[0]:
		return lint.MajorStep
	}
	return lint.OtherStep
}

// due says what approval the newest words of a document wait for.
func due(in *lint.Input, e *register.Entry, c *lint.Changed) error {
	t, err := trailOf(in, e)
	w := standing.AwaitedOf(in.Book, t, in.Today)
	c.Approval, c.Needs, c.By, c.Nobody = w.Due, w.Needs, w.By, w.Nobody
	return err
}
