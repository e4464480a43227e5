package gitrepo

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

// trackedAs prints what readIndex says as `git ls-files -t --stage` does.
func trackedAs(t *testing.T, dir string) []string {
	t.Helper()
	index, err := open(t, dir).readIndex()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range index.files {
		tag := "H"
		if f.absent {
			tag = "S"
		}
		out = append(out, fmt.Sprintf("%s %06o %s\t%s", tag, f.mode, f.blob, f.path))
	}
	slices.Sort(out)
	return out
}

// gitsList is what git says of the index. Of a conflict our side is taken.
func gitsList(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for line := range strings.SplitSeq(strings.TrimSuffix(gittest.Git(t, dir, "ls-files", "-t", "--stage", "-z"), "\x00"), "\x00") {
		head, path, _ := strings.Cut(line, "\t")
		f := strings.Fields(head)
		switch {
		case f[3] == "2":
			f[0] = "H"
		case f[3] != "0":
			continue
		}
		out = append(out, strings.Join(f[:3], " ")+"\t"+path)
	}
	slices.Sort(out)
	return out
}

// TestGitIndexIsGits compares the list of tracked files with git's, in every format that git writes.
func TestGitIndexIsGits(t *testing.T) {
	mark := map[string]string{"version 3": "DIRC\x00\x00\x00\x03", "version 4": "DIRC\x00\x00\x00\x04", "extensions": "UNTR",
		"split": "link", "sparse index": "sdir", "sparse index, version 4": "sdir"}
	for name, prepare := range map[string][][]string{
		"plain":                   nil,
		"version 3":               {{"add", "--intent-to-add", "new.md"}},
		"version 4":               {{"update-index", "--index-version", "4"}},
		"version 4 and 3":         {{"add", "--intent-to-add", "new.md"}, {"update-index", "--index-version", "4"}},
		"extensions":              {{"config", "index.threads", "2"}, {"update-index", "--force-write-index", "--untracked-cache"}},
		"split":                   {{"update-index", "--split-index"}},
		"sparse checkout":         {{"sparse-checkout", "set", "--no-sparse-index", "a"}},
		"sparse index":            {{"sparse-checkout", "set", "--sparse-index", "a"}},
		"sparse index, version 4": {{"sparse-checkout", "set", "--sparse-index", "a/deep"}, {"update-index", "--index-version", "4"}},
		"submodule":               {{"update-index", "--add", "--cacheinfo", "160000,1111111111111111111111111111111111111111,sub"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := gittest.Init(t)
			gittest.Write(t, dir, map[string]string{"a/one.md": "1\n", "a/deep/two.md": "2\n", "b/three.md": "3\n", "b/c/four.md": "4\n",
				"b/c/ä ö.md": "5\n", strings.Repeat("long/", 30) + strings.Repeat("x", 200) + ".md": "6\n"})
			gittest.Git(t, dir, "add", ".")
			gittest.Git(t, dir, "commit", "-q", "-m", "Import")
			gittest.Write(t, dir, map[string]string{"new.md": "n\n"})
			for _, args := range prepare {
				gittest.Git(t, dir, args...)
			}
			if raw, err := os.ReadFile(filepath.Join(dir, ".git", "index")); err != nil || !bytes.Contains(raw, []byte(mark[name])) {
				t.Fatalf("git wrote no index with %q", mark[name])
			}
			want := gitsList(t, dir)
			if len(want) < 6 {
				t.Fatalf("git lists %d files only", len(want))
			}
			if diff := cmp.Diff(want, trackedAs(t, dir)); diff != "" {
				t.Errorf("(-git +writ):\n%s", diff)
			}
		})
	}
}

func TestGitIndexOfAConflict(t *testing.T) {
	dir := gittest.Init(t)
	commit := func(text string) {
		gittest.Write(t, dir, map[string]string{"x.md": text})
		gittest.Git(t, dir, "add", ".")
		gittest.Git(t, dir, "commit", "-q", "-m", "Say "+text)
	}
	commit("old\n")
	gittest.Git(t, dir, "switch", "-q", "-c", "theirs")
	commit("theirs\n")
	gittest.Git(t, dir, "switch", "-q", "main")
	commit("ours\n")
	gittest.Git(t, dir, "read-tree", "-m", "main~1", "main", "theirs")
	ours := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "main:x.md"))
	if got, want := trackedAs(t, dir), []string{"H 100644 " + ours + "\tx.md"}; !slices.Equal(got, want) {
		t.Errorf("%q, and %q is due", got, want)
	}
}

// TestGitIndexDamaged: whatever byte of an index is another, it is refused, and so is a part of one.
func TestGitIndexDamaged(t *testing.T) {
	dir := gittest.Random(t, 5, 20)
	path := filepath.Join(dir, ".git", "index")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	none := func([]byte, trackedFile) {}
	if err := parseGitIndex(sound, none); err != nil {
		t.Fatal(err)
	}
	if err := parseGitIndex(append(bytes.Clone(sound[:len(sound)-20]), make([]byte, 20)...), none); err != nil {
		t.Error("an index without a checksum (index.skipHash) is refused: ", err)
	}
	for i := range sound {
		bad := bytes.Clone(sound)
		bad[i] ^= 1
		if parseGitIndex(bad, none) == nil {
			t.Errorf("another byte at %d isn't noticed", i)
		}
		if parseGitIndex(sound[:i], none) == nil {
			t.Errorf("the first %d bytes pass", i)
		}
	}
	if err := os.WriteFile(path, sound[:len(sound)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	var refused *Refusal
	if _, err := open(t, dir).readIndex(); !errors.As(err, &refused) {
		t.Errorf("half an index gives %v", err)
	}
}

func withSum(body []byte) []byte {
	sum := sha1.Sum(body)
	return append(bytes.Clone(body), sum[:]...)
}

// FuzzGitIndex compares with go-git's reader: what both read is the same.
func FuzzGitIndex(f *testing.F) {
	dir := gittest.Init(f)
	gittest.Write(f, dir, map[string]string{"a.md": "1\n", "b/c.md": "2\n", "b/cd.md": "3\n"})
	for _, args := range [][]string{{"add", "a.md", "b/c.md"}, {"add", "--intent-to-add", "."}, {"update-index", "--index-version", "4"}} {
		gittest.Git(f, dir, args...)
		data, err := os.ReadFile(filepath.Join(dir, ".git", "index"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:len(data)-20])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append(bytes.Clone(body), make([]byte, 20)...) // zeros stand for any checksum
		type seen struct {
			Path string
			Blob ID
			Size uint32
			Time [2]uint32
		}
		var got, want []seen
		err := parseGitIndex(data, func(path []byte, f trackedFile) {
			if f.stage == 0 || f.stage == oursStage {
				at := time.Unix(int64(f.modified.sec), int64(f.modified.nsec)) // a damaged one has more than a second's
				got = append(got, seen{string(path), f.blob, f.size, [2]uint32{uint32(at.Unix()), uint32(at.Nanosecond())}})
			}
		})
		var other index.Index
		if otherErr := index.NewDecoder(bytes.NewReader(withSum(body))).Decode(&other); err != nil || otherErr != nil {
			return
		}
		for _, e := range other.Entries {
			if e.Stage == 0 || e.Stage == index.OurMode {
				var at [2]uint32
				if !e.ModifiedAt.IsZero() {
					at = [2]uint32{uint32(e.ModifiedAt.Unix()), uint32(e.ModifiedAt.Nanosecond())}
				}
				want = append(want, seen{e.Name, ID(e.Hash), e.Size, at})
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-go-git +writ):\n%s", diff)
		}
	})
}
