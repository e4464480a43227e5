package rules

import (
	"slices"
	"testing"

	"github.com/writ-docs/writ/internal/gitrepo"
)

func TestMergesMain(t *testing.T) {
	for subject, want := range map[string]bool{
		"Merge branch 'main'":                                   true,
		"Merge branch 'main' into topic":                        true,
		"Merge branch 'main' of ssh://git.example.com/acme/x":   true,
		"Merge branch 'main' of git.example.com:acme/x into a":  true,
		"Merge remote-tracking branch 'origin/main'":            true,
		"Merge remote-tracking branch 'upstream/main' into a/b": true,
		"Merge remote-tracking branch 'origin/a/main'":          false,
		"Merge branch 'main' into 'main'":                       false,
		"Merge branch 'topic' into main":                        false,
		"Merge branch 'domain'":                                 false,
		"Merge branch 'origin/main'":                            false,
		"Merge pull request #1 from acme/main":                  false,
		"Merge branch 'main': the new policy":                   false,
		"":                                                      false,
	} {
		if got := mergesMain(subject, "main"); got != want {
			t.Errorf("%q: %v, want %v", subject, got, want)
		}
	}
}

// TestAcceptedRewrites silences a merge by its own id, and by what the main branch's head was before.
func TestAcceptedRewrites(t *testing.T) {
	in := read(t, wr215().Bad(), nil)
	found := func() (ids []string) {
		for _, f := range run(t, in).Findings {
			if f.Rule.ID == "WR215" {
				ids = append(ids, f.Commit)
			}
		}
		return ids
	}
	all := found()
	if len(all) != 2 {
		t.Fatalf("found %v, want two merges", all)
	}
	at := slices.IndexFunc(in.Book.Steps, func(s *gitrepo.Step) bool { return s.ID.String() == all[1] })
	for _, id := range []string{all[1], in.Book.Steps[at].Parents[1].String()} {
		in.Config.Rewrites = []string{id}
		if got := found(); !slices.Equal(got, all[:1]) {
			t.Errorf("with %s accepted: %v, want %v", id, got, all[:1])
		}
	}
}
