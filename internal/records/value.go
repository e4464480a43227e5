package records

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/schema"
)

// Value is what a cell says. Beside the text only what its column's type asks for is set, and only of a Known one.
type Value struct {
	State    State
	Text     string // without the marks before words
	ID       ID
	When     When
	Choice   Choice
	Party    *Party
	Quantity *Quantity
	List     []string // the parts of a list, or the steps of a text
	Problem  *Problem // of an Unclear one
}

// Context is what values are read with.
type Context struct {
	Roster   Roster // nil for none
	Calendar Calendar
}

// column reads the cells of one column. Equal texts are read once.
type column struct {
	schema.Column
	pattern *regexp.Regexp // nil for none
	context Context
	words   *Words
	seen    map[string]Value
}

func (c Context) column(of schema.Column) *column {
	col := &column{Column: of, context: c, words: Vocabularies()[of.Type], seen: map[string]Value{}}
	if of.Pattern != "" {
		col.pattern = regexp.MustCompile(of.Pattern) // the configuration compiled it
	}
	if col.words != nil && len(of.Words) > 0 {
		more := schema.Vocabulary{}
		for _, class := range slices.Sorted(maps.Keys(of.Words)) {
			more = append(more, schema.WordClass{Name: class, Words: of.Words[class]})
		}
		col.words = NewWords(schema.Vocabularies()[of.Type], more)
	}
	return col
}

// Value reads a text as a cell of a column.
func (c Context) Value(of schema.Column, text string) Value { return c.column(of).read(text) }

func (c *column) read(text string) Value {
	if c.Type == "text" || c.Type == "id" { // they seldom repeat
		return c.fresh(text)
	}
	v, ok := c.seen[text]
	if !ok {
		v = c.fresh(text)
		c.seen[text] = v
	}
	return v
}

func (c *column) fresh(text string) Value {
	clean, state := read(text)
	v := Value{State: state, Text: clean}
	if state == Nothing && c.words == nil && c.Type != "day" || state == Empty || state == Placeholder {
		if state == Nothing && !c.None {
			v.State = Empty
		}
		return v
	}
	v.State = Known
	if c.pattern != nil && !c.pattern.MatchString(clean) {
		v.unclear(&Problem{Message: quoted(clean) + " doesn't match " + c.Pattern, Certain: true,
			Help: "write it so that all of it matches"})
		return v
	}
	switch {
	case c.Type == "status":
		c.status(&v, text)
	case c.words != nil:
		c.choice(&v, text)
	case c.Type == "day":
		c.when(&v, state)
	case c.Type == "id":
		id, ok := ReadID(clean)
		if v.ID = id; !ok {
			v.unclear(&Problem{Message: quoted(clean) + " is no id", Help: "write letters, digits and hyphens, as " +
				"in CA-001"})
		}
	case c.Type == "party":
		p := ReadParty(clean, c.context.Roster)
		v.Party = &p
	case c.Type == "quantity" || c.Type == "percentage":
		q, p := ReadQuantity(clean)
		if v.Quantity = &q; p != nil {
			v.unclear(p)
		}
	default:
		v.List = steps(clean)
	}
	return v
}

func (v *Value) unclear(p *Problem) { v.State, v.Problem = Unclear, p }

func (c *column) status(v *Value, text string) {
	ok := false
	if v.Choice, ok = c.words.Status(text); ok {
		return
	}
	c.unknownWord(v)
}

func (c *column) choice(v *Value, text string) {
	ok := false
	if v.Choice, ok = c.words.Read(text); !ok {
		c.unknownWord(v)
	}
}

// unknownWord says which word may be meant, and one of each class.
func (c *column) unknownWord(v *Value) {
	p := &Problem{Message: fmt.Sprintf("%s is no word for %s", quoted(v.Text), strings.ReplaceAll(c.Name, "_", " ")),
		Help: "write a word such as " + strings.Join(c.words.examples(), ", ")}
	if near := nearest.Word(v.Text, c.words.all); near != "" {
		p.Message += fmt.Sprintf("; did you mean %q?", near)
	}
	v.unclear(p)
}

// when reads a day. Where a column of days says n/a there is none.
func (c *column) when(v *Value, state State) {
	if state == Nothing {
		if v.State = Empty; c.None {
			v.State = Nothing
		}
		return
	}
	w, p := ReadWhen(v.Text, c.context.Calendar)
	switch {
	case p != nil:
		v.unclear(p)
	case w.Form == NoDay:
		v.State, v.When = Empty, w
	default:
		v.When = w
	}
}

// since reads a time that depends on the day from which it counts again.
func (c *column) since(v *Value, from day.Day) {
	depends := v.State == Known && v.When.Form == Relative || v.State == Unclear
	if c.Type != "day" || !depends || from == day.None || from == c.context.Calendar.From {
		return
	}
	calendar := c.context.Calendar
	calendar.From = from
	if w, p := ReadWhen(v.Text, calendar); p != nil {
		v.Problem = p
	} else {
		v.When = w
	}
}

// steps cuts a text at its line feeds, without the numbers and signs before each part; nil where there is one part.
func steps(text string) []string {
	if !strings.Contains(text, "\n") {
		return nil
	}
	var out []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		n := strings.IndexFunc(line, func(r rune) bool { return r < '0' || r > '9' })
		if n > 0 && strings.IndexByte(".)", line[n]) >= 0 {
			line = line[n+1:]
		}
		if line = strings.TrimSpace(strings.TrimLeft(line, "-*•")); line != "" {
			out = append(out, line)
		}
	}
	return out
}
