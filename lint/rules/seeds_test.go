package rules

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/lint"

	contentexample "github.com/writ-docs/writ/content-example"
)

// host is a repository into which each rule's defect is seeded.
type host struct {
	unspoilt   *scratch.Repo       // a copy, in which nothing is seeded
	before     map[string][]string // what rules find there, by their ids
	outOfReach []string            // rules that can't fire there
}

// hosts are the example of the demo, a company that does everything in its own way, and a repository without a
// writ.yaml or a document.
func hosts(t *testing.T) map[string]*host {
	t.Helper()
	demo, err := contentexample.Story()
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.ReadFile(filepath.Join("testdata", "other.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*host{
		"example": newHost(t, demo, "WR306"),
		"other":   newHost(t, parse(t, string(other)), "WR544", "WR702"),
		"bare": newHost(t, parse(t, "-- README.md --\nNothing yet.\n-- git: commit 2026-05-01 ada --\nBegin\n"),
			"WR114", "WR115", "WR116", "WR117", "WR120", "WR207", "WR211", "WR213", "WR217", "WR218", "WR220", "WR221", "WR222", "WR301", "WR302", "WR303", "WR304",
			"WR305", "WR306", "WR307", "WR308", "WR309", "WR310", "WR311", "WR312", "WR313", "WR314", "WR315", "WR316", "WR403", "WR542", "WR544", "WR551", "WR702", "WR703", "WR732", "WR733", "WR744", "WR745", "WR750", "WR802", "WR803"),
	}
}

func parse(t *testing.T, archive string) *story.Story {
	t.Helper()
	s, err := story.Parse([]byte(archive))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newHost(t *testing.T, s *story.Story, outOfReach ...string) *host {
	t.Helper()
	dir := t.TempDir()
	from, at := filepath.Join(dir, "host"), filepath.Join(dir, "unspoilt")
	if _, err := s.Play(from, story.Options{Today: defaultToday}); err != nil {
		t.Fatal(err)
	}
	repo, err := gitrepo.Open(from, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	h := &host{outOfReach: outOfReach}
	if h.unspoilt, err = scratch.Copy(t.Context(), repo, config.Default(), at, defaultToday); err != nil {
		t.Fatal(err)
	}
	h.before = fingerprints(t, h.unspoilt.Input(), All())
	return h
}

// TestSeeds plants each rule's defect into repositories that are configured quite differently. The rule has to find
// it: one that can't fire is worse than none.
func TestSeeds(t *testing.T) {
	for name, h := range hosts(t) {
		for _, r := range All() {
			t.Run(name+"/"+r.ID, func(t *testing.T) {
				t.Parallel()
				seed(t, h, r)
			})
		}
	}
}

func seed(t *testing.T, h *host, r *lint.Rule) {
	s, err := h.unspoilt.Again(filepath.Join(t.TempDir(), "copy"))
	if err != nil {
		t.Fatal(err)
	}
	err = r.Plant(s)
	if unreachable := errors.Is(err, lint.ErrOutOfReach); unreachable != slices.Contains(h.outOfReach, r.ID) {
		t.Fatalf("planting: %v; expected out of reach are %v", err, h.outOfReach)
	} else if unreachable {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if r.Ground&lint.NeedsProposal != 0 {
		seedProposal(t, s, r)
		return
	}
	after, err := scratch.Load(t.Context(), s.Dir, defaultToday)
	if err != nil {
		t.Fatal(err)
	}
	rules := []*lint.Rule{r}
	if r.After != nil || r.Gather != nil { // it looks at the outcome of others
		rules = All()
	}
	for _, f := range fingerprints(t, after, rules)[r.ID] {
		if !slices.Contains(h.before[r.ID], f) {
			return
		}
	}
	t.Errorf("the seeded defect wasn't found; all findings:\n%s", printed(run(t, after).Findings, true))
}

// seedProposal looks for a planted defect as a pull request that brings it would be judged.
func seedProposal(t *testing.T, s *scratch.Repo, r *lint.Rule) {
	result, err := scratch.Compare(t.Context(), s.Dir, s.Input().Book.Main.Commit.String(), defaultToday, []*lint.Rule{r}, Referrers)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) == 0 {
		t.Error("the seeded defect wasn't found")
	}
}

// fingerprints names what rules find, by their ids.
func fingerprints(t *testing.T, in *lint.Input, rules []*lint.Rule) map[string][]string {
	t.Helper()
	result, err := lint.Run(t.Context(), in, rules)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, f := range result.Findings {
		all[f.Rule.ID] = append(all[f.Rule.ID], f.Fingerprint)
	}
	return all
}
