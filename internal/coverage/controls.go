package coverage

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// Named is a control that a text names.
type Named struct {
	Standard string // as the data has it, else as NEN7510; "" for a control of the company's own
	Number   string // as the standard has it, else as written
	Known    bool   // the standard has it, or the company
	Foreign  bool   // of a standard that isn't among the data, so that nobody knows what it has
	Lettered bool   // its letters stand before its number
}

// Replaced returns what replaced a control of the edition of 2013 of ISO/IEC 27001; none for another one.
func (n Named) Replaced() []string {
	if n.Known || n.Standard != schema.ISO27001 {
		return nil
	}
	return schema.Replaced("A." + strings.TrimPrefix(n.Number, "A."))
}

var (
	controlWord = lazyregexp.New(`(?:^|[^\pL\pN.])(?:([A-Za-z]{1,3})([. ]?))?(\d{1,3}(?:\.\d+)+)`)
	rangeSign   = lazyregexp.New(`^\s*(?:-|–|—|to|bis)\s*$`)
	partSign    = lazyregexp.New(`^(?s).*[,;/&+\n]\s*$|^\s*(?:and|und)?\s*$`)
)

// Controls returns the controls that a text names, each once: A.5.1, A5.1, A 5.1, Annex A 5.1, 5.1 where a part of the
// text begins with it, all of a range such as A.7.1–A.7.6, and the company's own. A standard before a control is its
// own; else it is the given one, or one of those that documents are measured against.
func Controls(cfg *config.Config, text, standard string) []Named {
	n := naming{cfg: cfg, text: text, standard: standard}
	if own := OwnControl(cfg, strings.TrimSpace(text)); own != "" {
		return []Named{{Number: own, Known: true}}
	}
	for word := range strings.FieldsSeq(text) {
		if len(cfg.Coverage.OwnControls) == 0 {
			break
		}
		if own := OwnControl(cfg, strings.Trim(word, ",;:()")); own != "" {
			n.add(Named{Number: own, Known: true})
		}
	}
	n.read()
	return n.all
}

// OwnControl returns the id of a control of the company's own, as it is declared; "" for another one.
func OwnControl(cfg *config.Config, number string) string {
	for _, o := range cfg.Coverage.OwnControls {
		if strings.EqualFold(o.ID, number) {
			return o.ID
		}
	}
	return ""
}

// naming reads the controls of one text.
type naming struct {
	cfg      *config.Config
	text     string
	standard string
	all      []Named
}

func (n *naming) add(c Named) {
	if !slices.ContainsFunc(n.all, func(o Named) bool { return o.Standard == c.Standard && o.Number == c.Number }) {
		n.all = append(n.all, c)
	}
}

func (n *naming) read() {
	end := 0 // of the last control
	var last Named
	for at := 0; ; {
		if !dotted(n.text[at:]) {
			return
		}
		m := controlWord.FindStringSubmatchIndex(n.text[at:])
		if m == nil {
			return
		}
		for i := range m {
			if m[i] >= 0 {
				m[i] += at
			}
		}
		at = m[7]
		start, letters, bare := m[6], "", true
		if m[2] >= 0 {
			switch word := n.text[m[2]:m[3]]; {
			case m[5] == m[4] || n.text[m[4]] == '.' || word == strings.ToUpper(word):
				start, letters, bare = m[2], word, false
			}
		}
		before := n.text[end:start]
		ranges := last.Known && rangeSign.MatchString(before)
		if bare && !ranges && !partSign.MatchString(before) {
			continue
		}
		c, ok := n.control(letters, n.text[m[6]:m[7]], n.standardBefore(start))
		if !ok {
			continue
		}
		c.Lettered = !bare
		if s := schema.StandardNamed(c.Standard); ranges && s != nil && last.Standard == c.Standard {
			for _, between := range s.Between(last.Number, c.Number) {
				n.add(Named{Standard: c.Standard, Number: between, Known: true, Lettered: !bare})
			}
		}
		n.add(c)
		end, last = at, c
	}
}

// dotted reports quickly whether a text may hold the number of a control: digits on both sides of a dot.
func dotted(text string) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for i := range len(text) {
		if text[i] == '.' && digit(i-1) && digit(i+1) {
			return true
		}
	}
	return false
}

// standardBefore is the standard that the text names before a place, else the given one.
func (n *naming) standardBefore(at int) string {
	if all := schema.StandardsIn(n.text[:at]); len(all) > 0 {
		return all[len(all)-1]
	}
	return n.standard
}

// control finds the control of a standard; "" stands for those that documents are measured against. ok is false for
// what names no control, such as a clause or a version.
func (n *naming) control(letters, number, standard string) (c Named, ok bool) {
	written := number
	if letters != "" {
		written = strings.ToUpper(letters) + "." + number
	}
	if own := OwnControl(n.cfg, written); own != "" {
		return Named{Number: own, Known: true}, true
	}
	names := []string{standard}
	if standard == "" {
		names = measured(n.cfg)
	}
	var unknown Named
	for _, name := range names {
		s := schema.StandardNamed(name)
		if s == nil {
			return Named{Standard: name, Number: written, Foreign: true}, true
		}
		p, known, own := s.Control(letters, number)
		if known {
			return Named{Standard: s.Name, Number: p.Number, Known: true}, true
		}
		if own && !ok && (letters != "" || mayBe(s, number)) {
			unknown, ok = Named{Standard: s.Name, Number: written}, true
		}
	}
	return unknown, ok
}

// measured returns the standards that documents are measured against.
func measured(cfg *config.Config) []string {
	if len(cfg.Coverage.Standards) > 0 {
		return cfg.Coverage.Standards
	}
	return []string{schema.ISO27001}
}

// mayBe reports whether a number alone is meant as a control that the standard doesn't have: no clause has it, and it
// is one of the edition before, or of a theme that the standard has.
func mayBe(s *schema.Standard, number string) bool {
	if _, clause := s.Point(number); clause {
		return false
	}
	theme, _, _ := strings.Cut(number, ".")
	_, known, _ := s.Control("", theme+".1")
	return known || s.Name == schema.ISO27001 && strings.Count(number, ".") == 2 && len(schema.Replaced("A."+number)) > 0
}
