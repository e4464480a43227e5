package compact

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// asked is a store, and what was made for it.
type asked struct {
	t *testing.T
	*Store
	made []byte
}

func open(t *testing.T, form string, data []byte) *asked {
	return &asked{t, OpenStore(form, string(data)), nil}
}

// get asks for the records of keys. Each says which key it has, and that nothing of it is missing.
func (a *asked) get(keys ...byte) {
	a.t.Helper()
	for _, k := range keys {
		want := string(Seal(fmt.Appendf(nil, "record %d", k)))
		got, err := Get(a.Store, Key{k}, func(record string) (string, bool) {
			_, ok := Open(record)
			return record, ok
		}, func() (string, []byte, error) {
			a.made = append(a.made, k)
			return want, []byte(want), nil
		})
		if got != want || err != nil {
			a.t.Errorf("record %d is %q, %v", k, got, err)
		}
	}
}

func (a *asked) want(made ...byte) {
	a.t.Helper()
	if !slices.Equal(a.made, made) || a.Fresh() != len(made) {
		a.t.Errorf("made were %v (fresh %d), want %v", a.made, a.Fresh(), made)
	}
}

// TestStore: what one run made, the next one has; what isn't needed stays while it is little.
func TestStore(t *testing.T) {
	s := open(t, "a 1", nil)
	s.get(7, 2, 5, 7)
	s.want(7, 2, 5)
	if _, err := Get(s.Store, Key{9}, nil, func() (int, []byte, error) { return 0, nil, errors.New("unread") }); err == nil {
		t.Error("an error of what makes a record is lost")
	}
	s.want(7, 2, 5)
	data := s.Bytes(0)
	s = open(t, "a 1", data)
	s.get(5, 2, 7, 9)
	s.want(9)
	s = open(t, "a 2", data)
	s.get(5)
	s.want(5) // records of another form are of no use

	s = open(t, "a 1", data)
	s.get(5)
	size := len("record 5") + SumSize
	for spare, kept := range map[int]int{0: 2, size - 1: 2, size: 3, 1 << 20: 3} { // one needs as much as one that isn't needed
		if got := OpenStore("a 1", string(s.Bytes(spare))).old(); got != kept {
			t.Errorf("with %d spare bytes %d records are kept, want %d", spare, got, kept)
		}
	}
}

// TestDamagedStore: whatever happened to its bytes, a record is the one of its key, or is made again.
func TestDamagedStore(t *testing.T) {
	s := open(t, "a 1", nil)
	s.get(1, 2, 3, 4)
	data := s.Bytes(0)
	for i := range data {
		for _, bit := range []byte{1, 0x40, 0x80} {
			bad := slices.Clone(data)
			bad[i] ^= bit
			open(t, "a 1", bad).get(1, 2, 3, 4)
		}
		open(t, "a 1", data[:i]).get(1, 2, 3, 4)
	}
	open(t, "a 1", []byte("a 1\n"+strings.Repeat("\xff", 100))).get(1)
}
