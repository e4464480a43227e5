package lint

import (
	"math/rand/v2"
	"testing"

	"github.com/writ-docs/writ/internal/document"
)

// TestScopes compares what is found with a look at all suppressors, and counts what is kept: no more than two places for
// each, so that many findings below many suppressions cost no more than their sum.
func TestScopes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var all []*suppressor
		for range random.IntN(12) {
			x := &suppressor{}
			if start := random.IntN(40); random.IntN(6) > 0 {
				x.at = &document.Span{Start: start, End: start + random.IntN(15)}
			}
			all = append(all, x)
		}
		s := newScopes(all)
		if len(s.starts) > 2*len(all) {
			t.Fatalf("%d places for %d suppressors", len(s.starts), len(all))
		}
		for offset := range 60 {
			var want *suppressor
			for _, x := range all {
				covers := x.at == nil || x.at.Start <= offset && offset < x.at.End
				if covers && (want == nil || x.width() < want.width()) {
					want = x
				}
			}
			if got := s.at(offset); got != want {
				t.Fatalf("at %d: %+v, want %+v, of %d", offset, got, want, len(all))
			}
		}
	}
}
