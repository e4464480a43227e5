package objects

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	gogitcache "github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// readAllDamaged reads everything and counts errors; content that is neither right nor an error fails the test.
func readAllDamaged(t *testing.T, what string, dir string, mapping bool, want map[ID]object) (failed int) {
	t.Helper()
	s, err := openStore(mapping, filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer s.Close()
	r := s.NewReader()
	for id, o := range want {
		typ, data, err := r.Read(id, nil)
		switch {
		case err != nil:
			failed++
			if !errors.As(err, new(*DamagedError)) && !errors.As(err, new(*MissingError)) {
				t.Errorf("%s: %v (%T)", what, err, err)
			}
			if strings.Contains(err.Error(), "failed: runtime error") {
				t.Errorf("%s: %v", what, err)
			}
		case typ.String() != o.typ || !bytes.Equal(data, o.data):
			t.Errorf("%s: %s came out wrong, silently", what, id)
		}
		if typ, size, err := r.Header(id); err == nil && (typ.String() != o.typ || size != int64(len(o.data))) {
			t.Errorf("%s: the header of %s came out wrong, silently", what, id)
		}
	}
	return failed
}

func TestBitFlipsNeverGiveAWrongObject(t *testing.T) {
	for _, args := range [][]string{
		{"repack", "-adfq"},
		{"-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"},
	} {
		dir := newHistory(t, historySpec{files: 6, commits: 25, seed: 11})
		git(t, dir, "branch", "-D", "big")
		git(t, dir, args...)
		git(t, dir, "prune", "--expire=now")
		pack := onePack(t, dir)
		idx := strings.TrimSuffix(pack, ".pack") + ".idx"
		want := allObjects(t, dir)
		if n := readAllDamaged(t, "nothing flipped", dir, true, want); n != 0 {
			t.Fatalf("%d errors without damage", n)
		}
		rng := rand.New(rand.NewSource(1))
		for i := range 320 {
			path := pack
			if i%4 == 0 {
				path = idx
			}
			flipAndRead(t, rng, path, dir, i%2 == 0, want)
		}
	}
}

// flipAndRead flips one random bit of a file, reads everything, and restores the file.
func flipAndRead(t *testing.T, rng *rand.Rand, path, dir string, mapping bool, want map[ID]object) {
	t.Helper()
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	at, bit := rng.Int63n(info.Size()), rng.Intn(8)
	var b [1]byte
	flip := func() {
		if _, err := f.ReadAt(b[:], at); err != nil {
			t.Fatal(err)
		}
		b[0] ^= 1 << bit
		if _, err := f.WriteAt(b[:], at); err != nil {
			t.Fatal(err)
		}
	}
	flip()
	if n := readAllDamaged(t, filepath.Ext(path), dir, mapping, want); n == 0 {
		t.Errorf("bit %d of byte %d of %s was flipped, and nothing was noticed", bit, at, filepath.Ext(path))
	}
	flip()
}

// Version 1 of the index has no checksums of entries: adler32, sizes and deltas are what is left.
func TestBitFlipsWithoutEntryChecksums(t *testing.T) {
	dir := newHistory(t, historySpec{files: 6, commits: 25, seed: 12})
	git(t, dir, "branch", "-D", "big")
	git(t, dir, "-c", "pack.indexVersion=1", "repack", "-adfq")
	pack := onePack(t, dir)
	want := allObjects(t, dir)
	data, err := os.ReadFile(pack)
	if err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, dir, true)
	rng := rand.New(rand.NewSource(1))
	for range 300 {
		r := s.NewReader()
		for id := range want {
			at, _ := s.view.Load().packs[0].find(&id)
			if err := at.pack.ready(); err != nil {
				t.Fatal(err)
			}
			end, _, _ := at.pack.layout.entry(at.offset)
			entry := bytes.Clone(data[at.offset:end])
			entry[rng.Intn(len(entry))] ^= 1 << rng.Intn(8)
			e, err := parseEntry(entry, at.offset)
			if err != nil || !e.typ.valid() || checkSize(e.size, len(e.body)) != nil {
				continue
			}
			got := make([]byte, e.size)
			if r.z.all(got, e.body) == nil && !bytes.Equal(got, want[id].data) {
				t.Fatalf("%s came out wrong, silently", id)
			}
		}
	}
}

