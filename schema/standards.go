package schema

import (
	"bytes"
	"embed"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Standard is what documents can answer: the clauses and controls of one standard, in their order. Another standard is
// one more file in the folder standards.
type Standard struct {
	Name   string // as satisfies has it: ISO27001
	Title  string // ISO/IEC 27001:2022
	Points []Point

	Editions []Edition // the oldest first

	index  map[string]int
	prefix []string // the letters before the numbers of its controls, each once
}

// Point is a clause or a control.
type Point struct {
	Number string
	Title  string
	Sort   PointSort
	Asks   []Asked
}

// Edition is one of a standard's editions, and when it was current. Days are as 2022-10-25.
type Edition struct {
	Year        string
	From, Until string // Until is "" while it is current
}

// PointSort says what a point is.
type PointSort string

// The sorts of points.
const (
	Group   PointSort = "group" // holds clauses or controls, and asks for nothing itself
	Clause  PointSort = "clause"
	Control PointSort = "control"
)

// Asked is something written that a point asks for.
type Asked struct {
	Mandatory bool     // the standard asks for it; otherwise auditors do
	Kinds     []string // documents of which kinds can be it; any, where none is named
	What      string   // in a few words
}

//go:embed standards/*.tsv
var standardFiles embed.FS

const (
	standardFolder = "standards"
	standardEnd    = ".tsv"
	replacements   = "ISO27001-2013"
)

// ISO27001 is the name of the standard of information security management systems.
const ISO27001 = "ISO27001"

// Standards returns all standards, sorted by name. They mustn't be changed.
func Standards() []*Standard { return standards() }

var standards = sync.OnceValue(func() []*Standard {
	var all []*Standard
	entries, _ := standardFiles.ReadDir(standardFolder) // embedded, as what it holds: tests read it
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), standardEnd); name != replacements {
			all = append(all, readStandard(name))
		}
	}
	return all
})

func readStandard(name string) *Standard {
	s := &Standard{Name: name, index: map[string]int{}}
	for line := range dataLines(name + standardEnd) {
		if title, ok := strings.CutPrefix(line, "# "); ok {
			if s.Title == "" {
				s.Title, _, _ = strings.Cut(title, ": ")
			}
			continue
		}
		part := strings.Split(line, "\t")
		if part[0] == "asks" {
			p := &s.Points[s.index[strings.ToLower(part[1])]]
			p.Asks = append(p.Asks, Asked{part[2] == "mandatory", strings.Fields(part[3]), part[4]})
			continue
		}
		if part[0] == "edition" {
			s.Editions = append(s.Editions, Edition{part[1], part[2], part[3]})
			continue
		}
		s.index[strings.ToLower(part[1])] = len(s.Points)
		if letters := lettersOf(part[1]); part[0] == string(Control) && !slices.Contains(s.prefix, letters) {
			s.prefix = append(s.prefix, letters)
		}
		s.Points = append(s.Points, Point{Number: part[1], Title: part[2], Sort: PointSort(part[0])})
	}
	return s
}

func dataLines(file string) iter.Seq[string] {
	src, _ := standardFiles.ReadFile(path.Join(standardFolder, file))
	return strings.SplitSeq(string(bytes.TrimRight(src, "\n")), "\n")
}

// Point returns the clause or control with a number, whatever its case.
func (s *Standard) Point(number string) (p Point, ok bool) {
	i, ok := s.index[strings.ToLower(number)]
	if ok {
		p = s.Points[i]
	}
	return p, ok
}

