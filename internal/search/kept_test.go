package search

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/compact"
)

func TestKept(t *testing.T) {
	cuts := 0
	c := contribution(t, corpus(1, 12)[0])
	cut := func() (*Contribution, error) { cuts++; return c, nil }
	get := func(k Kept, key byte) {
		t.Helper()
		got, err := k.Get(compact.Key{key}, cut)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c, got, cmp.AllowUnexported(Contribution{}, word{})); d != "" {
			t.Error(d)
		}
	}
	k := ReadKept(nil)
	get(k, 2)
	get(k, 1)
	if _, err := k.Get(compact.Key{3}, func() (*Contribution, error) { return nil, errors.New("unread") }); err == nil {
		t.Error("a document that can't be read is kept")
	}
	if cuts != 2 || k.Fresh() != 2 {
		t.Errorf("%d cuts, %d fresh", cuts, k.Fresh())
	}
	data := k.Bytes(0)
	k = ReadKept(data)
	get(k, 1)
	if cuts != 2 || k.Fresh() != 0 {
		t.Errorf("%d cuts with what was kept", cuts)
	}
	for i := range data { // a damaged one is cut again, and nothing else is
		bad := append([]byte{}, data...)
		bad[i] ^= 0x40
		get(ReadKept(bad), 1)
		ReadKept(data[:i])
	}
}