func TestTruncatedFiles(t *testing.T) {
	for _, mapping := range []bool{true, false} {
		for _, ext := range []string{".pack", ".idx"} {
			dir := newHistory(t, historySpec{files: 6, commits: 25, seed: 13})
			git(t, dir, "repack", "-adq")
			want := allObjects(t, dir)
			path := strings.TrimSuffix(onePack(t, dir), ".pack") + ext
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
			for _, size := range []int64{50000, 1100, 40, 1, 0} {
				if err := os.Truncate(path, size); err != nil {
					t.Fatal(err)
				}
				if n := readAllDamaged(t, ext, dir, mapping, want); n == 0 {
					t.Errorf("%s of %d bytes: nothing was noticed", ext, size)
				}
			}
		}
	}
}

// A file that is cut short while it is mapped faults when it is read: that must be an error, not the end of the process.
func TestTruncatedWhileMapped(t *testing.T) {
	dir := newHistory(t, historySpec{files: 6, commits: 25, seed: 14})
	git(t, dir, "repack", "-adq")
	want := allObjects(t, dir)
	s := mustOpen(t, dir, true)
	r := s.NewReader()
	for id := range want {
		if _, _, err := r.Read(id, nil); err != nil {
			t.Fatal(err)
		}
		break
	}
	pack := onePack(t, dir)
	if err := os.Chmod(pack, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(pack, 0); err != nil {
		t.Fatal(err)
	}
	r = s.NewReader()
	failed := 0
	for id, o := range want {
		_, data, err := r.Read(id, nil)
		if errors.As(err, new(*DamagedError)) {
			failed++
		} else if err != nil || !bytes.Equal(data, o.data) {
			t.Fatalf("%s: %v", id, err)
		}
	}
	if failed == 0 {
		t.Skip("the system keeps the mapped bytes of a truncated file")
	}
}

func TestDamagedLooseObjects(t *testing.T) {
	dir := newHistory(t, historySpec{files: 4, commits: 6, loose: true, seed: 15})
	want := allObjects(t, dir)
	err := filepath.WalkDir(filepath.Join(dir, "objects"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && len(d.Name()) == 38 {
			err = os.Chmod(path, 0o644)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewSource(2))
	for id, o := range want {
		path := loosePath(filepath.Join(dir, "objects"), id)
		sound, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		flipped := bytes.Clone(sound)
		flipped[rng.Intn(len(flipped))] ^= 1 << rng.Intn(8)
		for n, bad := range [][]byte{flipped, nil, sound[:len(sound)/2], append(bytes.Clone(sound), 0), []byte("x\x9cgarbage")} {
			if err := os.WriteFile(path, bad, 0o644); err != nil {
				t.Fatal(err)
			}
			s := mustOpen(t, dir, true)
			_, data, err := s.NewReader().Read(id, nil)
			if n == 0 && err == nil && bytes.Equal(data, o.data) {
				continue // a bit that pads the packed data: nothing is lost
			}
			if !errors.As(err, new(*DamagedError)) {
				t.Fatalf("%s, a %s of %d bytes, damaged: %v", id, o.typ, len(o.data), err)
			}
		}
		if err := os.WriteFile(path, sound, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A second, sound copy of an object is used when the first one is damaged.
func TestDamagedPackWithSoundCopy(t *testing.T) {
	dir := newHistory(t, historySpec{files: 6, commits: 25, seed: 16})
	pack := onePack(t, dir)
	data, err := os.ReadFile(pack)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.git")
	git(t, dir, "clone", "-q", "--bare", "--no-local", dir, other)
	want := allObjects(t, other) // what is reachable
	alternatesFile(t, dir, filepath.Join(other, "objects")+"\n")
	for i := 100; i < len(data)-20; i += 50 {
		data[i] ^= 0x55
	}
	if err := os.Chmod(pack, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pack, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if msg := compareAll(mustOpen(t, dir, true).NewReader(), want); msg != "" {
		t.Error(msg)
	}
}

func TestGoGitAgrees(t *testing.T) {
	dir := newHistory(t, historySpec{files: 12, commits: 80, batches: 2, seed: 17})
	storage := filesystem.NewStorage(osfs.New(dir), gogitcache.NewObjectLRUDefault())
	r := mustOpen(t, dir, true).NewReader()
	n := 0
	for id := range allObjects(t, dir) {
		if n++; n > 200 {
			break
		}
		o, err := storage.EncodedObject(plumbing.AnyObject, plumbing.Hash(id))
		if err != nil {
			t.Fatal(err)
		}
		f, err := o.Reader()
		if err != nil {
			t.Fatal(err)
		}
		want, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		typ, got, err := r.Read(id, nil)
		if err != nil || typ.String() != o.Type().String() || !bytes.Equal(got, want) {
			t.Errorf("%s differs from go-git: %v", id, err)
		}
	}
}
