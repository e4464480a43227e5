package history

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
)

// TestRenamesAreGits: a document without an id is its path, followed through the exact renames that git finds on the
// first-parent line.
func TestRenamesAreGits(t *testing.T) {
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			dir := plainHistory(t, seed)
			history := read(t, dir, config.Default(), day.Of(2026, 1, 1))
			var got []string
			for _, d := range history.Documents {
				var line strings.Builder
				for _, c := range d.Changes {
					fmt.Fprintf(&line, "%s %s %s\n", c.Step.ID, c.What, c.Path)
				}
				got = append(got, line.String())
			}
			slices.Sort(got)
			want := documentsByLog(t, dir)
			if len(want) < 4 || !strings.Contains(strings.Join(want, ""), " moved ") {
				t.Fatal("a history of few documents that never move proves nothing")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("documents differ (-git +writ):\n%s", diff)
			}
		})
	}
}

// documentsByLog follows paths through `git log --first-parent -m --raw -M100%`, oldest first.
func documentsByLog(t *testing.T, dir string) []string {
	t.Helper()
	log := gittest.Git(t, dir, "-c", "core.quotepath=off", "log", "--first-parent", "-m", "--root", "--raw", "-M100%", "-l0", "--no-abbrev", "--reverse", "--format=%H")
	var trails []*strings.Builder
	at := map[string]*strings.Builder{}
	commit := ""
	for _, l := range strings.Split(log, "\n") {
		if l == "" {
			continue
		}
		if l[0] != ':' {
			commit = l
			continue
		}
		f := strings.Split(l, "\t")
		what, path := f[0][strings.LastIndexByte(f[0], ' ')+1:], f[len(f)-1]
		switch trail := at[f[1]]; what {
		case "A":
			at[path] = &strings.Builder{}
			trails = append(trails, at[path])
			fmt.Fprintf(at[path], "%s added %s\n", commit, path)
		case "M":
			fmt.Fprintf(trail, "%s changed %s\n", commit, path)
		case "D":
			fmt.Fprintf(trail, "%s removed %s\n", commit, path)
			delete(at, path)
		case "R100":
			fmt.Fprintf(trail, "%s moved %s\n", commit, path)
			delete(at, f[1])
			at[path] = trail
		default:
			t.Fatalf("git says %q of %s", what, path)
		}
	}
	var out []string
	for _, b := range trails {
		out = append(out, b.String())
	}
	slices.Sort(out)
	return out
}

// plainHistory writes documents without front matter, each of words of its own, and changes, moves, removes and merges
// them.
func plainHistory(t *testing.T, seed uint64) string {
	t.Helper()
	var history gittest.History
	rng := rand.New(rand.NewPCG(seed, 11))
	n := 0
	commit := func(files map[string]string, parents ...int) int {
		at := fmt.Sprintf("Ada Byron <ada@example.com> %d +0000", 1_700_000_000+60*n)
		n++
		return history.Commit(gittest.Commit{Parents: parents, Files: files, Author: at, Committer: at, Message: fmt.Sprintln("Step", n)})
	}
	edit := func(files map[string]string) map[string]string {
		files = maps.Clone(files)
		names := slices.Sorted(maps.Keys(files))
		name := fmt.Sprintf("policies/%d/text-%d.md", rng.IntN(3), n)
		switch k := rng.IntN(6); {
		case k < 2 || len(files) < 3:
			files[name] = fmt.Sprintf("# Text %d\n\nWords.\n", n)
		case k == 2:
			old := names[rng.IntN(len(names))]
			files[name] = files[old]
			delete(files, old)
		case k == 3:
			delete(files, names[rng.IntN(len(names))])
		default:
			files[names[rng.IntN(len(names))]] = fmt.Sprintf("# Text %d\n\nOther words.\n", n)
		}
		return files
	}
	main := commit(nil)
	files := map[string]string{}
	step := func() {
		files = edit(files)
		main = commit(files, main)
	}
	for range 6 {
		step()
	}
	for range 5 {
		side, taken := main, files
		for range 1 + rng.IntN(3) {
			taken = edit(taken)
			side = commit(taken, side)
		}
		step()
		// The merge takes one side as it is; a rename on it is the merge's.
		if rng.IntN(3) > 0 {
			files = taken
		}
		main = commit(files, main, side)
		step()
	}
	return history.Write(t, main)
}
