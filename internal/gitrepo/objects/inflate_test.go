package objects

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"os"
	"testing"
)

// samples are contents of many kinds, packed at all levels and in all kinds of blocks.
func samples(t testing.TB) (plain, packed [][]byte) {
	rng := rand.New(rand.NewPCG(1, 2))
	text, err := os.ReadFile("reader.go")
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 70_000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	few := make([]byte, 5000)
	for i := range few {
		few[i] = "ab"[rng.IntN(2)]
	}
	skewed := make([]byte, 200_000) // codes of very different lengths
	for i := range skewed {
		skewed[i] = byte(rng.ExpFloat64() * 12)
	}
	contents := [][]byte{{}, {7}, []byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), text, text[:100], noise, noise[:300], few, skewed,
		bytes.Repeat([]byte("abc"), 30_000), bytes.Repeat(noise[:40_000], 2), make([]byte, 100_000)}
	for _, c := range contents {
		for _, level := range []int{flate.NoCompression, flate.BestSpeed, flate.DefaultCompression, flate.BestCompression, flate.HuffmanOnly} {
			var b bytes.Buffer
			w, err := zlib.NewWriterLevel(&b, level)
			if err != nil {
				t.Fatal(err)
			}
			w.Write(c[:len(c)/2])
			if level == flate.BestSpeed {
				w.Flush()
			}
			w.Write(c[len(c)/2:])
			w.Close()
			plain, packed = append(plain, c), append(packed, b.Bytes())
		}
	}
	return plain, packed
}

// byLibrary unpacks what must be one whole stream with Go's own library.
func byLibrary(src []byte, size int) ([]byte, bool) {
	r := bytes.NewReader(src)
	z, err := zlib.NewReader(r)
	if err != nil {
		return nil, false
	}
	b, err := io.ReadAll(io.LimitReader(z, int64(size)+1))
	return b, err == nil && len(b) == size && r.Len() == 0
}

func TestInflate(t *testing.T) {
	var f inflater
	plain, packed := samples(t)
	for i, src := range packed {
		want := plain[i]
		got := make([]byte, len(want))
		if err := f.all(got, src); err != nil || !bytes.Equal(got, want) {
			t.Errorf("sample %d: %v", i, err)
		}
		if err := f.all(make([]byte, len(want)+1), src); err != errInflateShort {
			t.Errorf("sample %d, one byte less than expected: %v", i, err)
		}
		if len(want) > 0 {
			if err := f.all(make([]byte, len(want)-1), src); err != errInflateBig {
				t.Errorf("sample %d, one byte more than expected: %v", i, err)
			}
		}
		for _, n := range []int{0, 1, len(want) / 3, len(want), len(want) + 5} {
			head := make([]byte, n)
			if n, err := f.first(head, src); err != nil || n != min(len(head), len(want)) || !bytes.Equal(head[:n], want[:n]) {
				t.Errorf("sample %d, the first %d bytes: %d, %v", i, len(head), n, err)
			}
		}
		if err := f.all(got, append(bytes.Clone(src), 0)); err != errInflateTail {
			t.Errorf("sample %d with a byte after it: %v", i, err)
		}
	}
}

// TestInflateDamaged compares cut and altered streams with Go's library: what one takes, the other takes, with the
// same bytes.
func TestInflateDamaged(t *testing.T) {
	var f inflater
	plain, packed := samples(t)
	rng := rand.New(rand.NewPCG(3, 4))
	for i, sound := range packed {
		for range 20 {
			src := bytes.Clone(sound)
			switch rng.IntN(3) {
			case 0:
				src = src[:rng.IntN(len(src))]
			case 1:
				src[rng.IntN(min(len(src), 80))] ^= 1 << rng.IntN(8)
			default:
				src[rng.IntN(len(src))] ^= 1 << rng.IntN(8)
			}
			want, ok := byLibrary(src, len(plain[i]))
			got := make([]byte, len(plain[i]))
			err := f.all(got, src)
			if ok != (err == nil) || ok && !bytes.Equal(got, want) {
				t.Fatalf("%d bytes %x: the library takes them: %v, writ says %v", len(src), src[:min(len(src), 400)], ok, err)
			}
		}
	}
}
