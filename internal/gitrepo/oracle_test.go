package gitrepo

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

func noEnv(string) string { return "" }

func open(t testing.TB, dir string) *Repo {
	t.Helper()
	r, err := Open(dir, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func every() Filter {
	return Filter{Match: func(p []byte) bool { return bytes.HasSuffix(p, []byte(".md")) }, Descend: func([]byte) bool { return true }}
}

// shapes are ways in which the same history may lie on the disk.
func shapes() map[string]func(t *testing.T, dir string) {
	return map[string]func(t *testing.T, dir string){
		"pack":  func(*testing.T, string) {},
		"loose": unpack,
		"gc":    func(t *testing.T, dir string) { gittest.Git(t, dir, "gc", "-q", "--aggressive", "--prune=now") },
		"commit-graph": func(t *testing.T, dir string) {
			gittest.Git(t, dir, "gc", "-q")
			gittest.Git(t, dir, "commit-graph", "write", "--reachable")
		},
	}
}

// unpack turns all packs into loose objects.
func unpack(t *testing.T, dir string) {
	gittest.Git(t, dir, "gc", "-q")
	packs, err := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	if err != nil || len(packs) == 0 {
		t.Fatalf("no pack to unpack: %v", err)
	}
	var data [][]byte
	for _, pack := range packs {
		b, err := os.ReadFile(pack)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, b)
	}
	if err := os.RemoveAll(filepath.Dir(packs[0])); err != nil {
		t.Fatal(err)
	}
	for _, b := range data {
		gittest.GitIn(t, dir, b, "unpack-objects", "-q")
	}
}

// TestWalkIsGits compares the walk with what the git program says of random histories.
func TestWalkIsGits(t *testing.T) {
	for seed := range uint64(12) {
		for shape, reshape := range shapes() {
			if seed > 3 && shape != "pack" {
				continue
			}
			t.Run(fmt.Sprintf("%d/%s", seed, shape), func(t *testing.T) {
				t.Parallel()
				dir := gittest.Random(t, seed, 60)
				reshape(t, dir)
				compareWalk(t, dir)
			})
		}
	}
}

// TestWalkOfShapesIsGits does the same for histories that git's own commands join: cherry-picks, subtrees, an octopus.
func TestWalkOfShapesIsGits(t *testing.T) {
	for _, shape := range gittest.Shapes() {
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			dir := gittest.Shaped(t, shape)
			compareWalk(t, dir)
			gittest.Git(t, dir, "gc", "-q")
			compareWalk(t, dir)
		})
	}
}

func compareWalk(t *testing.T, dir string) {
	t.Helper()
	r := open(t, dir)
	head, err := r.Head()
	if err != nil {
		t.Fatal(err)
	}
	line, err := r.Walk(context.Background(), head.Commit, ID{}, every(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got, sides strings.Builder
	var all []string
	for i := len(line.Steps) - 1; i >= 0; i-- {
		s := line.Steps[i]
		got.WriteString(rawStep(s))
		all = append(all, rawStep(s))
		if len(s.Parents) > 1 {
			var ids []string
			for _, side := range s.Side {
				ids = append(ids, side.ID.String())
				all = append(all, rawStep(side))
			}
			sort.Strings(ids)
			fmt.Fprintf(&sides, "%s: %s\n", s.ID, strings.Join(ids, " "))
		}
	}
	if diff := cmp.Diff(rawLog(t, dir, "--first-parent"), got.String()); diff != "" {
		t.Errorf("changes differ from git log --first-parent -m --raw (-git +writ):\n%s", diff)
	}
	if diff := cmp.Diff(sortedSteps(rawLog(t, dir, "--diff-merges=first-parent")), sortedSteps(strings.Join(all, ""))); diff != "" {
		t.Errorf("changes, with those of side commits, differ from git log --diff-merges=first-parent --raw (-git +writ):\n%s", diff)
	}
	if diff := cmp.Diff(sideCommits(t, dir), sides.String()); diff != "" {
		t.Errorf("side commits differ from git rev-list (-git +writ):\n%s", diff)
	}
}

// rawStep tells a step as rawLog does.
func rawStep(s *Step) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.ID)
	for _, c := range s.Changes {
		fmt.Fprintf(&b, ":%06o %06o %s %s %s\n", c.OldMode, c.Mode, c.OldBlob, c.Blob, c.Path)
	}
	return b.String()
}