// EditionIn returns the edition that a text names, such as ISO/IEC 27001:2022; false where it names none. EN, and the
// national bodies, adopt an edition in its year or later, and give it that year: EN ISO/IEC 27001:2023 is that of
// 2022.
func (s *Standard) EditionIn(text string) (e Edition, ok bool) {
	number := strings.TrimLeft(s.Name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	_, rest, named := strings.Cut(text, number)
	if m := yearBehind.FindStringSubmatch(rest); named && m != nil {
		for _, of := range s.Editions {
			if of.Year <= m[1] {
				e, ok = of, true
			}
		}
	}
	return e, ok
}

var yearBehind = lazyregexp.New(`^[^0-9]{1,3}((?:19|20)[0-9]{2})(?:[^0-9]|$)`)

func lettersOf(number string) string {
	return strings.ToUpper(strings.TrimRight(number[:strings.IndexAny(number, "0123456789")], "."))
}

// Control returns the control that letters and a number name: A and 5.1, as in A.5.1, A5.1 and A 5.1. Without letters
// it is the one with those that all controls of the standard have. ok is false where the standard has no such control;
// own is whether it might: its controls have these letters.
func (s *Standard) Control(letters, number string) (p Point, ok, own bool) {
	letters = strings.ToUpper(letters)
	if letters == "" && len(s.prefix) == 1 {
		letters = s.prefix[0]
	}
	for _, between := range []string{".", ""} {
		if p, ok = s.Point(letters + between + number); ok && p.Sort == Control {
			return p, true, true
		}
	}
	return Point{}, false, slices.Contains(s.prefix, letters)
}

// Titled returns the control that has a title, whatever its case.
func (s *Standard) Titled(title string) (p Point, ok bool) {
	i := slices.IndexFunc(s.Points, func(p Point) bool {
		return p.Sort == Control && strings.EqualFold(p.Title, strings.TrimSpace(title))
	})
	if i < 0 {
		return Point{}, false
	}
	return s.Points[i], true
}

// Between returns the controls from one to another in the order of the standard, without these two.
func (s *Standard) Between(from, to string) (all []string) {
	a, known := s.index[strings.ToLower(from)]
	b, end := s.index[strings.ToLower(to)]
	for i := a + 1; known && end && i < b; i++ {
		if s.Points[i].Sort == Control {
			all = append(all, s.Points[i].Number)
		}
	}
	return all
}

// norm is a standard as texts name it: ISO/IEC 27001, NEN-EN-ISO 27001, NEN 7510, SOC 2.
var norm = lazyregexp.New(`(?i)(?:^|[^\pL\pN])((?:(?:ISO|IEC|EN|DIN|BS|NEN|SN|SS|NF|UNI|UNE|ÖNORM|NIST|PCI|DSS|SOC|BSI|NTA)[ /:-]*)+)(\d+)`)

// StandardsIn returns the names of the standards that a text names, each once: of the data where that has it, else as
// NEN7510. ISO/IEC 27002 has the controls of ISO/IEC 27001.
func StandardsIn(text string) (all []string) {
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	for _, m := range norm.FindAllStringSubmatch(text, -1) {
		bodies := strings.FieldsFunc(strings.ToUpper(m[1]), func(r rune) bool { return strings.ContainsRune(" /:-", r) })
		body, number := bodies[len(bodies)-1], m[2]
		if slices.Contains(bodies, "ISO") {
			body = "ISO"
		}
		if body+number == "ISO27002" {
			number = "27001"
		}
		if name := body + number; !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// edition is what may stand behind the name of a standard: ISO/IEC 27001:2022, ISO27001-2022.
var (
	edition = lazyregexp.New(`[-:](?:19|20)[0-9]{2}$`)
	bareISO = strings.NewReplacer("/", "", "IEC", "", " ", "", "-", "", "_", "")
)

// StandardNamed finds a standard by a name as people write it: ISO27001, ISO/IEC 27001, ISO 27001:2022; nil for none.
func StandardNamed(name string) *Standard {
	of := func(name string) *Standard {
		for _, s := range standards() {
			if s.Name == name {
				return s
			}
		}
		return nil
	}
	if s := of(name); s != nil {
		return s
	}
	return of(bareISO.Replace(strings.ToUpper(edition.ReplaceAllString(strings.TrimSpace(name), ""))))
}

// Reference is what an entry of satisfies names.
type Reference struct {
	Standard string // "" where it names none
	Number   string
}

// ParseReference reads an entry of satisfies: ISO27001:A.5.1. The standard's name is that of the data, where it is
// known.
func ParseReference(text string) Reference {
	text = strings.TrimSpace(text)
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return Reference{Number: text}
	}
	r := Reference{strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])}
	if s := StandardNamed(r.Standard); s != nil {
		r.Standard = s.Name
		if p, ok := s.Point(r.Number); ok {
			r.Number = p.Number
		}
	}
	return r
}

// String is a reference as satisfies has it.
func (r Reference) String() string {
	if r.Standard == "" {
		return r.Number
	}
	return r.Standard + ":" + r.Number
}

// Replaced returns the controls of ISO/IEC 27001:2022 that replaced a control of the edition of 2013, or those of one
// of its objectives, such as A.12.3; none where that has neither.
func Replaced(control string) []string {
	control = strings.ToUpper(control)
	if now := replaced()[control]; len(now) > 0 {
		return now
	}
	var all []string
	for old, now := range replaced() {
		if strings.HasPrefix(old, control+".") && strings.Count(control, ".") == 2 {
			all = append(all, now...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var replaced = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range dataLines(replacements + standardEnd) {
		if old, now, ok := strings.Cut(line, "\t"); ok {
			all[old] = strings.FieldsFunc(now, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	return all
})
