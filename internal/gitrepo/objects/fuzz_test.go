package objects

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"testing"
)

// resum puts the right SHA-1 at the end of a file's bytes.
func resum(data []byte) []byte {
	if len(data) < IDSize {
		return data
	}
	body := bytes.Clone(data[:len(data)-IDSize])
	sum := sha1.Sum(body)
	return append(body, sum[:]...)
}

func FuzzDelta(f *testing.F) {
	f.Add([]byte("a base of some bytes"), []byte("\x14\x08\x90\x04\x04more"))
	f.Add([]byte("base"), []byte("\x04\x80\x80\x04\x80"))
	f.Add([]byte{}, []byte{0, 0})
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		baseSize, size, ops, err := deltaSizes(delta)
		if err != nil || baseSize != int64(len(base)) || checkDelta(ops, baseSize, size) != nil {
			return
		}
		if size > 1<<26 {
			t.Skip("sound, but too much for a test")
		}
		dst := make([]byte, size)
		applyDelta(dst, base, ops)
		if size > 0 && len(base) == 0 && !bytes.Contains(ops, dst[:1]) {
			t.Error("bytes came from nowhere")
		}
	})
}

func FuzzPackEntry(f *testing.F) {
	f.Add([]byte("\x95\x0ax\x9c"), int64(12))
	f.Add([]byte("\x65\x81\x01x\x9c"), int64(1000))
	f.Add(append([]byte{0x75}, make([]byte, 30)...), int64(1000))
	f.Fuzz(func(t *testing.T, data []byte, off int64) {
		e, err := parseEntry(data, off&(1<<50-1))
		if err != nil {
			return
		}
		if e.size < 0 || e.typ == ofsDelta && (e.base < packHeaderSize || e.base >= off&(1<<50-1)) {
			t.Errorf("%+v was taken", e)
		}
		if checkSize(e.size, len(e.body)) == nil && e.size < 1<<26 {
			var z inflater
			dst := make([]byte, e.size)
			if err := z.all(dst, e.body); err == nil {
				if n, err := z.first(dst, e.body); n != len(dst) || err != nil {
					t.Errorf("the first bytes of a sound stream: %d, %v", n, err)
				}
			}
		}
	})
}

func FuzzIdx(f *testing.F) {
	f.Add(testIndex(2, 3), false)
	f.Add(testIndex(1, 3), true)
	f.Fuzz(func(t *testing.T, data []byte, sum bool) {
		if sum {
			data = resum(data)
		}
		x, err := parseIndex(data)
		if err != nil {
			return
		}
		for b := range 256 {
			id := ID{byte(b), 3}
			x.find(&id)
		}
		for i := range x.count {
			id := x.id(i)
			x.find(&id)
			x.offset(i)
			x.crc(i)
		}
		if l, err := newLayout(x, packHeaderSize, 1<<40); err == nil {
			for i := range x.count {
				off, _ := x.offset(i)
				if end, pos, ok := l.entry(off); !ok || pos != i || end <= off {
					t.Errorf("the entry at %d: %d, %d, %v", off, end, pos, ok)
				}
			}
		}
	})
}

// testIndex makes the bytes of an index of n objects.
func testIndex(version, n int) []byte {
	var b []byte
	if version == 2 {
		b = append(b, 0xff, 't', 'O', 'c', 0, 0, 0, 2)
	}
	for i := range 256 {
		b = binary.BigEndian.AppendUint32(b, uint32(min(i, n)))
	}
	for i := range n {
		if version == 1 {
			b = binary.BigEndian.AppendUint32(b, uint32(12+30*i))
		}
		id := ID{byte(i + 1)}
		b = append(b, id[:]...)
	}
	if version == 2 {
		for i := range n {
			b = binary.BigEndian.AppendUint32(b, uint32(i))
		}
		for i := range n {
			b = binary.BigEndian.AppendUint32(b, uint32(12+30*i))
		}
	}
	return resum(append(b, make([]byte, 2*IDSize)...))
}

func FuzzLoose(f *testing.F) {
	f.Add(deflate([]byte("blob 5\x00hello")))
	f.Add(deflate([]byte("blob 99999999999\x00hello")))
	f.Add(deflate([]byte("tree 0\x00")))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &Reader{cache: newCache()}
		typ, size, _, err := r.looseHead(data)
		if err == nil && (size < 0 || !typ.valid()) {
			t.Errorf("the header %v, %d was taken", typ, size)
		}
		if size > 1<<26 {
			return
		}
		if o, err := r.inflateLoose(data, ID{1}); err == nil {
			t.Errorf("%q was taken for an id that it can't have", o.data)
		}
	})
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, err := z.Write(b)
	if err != nil || z.Close() != nil {
		return nil
	}
	return out.Bytes()
}

func FuzzTreeEntries(f *testing.F) {
	f.Add([]byte("100644 a\x00aaaaaaaaaaaaaaaaaaaa40000 b\x00bbbbbbbbbbbbbbbbbbbb"), []byte("100644 a\x00aaaaaaaaaaaaaaaaaaaac"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		sound := entryStarts(a)
		for end := range len(a) + 1 {
			if at := entryStart(a[:end]); at > end || sound != nil && !sound[at] {
				t.Errorf("entryStart of the first %d bytes of %q is %d", end, a, at)
			}
		}
		n := commonPrefix(a, b)
		if !bytes.Equal(a[:n], b[:n]) || n < min(len(a), len(b)) && a[n] == b[n] {
			t.Errorf("the common prefix of %q and %q is %d", a, b, n)
		}
	})
}

// entryStarts lists where the entries of a tree begin, its end too; nil when it isn't well formed.
func entryStarts(tree []byte) map[int]bool {
	starts := map[int]bool{0: true}
	for rest := tree; len(rest) > 0; {
		var err error
		if _, rest, err = NextTreeEntry(rest); err != nil {
			return nil
		}
		starts[len(tree)-len(rest)] = true
	}
	return starts
}
