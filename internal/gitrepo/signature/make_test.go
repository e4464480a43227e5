package signature

import (
	"testing"
	"time"
)

func TestMake(t *testing.T) {
	armor, err := Make([]byte("words"), NamespaceApproval)
	if err != nil {
		t.Fatal(err)
	}
	ring := NewKeyring(Sources{})
	if r := ring.Verify(FromText([]byte("words"), Unfold(Fold(armor)), time.Now()), NamespaceApproval, time.Time{}); r.Verdict != UnknownKey {
		t.Errorf("%s: %s", r.Verdict, r.Reason)
	}
	if r := ring.Verify(FromText([]byte("other words"), armor, time.Now()), NamespaceApproval, time.Time{}); r.Verdict != Bad {
		t.Errorf("%s: %s", r.Verdict, r.Reason)
	}
}
