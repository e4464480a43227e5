package redline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// randomDocument writes a document of blocks of all sorts.
func randomDocument(r *rand.Rand) []string {
	var out []string
	for n := 3 + r.IntN(12); n > 0; n-- {
		out = append(out, randomBlock(r))
	}
	return out
}

var someWords = strings.Fields("access right owner review risk policy the a of and is not must quarter 90 14 2026-01-01 " +
	"POL-001 *weight* **strong** `code` [link](x.md) ![pic](p.png) e.g. 1,000 50% don't <b> &amp; ünïcode 漢字 ~~gone~~ " +
	"3 March 2026 end. Next? \\\n <br> <sup>2</sup> <kbd> </kbd> note[^n] \u00a0 \u202e")

func randomWords(r *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = someWords[r.IntN(len(someWords))]
	}
	return strings.Join(out, " ")
}

func randomBlock(r *rand.Rand) string {
	switch r.IntN(9) {
	case 0:
		return strings.Repeat("#", 1+r.IntN(3)) + " " + fmt.Sprint(r.IntN(4)) + ". " + randomWords(r, 1+r.IntN(3))
	case 1:
		return "- " + randomWords(r, 4) + "\n- [ ] " + randomWords(r, 3) + "\n  - " + randomWords(r, 5)
	case 2:
		rows := []string{"| A | B | C |", "|---|---|---|"}
		for n := r.IntN(6); n > 0; n-- {
			rows = append(rows, fmt.Sprintf("| R-%d | %s | %s |", r.IntN(9), randomWords(r, 2), randomWords(r, 1)))
		}
		return strings.Join(rows, "\n")
	case 3:
		return "```\n" + randomWords(r, 3) + "\n" + randomWords(r, 2) + "\n```"
	case 4:
		return "> " + randomWords(r, 9)
	case 5:
		return "[^n]: " + randomWords(r, 3)
	case 6:
		return []string{"<details>\n<summary>" + randomWords(r, 2) + "</summary>", "</details>"}[r.IntN(2)]
	}
	return randomWords(r, 1+r.IntN(40))
}

// edited changes a document here and there.
func editedCopy(r *rand.Rand, blocks []string) []string {
	out := slices.Clone(blocks)
	for n := r.IntN(5); n > 0; n-- {
		i := r.IntN(len(out))
		switch r.IntN(5) {
		case 0:
			out = slices.Insert(out, i, randomBlock(r))
		case 1:
			if len(out) > 1 {
				out = slices.Delete(out, i, i+1)
			}
		case 2:
			j := r.IntN(len(out))
			out[i], out[j] = out[j], out[i]
		case 3:
			words := strings.Fields(out[i])
			k := r.IntN(len(words) + 1)
			out[i] = strings.Join(slices.Insert(words, k, randomWords(r, 1+r.IntN(3))), " ")
		default:
			out[i] = strings.Replace(out[i], someWords[r.IntN(len(someWords))], randomWords(r, 1), 1)
		}
	}
	return out
}

// TestProperties compares documents at random: both texts are in each redline, a document has no differences from
// itself, and nothing is different from one run to the next.
func TestProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		blocks := randomDocument(r)
		a, b := strings.Join(blocks, "\n\n"), strings.Join(editedCopy(r, blocks), "\n\n")
		first := compared(t, a, b)
		checkTexts(t, first, a, b)
		checkTexts(t, compared(t, b, a), b, a)
		if again := compared(t, a, b); dump(first) != dump(again) {
			t.Fatalf("not the same twice: %q and %q", a, b)
		}
		if same := compared(t, a, a); !same.Empty() || same.Old() != same.New() {
			t.Fatalf("%q differs from itself: %s", a, dump(same))
		}
	}
}

func FuzzDocuments(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		blocks := randomDocument(r)
		f.Add(strings.Join(blocks, "\n\n"), strings.Join(editedCopy(r, blocks), "\n\n"))
	}
	f.Add("---\nid: a\n---\n# A\n", "+++\nid = 'b'\n+++\n\n| a |\n|-|\n| b | c |\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		checkTexts(t, compared(t, a, b), a, b)
		if same := compared(t, a, a); !same.Empty() {
			t.Fatalf("%q differs from itself: %s", a, dump(same))
		}
	})
}

// TestBounds counts the work on pairs that are hard to compare. Each is allowed what the budget says, which is about a
// second's work for the largest of these texts, and no more than one look beyond it.
func TestBounds(t *testing.T) {
	words := func(prefix string, n, each int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%s%d ", prefix, i)
			if i%each == each-1 {
				b.WriteString(".\n\n")
			}
		}
		return b.String()
	}
	shuffled := func(seed uint64) string {
		all := strings.Fields(words("w", 20_000, 1_000_000))
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		return strings.Join(all, " ")
	}
	headings := strings.Repeat("## The same\n\nWords.\n\n", 500)
	table := func(step int) string {
		var b strings.Builder
		b.WriteString("| ID | Words | More |\n|---|---|---|\n")
		for i := range 5000 {
			fmt.Fprintf(&b, "| R-%d | row %d says %d | the same in all |\n", i*step%5003, i, i*i%977)
		}
		return b.String()
	}
	for name, x := range map[string][2]string{
		"each word differs, paragraphs": {words("a", 20_000, 50), words("b", 20_000, 50)},
		"each word differs, one":        {words("a", 20_000, 1_000_000), words("b", 20_000, 1_000_000)},
		"shuffled":                      {shuffled(1), shuffled(2)},
		"few words, many paragraphs":    {strings.Repeat("a b c d e f g h.\n\n", 2500), strings.Repeat("a b h d e c g f.\n\n", 2500)},
		"headings":                      {headings, "New.\n\n" + headings[:len(headings)/2] + "## Other\n\n" + headings},
		"table":                         {table(1), table(7)},
		"table, sorted otherwise":       {table(1), table(5002)},
		"sentences":                     {strings.Repeat("Do this now. ", 3000), strings.Repeat("Do that now. ", 3000)},
	} {
		t.Run(name, func(t *testing.T) {
			a, _ := parsed(x[0]).Blocks()
			b, _ := parsed(x[1]).Blocks()
			c := blocks(a, b, nil)
			t.Logf("%d of %d", c.match.work, c.match.budget)
			if c.match.work > c.match.budget+size(a)+size(b) {
				t.Errorf("%d words were looked at; %d are allowed", c.match.work, c.match.budget)
			}
			checkTexts(t, c.redline, x[0], x[1])
		})
	}
}
