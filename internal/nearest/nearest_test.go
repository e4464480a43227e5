package nearest

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	known := []string{"draft", "in-review", "approved", "retired"}
	for name, want := range map[string]string{
		"aproved": "approved", "Approvde": "approved", "in-reveiw": "in-review", "darft": "draft", "final": "", "": "", "x": "",
		strings.Repeat("a", 500): "",
	} {
		if got := Word(name, known); got != want {
			t.Errorf("nearest.Word(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestDistance: the short ways of distance are as long as the long one, up to enough.
func TestDistance(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		b := make([]byte, rng.IntN(8))
		for i := range b {
			b[i] = "abc"[rng.IntN(3)]
		}
		return string(b)
	}
	for range 20000 {
		a, b, enough := word(), word(), rng.IntN(6)
		got, want := distance(a, b, enough), plainDistance(a, b)
		if got != want && (got < enough || want < enough) {
			t.Fatalf("distance(%q, %q, %d) is %d, want %d", a, b, enough, got, want)
		}
	}
}

func plainDistance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = 1 + min(rows[i-1][j-1], rows[i-1][j], rows[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
