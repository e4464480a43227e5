package adopt

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// IDs gives ids that no document has or had, each the next one in the row of its kind.
type IDs struct {
	taken    map[string]bool         // in lower case
	highest  map[string]int          // the highest number of a row, by its letters in lower case
	width    map[string]int          // the digits of its numbers
	rows     map[*config.Kind]string // the letters of a kind's ids
	patterns map[string]*regexp.Regexp
}

// NewIDs knows the ids of a register and of history. book is nil where history can't be read.
func NewIDs(reg *register.Register, book *trail.Book) *IDs {
	n := &IDs{taken: map[string]bool{}, highest: map[string]int{}, width: map[string]int{},
		rows: map[*config.Kind]string{}, patterns: map[string]*regexp.Regexp{}}
	if book != nil {
		for _, d := range book.Documents {
			n.take(d.ID)
		}
	}
	for _, e := range reg.All() {
		if row := n.take(e.ID); row != "" && n.rows[e.Kind] == "" {
			n.rows[e.Kind] = row
		}
	}
	return n
}

var endNumber = lazyregexp.New(`^(.*?)([0-9]{1,9})$`)

// take notes an id, and returns the letters of its row; "" for one without a number.
func (n *IDs) take(id string) (row string) {
	n.taken[strings.ToLower(id)] = true
	m := endNumber.FindStringSubmatch(id)
	if m == nil {
		return ""
	}
	number, _ := strconv.Atoi(m[2]) // nine digits at most
	low := strings.ToLower(m[1])
	n.highest[low], n.width[low] = max(n.highest[low], number), max(n.width[low], len(m[2]))
	return m[1]
}

// Claim takes a stated id for a document of a kind, and reports whether it was free and fits the kind.
func (n *IDs) Claim(k *config.Kind, id string) bool {
	if n.taken[strings.ToLower(id)] || !n.fits(k, id) {
		return false
	}
	if row := n.take(id); row != "" && n.rows[k] == "" {
		n.rows[k] = row
	}
	return true
}

// fits reports whether a document of a kind may have an id. A pattern that isn't a regular expression allows none.
func (n *IDs) fits(k *config.Kind, id string) bool {
	p, compiled := n.patterns[k.IDPattern]
	if !compiled {
		p, _ = regexp.Compile(k.IDPattern)
		n.patterns[k.IDPattern] = p
	}
	return p != nil && p.MatchString(id) && len(id) <= schema.MaxIDLength && !schema.IsReserved(id)
}

// Next returns the next free id of a kind; "" where the kind's pattern allows none of its row.
func (n *IDs) Next(k *config.Kind) string {
	row := cmp.Or(n.rows[k], k.Prefix()+"-")
	low := strings.ToLower(row)
	id := fmt.Sprintf("%s%0*d", row, cmp.Or(n.width[low], 3), n.highest[low]+1)
	if !n.fits(k, id) {
		return ""
	}
	n.take(id)
	return id
}
