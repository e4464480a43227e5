package trail

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

// TestBitFlipsNeverGiveAnotherTrail flips bits of everything that a trail is read from, one at a time. Each reading
// says the same as before or fails; it never tells another story.
func TestBitFlipsNeverGiveAnotherTrail(t *testing.T) {
	for _, tc := range []struct {
		name  string
		flips int
		make  func(t *testing.T, dir string)
		files []string // patterns below .git; none for the index
		keep  bool     // the index of the first reading stays
		fails bool     // damage may be an error; else there is always another way to the truth
	}{
		{"pack", 150, repack, []string{"objects/pack/*.pack"}, false, true},
		{"index of a pack", 100, repack, []string{"objects/pack/*.idx"}, false, true},
		{"commit-graph", 100, graph, []string{"objects/info/commit-graph"}, false, false},
		{"commit-graph in parts", 60, graphs, []string{"objects/info/commit-graphs/*"}, false, false},
		{"multi-pack-index", 40, packIndex, []string{"objects/pack/multi-pack-index"}, false, false},
		{"loose objects", 150, loosen, []string{"objects/??/*"}, false, true},
		{"index of the trail", 200, repack, nil, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := gittest.Random(t, 730, 60)
			tc.make(t, dir)
			cfg := mustLoad(t, roster)
			want, err := read(dir, cfg)
			if err != nil {
				t.Fatal(err)
			}
			var files []string
			for _, pattern := range tc.files {
				found, _ := filepath.Glob(filepath.Join(dir, ".git", filepath.FromSlash(pattern)))
				files = append(files, found...)
			}
			if tc.files == nil {
				files = []string{indexPath(dir)}
			}
			if len(files) == 0 {
				t.Fatalf("there is no %v", tc.files)
			}
			rng := rand.New(rand.NewPCG(1, uint64(len(tc.name))))
			failed := 0
			for range tc.flips {
				if !tc.keep {
					forget(dir)
				}
				at := flip(t, rng, files[rng.IntN(len(files))])
				got, err := read(dir, cfg)
				at.restore()
				switch {
				case err != nil && !tc.fails:
					t.Fatalf("%s: %v", at, err)
				case err != nil:
					failed++
				case got != want:
					t.Fatalf("%s gives another trail (-want +got):\n%s", at, cmp.Diff(want, got))
				}
			}
			if tc.fails && failed == 0 {
				t.Error("no flip was noticed: were these files read?")
			}
		})
	}
}

// flipped is one bit that isn't what it was.
type flipped struct {
	t     *testing.T
	path  string
	sound []byte
	at    int
	bit   uint
}

func (f *flipped) String() string {
	return fmt.Sprintf("bit %d of byte %d of %s", f.bit, f.at, filepath.Base(f.path))
}

func flip(t *testing.T, rng *rand.Rand, path string) *flipped {
	t.Helper()
	sound, err := os.ReadFile(path)
	if err != nil || len(sound) == 0 {
		t.Fatalf("%s: %d bytes, %v", path, len(sound), err)
	}
	f := &flipped{t, path, sound, rng.IntN(len(sound)), uint(rng.IntN(8))}
	bad := slices.Clone(sound)
	bad[f.at] ^= 1 << f.bit
	f.write(bad)
	return f
}

func (f *flipped) restore() { f.write(f.sound) }

// write replaces the file as a whole, since parts of it may be mapped.
func (f *flipped) write(data []byte) {
	temp := f.path + ".new"
	if err := os.WriteFile(temp, data, 0o644); err != nil {
		f.t.Fatal(err)
	}
	if err := os.Rename(temp, f.path); err != nil {
		f.t.Fatal(err)
	}
}

func repack(t *testing.T, dir string) {
	gittest.Git(t, dir, "repack", "-q", "-a", "-d", "-f", "--depth=50")
	gittest.Git(t, dir, "prune", "--expire=now")
}

func graph(t *testing.T, dir string) {
	repack(t, dir)
	gittest.Git(t, dir, "commit-graph", "write", "--reachable")
}

func graphs(t *testing.T, dir string) {
	repack(t, dir)
	gittest.Git(t, dir, "branch", "-q", "older", "main~4")
	gittest.GitIn(t, dir, []byte(gittest.Git(t, dir, "rev-parse", "older")), "commit-graph", "write", "--stdin-commits", "--split=no-merge")
	gittest.Git(t, dir, "commit-graph", "write", "--reachable", "--split=no-merge")
	gittest.Git(t, dir, "branch", "-q", "-D", "older")
}

func packIndex(t *testing.T, dir string) {
	repack(t, dir)
	gittest.Git(t, dir, "multi-pack-index", "write")
}

func loosen(t *testing.T, dir string) { unpackAll(t, dir) }
