package redline

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

type memory map[string][]byte

func (m memory) ReadSection(name string) ([]byte, bool) { data, ok := m[name]; return data, ok }

func (m memory) WriteSections(all map[string][]byte) error {
	for name, data := range all {
		m[name] = data
	}
	return nil
}

// TestStore compares each pair once, whatever store it comes from, and again after the aliases changed or what was kept
// is damaged.
func TestStore(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	type pair struct {
		a, b     [20]byte
		old, now string
	}
	var pairs []pair
	for i := range 6 {
		blocks := randomDocument(r)
		pairs = append(pairs, pair{[20]byte{1, byte(i)}, [20]byte{2, byte(i)}, strings.Join(blocks, "\n\n"),
			"---\nid: x\n---\n" + strings.Join(editedCopy(r, blocks), "\n\n")})
	}
	keeper := memory{}
	made := 0
	run := func(names map[string]string) {
		t.Helper()
		s := OpenStore(keeper, names)
		made = 0
		for _, p := range pairs {
			got, err := s.Get(p.a, p.b, func() (*Redline, error) { made++; return compared(t, p.old, p.now), nil })
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(compared(t, p.old, p.now), got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatal(diff)
			}
		}
		if err := s.Save(); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []int{len(pairs), 0} {
		if run(nil); made != want {
			t.Errorf("run %d compared %d pairs, want %d", i, made, want)
		}
	}
	if run(map[string]string{"revision": "version"}); made != len(pairs) {
		t.Errorf("with other aliases %d were compared", made)
	}
	if run(nil); made != 0 {
		t.Errorf("what other aliases kept took the place of %d", made)
	}
	whole := keeper[storeSection]
	for _, at := range []int{3, len(storeFormat), len(storeFormat) + 30, len(whole) / 2, len(whole) - 5} {
		damaged := append([]byte(nil), whole...)
		damaged[at] ^= 0x55
		keeper[storeSection] = damaged
		run(nil)
		keeper[storeSection] = whole[:at]
		run(nil)
	}
}

func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(9, 1))
	blocks := randomDocument(r)
	f.Add(encode(compared(f, strings.Join(blocks, "\n\n"), strings.Join(editedCopy(r, blocks), "\n\n"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, ok := decode(string(data)); ok {
			HTML(got, Page{})
			HTML(got, Page{})
		}
		raw := compressed(data)
		if got, ok := decode(string(raw)); ok {
			HTML(got, Page{})
		}
	})
}
