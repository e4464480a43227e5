package publication

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/redline"
)

// TestTexts: a text is read once while it is among those that were compared last, whoever asks for it, and again after
// that; large ones and those that can't be read don't stay.
func TestTexts(t *testing.T) {
	var all texts
	var mu sync.Mutex
	reads := map[string]int{}
	ask := func(n, size int, fails error) *redline.Input {
		blob, path := gitrepo.ID{byte(n)}, fmt.Sprintf("%d.md", n)
		text, err := all.of(blob, path, func() (*redline.Input, int, error) {
			mu.Lock()
			reads[path]++
			mu.Unlock()
			if fails != nil {
				return nil, 0, fails
			}
			in, err := redline.Read(document.Parse(path, []byte("# "+path+"\n"), nil))
			return in, size, err
		})
		if !errors.Is(err, fails) {
			t.Errorf("%s: %v, want %v", path, err, fails)
		}
		return text
	}
	var group sync.WaitGroup
	for range 50 {
		for n := range mostTexts {
			group.Go(func() { ask(n, 100, nil) })
		}
	}
	group.Wait()
	for path, n := range reads {
		if n != 1 {
			t.Errorf("%s was read %d times", path, n)
		}
	}
	if a, b := ask(1, 100, nil), ask(1, 100, nil); a != b {
		t.Error("the same text is another one")
	}
	if len(redline.Compare(ask(1, 100, nil), ask(2, 100, nil)).Changes) == 0 {
		t.Error("two texts are the same")
	}
	ask(100, 100, nil) // in the place of the one that was asked for longest ago
	if len(all.last) != mostTexts {
		t.Errorf("%d texts are there", len(all.last))
	}
	ask(101, largestText+1, nil)
	ask(101, largestText+1, nil)
	gone := errors.New("gone")
	ask(102, 0, gone)
	ask(102, 0, gone)
	if reads["101.md"] != 2 || reads["102.md"] != 2 || len(all.last) > mostTexts {
		t.Errorf("large: %d, unreadable: %d, there: %d", reads["101.md"], reads["102.md"], len(all.last))
	}
}
