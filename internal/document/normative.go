package document

import (
	"cmp"
	"strings"
)

// NormativeKind says why a difference changes what is required of anybody.
type NormativeKind string

// The kinds of normative differences.
const (
	ByDuty   NormativeKind = "duty"   // a sentence that binds somebody
	ByNumber NormativeKind = "number" // a number in a sentence, or a limit that came or went
	ByRole   NormativeKind = "role"   // who is named
	ByScope  NormativeKind = "scope"  // what is covered, or left out
	ByNot    NormativeKind = "not"    // a sentence that says the opposite
	ByRow    NormativeKind = "row"    // a row of a table of obligations
	ByKind   NormativeKind = "kind"   // the document's kind
)

// Passage is a sentence or a row of one of the compared documents; Text is "" where the document has none.
type Passage struct {
	Text string
	Span Span // of the block that holds it
}

// Normative is one difference that changes what is required.
type Normative struct {
	Kind     NormativeKind
	Old, New Passage
}

// Difference is what two versions of a document differ in.
type Difference struct {
	Normative []Normative // in the order of the newer text, what was removed last
	Editorial int         // sentences and rows that differ otherwise
}

// CompareOptions say in which language the documents are, and which roles and people may be named in them.
type CompareOptions struct {
	Language string   // of documents that state none; "" or one that Languages lacks: the words of all count
	Names    []string // of roles and people
	Metadata []string // labels, in lower case, of lines in the text's head whose values are facts about the document
}

// Compare finds out whether a newer version of a document asks for something else than an older one, by the sentences
// and rows of their syntax trees. Where lines break, marks of lists, emphasis, where links lead, the order of
// sections, letter case, quotes, how a number is written, articles and a letter that was fixed in a longer word make
// no difference.
func Compare(old, new *Document, opt CompareOptions) (Difference, error) {
	language := cmp.Or(new.Front.Text("language"), old.Front.Text("language"), opt.Language)
	c := comparison{words: lexiconOf(language), metadata: opt.Metadata}
	for _, n := range opt.Names {
		if n = c.words.folded(plainForm(n)); strings.TrimSpace(n) != "" {
			c.names = append(c.names, n)
		}
	}
	var diff Difference
	if a, b := old.Front.Text("kind"), new.Front.Text("kind"); !strings.EqualFold(a, b) {
		diff.Normative = append(diff.Normative, Normative{ByKind, passageOf(old, "kind"), passageOf(new, "kind")})
	}
	before, err := c.units(old)
	if err != nil {
		return Difference{}, err
	}
	after, err := c.units(new)
	if err != nil {
		return Difference{}, err
	}
	removed, added := apart(before, after)
	for _, p := range c.paired(removed, added) {
		if kind := c.judge(p.old, p.new); kind != "" {
			diff.Normative = append(diff.Normative, Normative{kind, p.old.passage(), p.new.passage()})
		} else {
			diff.Editorial++
		}
	}
	return diff, nil
}

func passageOf(d *Document, field string) Passage {
	f, _ := d.Front.Field(field)
	return Passage{f.Value.Text, f.ValueSpan}
}

type comparison struct {
	words    *lexicon
	names    []string
	metadata []string
}

// unit is a sentence, or a row of a table.
type unit struct {
	text  string // as a reader sees it
	plain string // in plain form, folded, with a blank at both ends
	span  Span
	scope bool // in a section or list about what the document covers
	bound bool // in a list whose introduction binds
	row   bool // of a table of obligations
	head  bool // a heading
}

func (u *unit) passage() Passage {
	if u == nil {
		return Passage{}
	}
	return Passage{u.text, u.span}
}

func (u *unit) key() string {
	k := u.plain
	if u.scope {
		k = "scope" + k
	}
	if u.bound {
		k = "bound" + k
	}
	return k
}

// apart leaves out what both have, wherever it is.
func apart(old, new []unit) (removed, added []*unit) {
	count := map[string]int{}
	for i := range new {
		count[new[i].key()]++
	}
	for i := range old {
		if k := old[i].key(); count[k] > 0 {
			count[k]--
		} else {
			removed = append(removed, &old[i])
		}
	}
	for i := range new {
		if k := new[i].key(); count[k] > 0 {
			count[k]--
			added = append(added, &new[i])
		}
	}
	return removed, added
}

// pair is what became of a unit; nil stands for none.
type pair struct{ old, new *unit }

// mostPairs bounds how many pairs are tried.
const mostPairs = 1 << 20

// paired finds for each added unit the removed one that it most likely was.
func (c *comparison) paired(removed, added []*unit) []pair {
	var out []pair
	taken := make([]bool, len(removed))
	few := len(removed)*len(added) <= mostPairs
	bags := make([]map[string]int, len(removed))
	for i, u := range removed {
		bags[i] = bagOf(u.plain)
	}
	for _, u := range added {
		best, most := -1, 0.5
		for i := range removed {
			if !few || taken[i] {
				continue
			}
			if s := alike(bags[i], bagOf(u.plain)); s > most {
				best, most = i, s
			}
		}
		if best < 0 {
			out = append(out, pair{nil, u})
			continue
		}
		taken[best] = true
		out = append(out, pair{removed[best], u})
	}
	for i, u := range removed {
		if !taken[i] {
			out = append(out, pair{u, nil})
		}
	}
	return out
}

func bagOf(plain string) map[string]int {
	bag := map[string]int{}
	for _, w := range strings.Fields(plain) {
		bag[w]++
	}
	return bag
}

// alike is the share of words that two sentences have in common: 0 for none, 1 for all.
func alike(a, b map[string]int) float64 {
	same, all := 0, 0
	for w, n := range a {
		same += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	return 2 * float64(same) / float64(max(all, 1))
}