// sortedSteps orders the commits of a rawLog by their ids.
func sortedSteps(log string) string {
	var steps []string
	for line := range strings.Lines(log) {
		if line[0] == ':' {
			steps[len(steps)-1] += line
		} else {
			steps = append(steps, line)
		}
	}
	sort.Strings(steps)
	return strings.Join(steps, "")
}

func rawLog(t *testing.T, dir string, options ...string) string {
	args := append([]string{"-c", "core.quotepath=off", "log", "-m", "--root", "--raw", "--no-abbrev", "--no-renames", "--full-history", "--format=%H"}, options...)
	out := gittest.Git(t, dir, args...)
	var b strings.Builder
	for _, l := range strings.Split(out, "\n") {
		if l == "" || l[0] == ':' && !strings.HasSuffix(l, ".md") {
			continue
		}
		if l[0] != ':' {
			b.WriteString(l + "\n")
			continue
		}
		meta, path, _ := strings.Cut(l, "\t")
		f := strings.Fields(meta)
		fmt.Fprintf(&b, "%s %s %s %s %s\n", f[0], f[1], f[2], f[3], path)
	}
	return b.String()
}

// sideCommits lists what each merge of the main line brought, as rev-list MERGE ^MERGE^1 does.
func sideCommits(t *testing.T, dir string) string {
	var b strings.Builder
	parents := map[string][]string{}
	for l := range strings.Lines(gittest.Git(t, dir, "rev-list", "--parents", "HEAD")) {
		f := strings.Fields(l)
		parents[f[0]] = f[1:]
	}
	for merge := range strings.FieldsSeq(gittest.Git(t, dir, "rev-list", "--first-parent", "--min-parents=2", "HEAD")) {
		below := map[string]bool{}
		reach(parents, parents[merge][0], below)
		side := maps.Clone(below)
		reach(parents, merge, side)
		delete(side, merge)
		maps.DeleteFunc(side, func(id string, _ bool) bool { return below[id] })
		fmt.Fprintf(&b, "%s: %s\n", merge, strings.Join(slices.Sorted(maps.Keys(side)), " "))
	}
	return b.String()
}

// reach adds a commit and all that come before it to what is known.
func reach(parents map[string][]string, commit string, known map[string]bool) {
	if known[commit] {
		return
	}
	known[commit] = true
	for _, p := range parents[commit] {
		reach(parents, p, known)
	}
}

// TestMergeBaseIsGits compares merge bases of random pairs of commits with git merge-base --all.
func TestMergeBaseIsGits(t *testing.T) {
	for seed := range uint64(4) {
		dir := gittest.Random(t, 100+seed, 50)
		r := open(t, dir)
		ids := strings.Fields(gittest.Git(t, dir, "rev-list", "--topo-order", "HEAD"))
		for i := 0; i+7 < len(ids); i += 5 {
			a, b := ids[i], ids[i+7]
			from, to := mustResolve(t, r, a), mustResolve(t, r, b)
			got, ok, err := r.MergeBase(from, to)
			if err != nil {
				t.Fatal(err)
			}
			want := gittest.Git(t, dir, "merge-base", "--all", a, b)
			if !ok || !strings.Contains(want, got.String()) {
				t.Errorf("seed %d: merge base of %s and %s is %s, git says %s", seed, a, b, got, want)
			}
		}
	}
}

func mustResolve(t *testing.T, r *Repo, rev string) ID {
	t.Helper()
	id, err := r.Resolve(rev)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
