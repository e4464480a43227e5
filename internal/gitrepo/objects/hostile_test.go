package objects

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// forged is a pack entry whose checksums are right, whatever it says.
type forged struct {
	id   ID
	data []byte
}

// entryHead writes type and size as a pack has them.
func entryHead(typ Type, size uint64) []byte {
	b := []byte{byte(typ)<<4 | byte(size&15)}
	for size >>= 4; size > 0; size >>= 7 {
		b[len(b)-1] |= 0x80
		b = append(b, byte(size&0x7f))
	}
	return b
}

// forge writes a pack of the entries and its index into a new repository.
func forge(t *testing.T, entries []forged) *Store {
	t.Helper()
	pack := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(entries)))
	offsets := map[ID]int{}
	for _, e := range entries {
		offsets[e.id] = len(pack)
		pack = append(pack, e.data...)
	}
	sum := sha1.Sum(pack)
	pack = append(pack, sum[:]...)
	slices.SortFunc(entries, func(a, b forged) int { return bytes.Compare(a.id[:], b.id[:]) })
	idx := []byte("\xfftOc\x00\x00\x00\x02")
	for b := range 256 {
		n := 0
		for _, e := range entries {
			if int(e.id[0]) <= b {
				n++
			}
		}
		idx = binary.BigEndian.AppendUint32(idx, uint32(n))
	}
	for _, e := range entries {
		idx = append(idx, e.id[:]...)
	}
	for _, e := range entries {
		idx = binary.BigEndian.AppendUint32(idx, crc32.ChecksumIEEE(e.data))
	}
	for _, e := range entries {
		idx = binary.BigEndian.AppendUint32(idx, uint32(offsets[e.id]))
	}
	idx = resum(append(append(idx, sum[:]...), make([]byte, IDSize)...))
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "objects", "pack", "pack-x.pack"), string(pack))
	writeFile(t, filepath.Join(dir, "objects", "pack", "pack-x.idx"), string(idx))
	return mustOpen(t, dir, true)
}

// refEntry is a delta against another object, with the given instructions.
func refEntry(base ID, delta string) []byte {
	return slices.Concat(entryHead(refDelta, uint64(len(delta))), base[:], deflateOnce(delta))
}

// deflateOnce is deflate for what is packed often: a writer costs a megabyte.
func deflateOnce(text string) []byte {
	packed, ok := deflated.Load(text)
	if !ok {
		packed, _ = deflated.LoadOrStore(text, deflate([]byte(text)))
	}
	return packed.([]byte)
}

var deflated sync.Map

func TestForgedPacks(t *testing.T) {
	a, b := ID{1}, ID{2}
	deep := []forged{{ID{0, 0, 1}, slices.Concat(entryHead(Blob, 1), deflate([]byte("x")))}}
	for i := 2; i < maxChain+5; i++ {
		deep = append(deep, forged{ID{0, byte(i >> 8), byte(i)}, refEntry(deep[i-2].id, "\x01\x01\x90\x01")})
	}
	last := deep[len(deep)-1].id
	for _, c := range []struct {
		name    string
		entries []forged
		want    ID
		message string
	}{
		{"a delta of itself", []forged{{a, refEntry(a, "\x01\x01\x90\x01")}}, a, "longer than"},
		{"two deltas of each other", []forged{{a, refEntry(b, "\x01\x01\x90\x01")}, {b, refEntry(a, "\x01\x01\x90\x01")}}, a, "longer than"},
		{"a chain that is too deep", deep, last, "longer than"},
		{"a base that isn't there", []forged{{a, refEntry(b, "\x01\x01\x90\x01")}}, a, "isn't in the repository"},
		{"a huge size", []forged{{a, append(entryHead(Blob, 400<<20), deflate([]byte("x"))...)}}, a, "can't come from"},
		{"an impossible size", []forged{{a, append(entryHead(Blob, 1<<58), deflate([]byte("x"))...)}}, a, "can't come from"},
		{"a delta that says too much", []forged{
			{a, refEntry(b, "\x01\x80\x80\x80\xc8\x01\x90\x01")}, {b, append(entryHead(Blob, 1), deflate([]byte("x"))...)},
		}, a, "another size"},
		{"an entry without a type", []forged{{a, append(entryHead(5, 1), deflate([]byte("x"))...)}}, a, "unknown type"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := forge(t, c.entries).NewReader()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := r.Read(c.want, nil)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("got %v, expected %q", err, c.message)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
				t.Errorf("%d bytes were set aside", n)
			}
			if _, _, err := r.Header(c.want); err == nil && strings.Contains(c.message, "longer") {
				t.Error("Header found an end of the chain")
			}
		})
	}
	// The deepest chain that is allowed.
	r := forge(t, slices.Clone(deep)).NewReader()
	id := ID{0, byte((maxChain + 1) >> 8), byte((maxChain + 1) & 0xff)}
	if typ, data, err := r.Read(id, nil); typ != Blob || string(data) != "x" || err != nil {
		t.Errorf("Read(%s) = %v, %q, %v", id, typ, data, err)
	}
}

func TestOpenStoreSurvivesOddFolders(t *testing.T) {
	dir := t.TempDir()
	packs := filepath.Join(dir, "objects", "pack")
	writeFile(t, filepath.Join(packs, "pack-1.idx"), "no pack")
	writeFile(t, filepath.Join(packs, "pack-2.pack"), "no index")
	writeFile(t, filepath.Join(packs, "tmp_pack_x"), "")
	if err := os.MkdirAll(filepath.Join(packs, "pack-3.idx"), 0o777); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(packs, "pack-3.pack"), "")
	s := mustOpen(t, dir, true)
	if len(s.view.Load().packs) != 0 || len(s.view.Load().damaged) != 1 {
		t.Errorf("%+v", s.view.Load())
	}
	if _, _, err := s.NewReader().Read(ID{1}, nil); err == nil || !strings.Contains(err.Error(), "pack-3") {
		t.Errorf("the index that can't be read isn't named: %v", err)
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
