package records

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// section is a heading, or a line in bold that stands for one.
type section struct {
	name   string // as written
	words  string // in lower case, without the number, with a blank at both ends
	level  int
	start  int
	parent int // -1 for none
}

// outline is the sections of a document in their order.
type outline []section

const boldLevel = 7 // below all headings

var leadingNumber = lazyregexp.New(`^(?:[0-9]+[a-z]?(?:\.[0-9]+)*|[a-z])[.):]?\s+|^[0-9]+[a-z]\b\s*`)

func outlineOf(d *document.Document, lines []line) outline {
	var all outline
	for _, h := range d.Headings() {
		all = append(all, section{name: h.Text, level: h.Level, start: h.Span.Start})
	}
	for _, l := range lines {
		if l.item == nil && l.label != "" && l.rest == "" {
			all = append(all, section{name: l.label, level: boldLevel, start: l.span.Start})
		}
	}
	slices.SortStableFunc(all, func(a, b section) int { return a.start - b.start })
	var open []int
	for i := range all {
		s := &all[i]
		low := leadingNumber.ReplaceAllString(strings.ToLower(plain(s.name)), "")
		words := strings.FieldsFunc(low, func(r rune) bool { return strings.ContainsRune(" :.,/&()*", r) })
		s.words = " " + strings.Join(words, " ") + " "
		for len(open) > 0 && all[open[len(open)-1]].level >= s.level {
			open = open[:len(open)-1]
		}
		s.parent = -1
		if len(open) > 0 {
			s.parent = open[len(open)-1]
		}
		open = append(open, i)
	}
	return all
}

// index returns the section that a place is in; -1 before the first one.
func (o outline) index(at int) int {
	i, found := slices.BinarySearchFunc(o, at, func(s section, at int) int { return s.start - at })
	if !found {
		i--
	}
	return i
}

func (o outline) at(place int) string {
	if i := o.index(place); i >= 0 {
		return o[i].name
	}
	return ""
}

// near is how near a place is to a section with one of some names: how many sections further in it is, and how many
// letters of the name the heading has.
type near struct{ depth, length int }

// before reports whether a is nearer than b.
func (a near) before(b near) bool {
	return a.depth < b.depth || a.depth == b.depth && a.length > b.length
}

// near returns how near a place is to a section with one of some names; false where it is in none.
func (o outline) near(at int, names []string) (near, bool) {
	i := o.index(at)
	for depth := 0; i >= 0; i, depth = o[i].parent, depth+1 {
		length := 0
		for _, n := range names {
			if strings.Contains(o[i].words, " "+n+" ") { // as whole words
				length = max(length, len(n))
			}
		}
		if length > 0 {
			return near{depth, length}, true
		}
	}
	return near{}, false
}
