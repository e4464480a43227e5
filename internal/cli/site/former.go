package site

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/sitegen"
)

// goesOn refuses a site whose main line doesn't hold the commit that the site before it shows: then history was
// rewritten, and what readers saw approved may be gone. former is that site's folder, or its saved manifest.
func goesOn(src *cli.Published, former string, named bool) error {
	if src.Past || src.Preview != nil {
		return nil
	}
	head, ok, err := sitegen.Former(former)
	if err != nil {
		return fmt.Errorf("%s can't be read as the manifest of a site: %w", former, err)
	}
	if !ok && named {
		return fmt.Errorf("--previous %s is no manifest of a site, nor a folder with one", former)
	}
	if !ok || holds(src, head) {
		return nil
	}
	cfg := src.Config
	if counting := src.Book.ConfigCounting(); counting != nil && src.Book.Roster {
		cfg = counting // nobody accepts alone what was rewritten
	}
	if slices.Contains(cfg.Rewrites, head) {
		return nil
	}
	i := slices.IndexFunc(cfg.Rewritten, func(w config.Rewrite) bool { return w.From == head })
	if i < 0 {
		return fmt.Errorf("history was rewritten: %s shows commit %s, which the main line doesn't hold; find out who did "+
			"it and why, and where that is right, add {from: %s, to: COMMIT, reason: …} to accepted_rewrites of writ.yaml; "+
			"or the folder has the site of another repository: then choose another one with -o", former,
			head[:min(10, len(head))],
			head)
	}
	if to := cfg.Rewritten[i].To; !holds(src, to) {
		return fmt.Errorf("accepted_rewrites of writ.yaml says that the main line goes on with %s, which it doesn't hold",
			to)
	}
	return nil
}

// holds reports whether a commit is a step of the main line.
func holds(src *cli.Published, id string) bool {
	return slices.ContainsFunc(src.Book.Steps, func(s *gitrepo.Step) bool { return s.ID.String() == id })
}
