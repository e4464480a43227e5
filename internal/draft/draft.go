package draft

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// New is what is said of a new document.
type New struct {
	Config *config.Config
	Kind   *config.Kind
	Fields []adopt.Entry // each field once

	Rows map[string][]Row // of the template's tables, by their names in the kind
}

// Text returns what is said for a field; "" for nothing.
func (n *New) Text(field string) string {
	for _, e := range n.Fields {
		if e.Name == field {
			return e.Value.String()
		}
	}
	return ""
}

// say notes a value for a field of which nothing is said yet.
func (n *New) say(field string, v adopt.Value) {
	if n.Text(field) == "" {
		n.Fields = append(n.Fields, adopt.Entry{Name: field, Value: v})
	}
}

// The version of a document that nobody approved yet, and what stands for words and days that a person has to write.
const (
	firstVersion = "1.0"
	anyWords     = "[Description]"
	anyDay       = "[YYYY-MM-DD]"
	namedPerson  = "[Name]"
)

// FromTemplate returns a new document made of a template: with the fields that are said, and placeholders for others
// that its kind requires.
func (n *New) FromTemplate(template []byte) ([]byte, error) {
	template = n.fill(template)
	template, err := n.withRows(n.withoutSaid(template))
	if err != nil {
		return nil, err
	}
	d := document.Parse("new.md", template, n.Config.Fields)
	n.begin(d)
	for _, name := range n.Kind.Required {
		if _, there := d.Front.Field(name); there || name == "review_date" {
			continue
		}
		n.say(name, placeholder(name))
	}
	return n.complete(d)
}

// withoutSaid leaves out of a template the fields that are said otherwise.
func (n *New) withoutSaid(template []byte) []byte {
	front, _ := document.ParseFront(template, n.Config.Fields)
	for _, f := range slices.Backward(front.Fields) {
		if n.Text(f.Name) == "" {
			continue
		}
		end := max(f.KeySpan.End, f.ValueSpan.End)
		if i := bytes.IndexByte(template[end:], '\n'); i >= 0 {
			end += i + 1
		}
		template = slices.Delete(bytes.Clone(template), f.KeySpan.Start, end)
	}
	return template
}

// placeholder is what stands for a field's value until a person writes it.
func placeholder(name string) adopt.Value {
	switch schema.FieldNamed(name).Type {
	case schema.Day:
		return adopt.Value{Text: anyDay}
	case schema.People:
		return adopt.Value{List: []string{namedPerson}}
	case schema.List:
		return adopt.Value{List: []string{anyWords}}
	}
	return adopt.Value{Text: anyWords}
}

// begin says what a document starts with, as far as it or its kind says nothing else.
func (n *New) begin(d *document.Document) {
	has := func(name string) bool { return d.Front.Text(name) != "" || n.Text(name) != "" }
	asks := func(name string) bool { return slices.Contains(n.Kind.Required, name) }
	if len(n.Kind.States) > 0 && !has("status") {
		n.say("status", adopt.Value{Text: n.Kind.States[0]})
	}
	if asks("version") && !has("version") {
		n.say("version", adopt.Value{Text: firstVersion})
	}
	_, stated := n.Config.StatedCycle(n.Kind)
	if !asks("review_date") || stated || has("review_date") || has("review_cycle") || has("last_reviewed") {
		return
	}
	if n.Kind.ReviewCycle.IsZero() {
		n.say("review_date", adopt.Value{Text: anyDay})
		return
	}
	n.say("review_cycle", adopt.Value{Text: n.Kind.ReviewCycle.String()})
}

// complete writes the fields into the front matter, in their usual order.
func (n *New) complete(d *document.Document) ([]byte, error) {
	order := map[string]int{}
	for i, f := range schema.Fields() {
		order[f.Name] = i + 1
	}
	slices.SortStableFunc(n.Fields, func(a, b adopt.Entry) int {
		return cmp.Compare(cmp.Or(order[a.Name], len(order)+1), cmp.Or(order[b.Name], len(order)+1))
	})
	return adopt.Complete(d, n.Config.Fields, n.Fields)
}

// fill puts title, organization and controls into a template.
func (n *New) fill(template []byte) []byte {
	if title := n.Text("title"); title != "" {
		template = bytes.ReplaceAll(template, []byte(schema.TitleMark), []byte(escape(title)))
	}
	if name := n.Config.Organization.Name; name != "" {
		template = bytes.ReplaceAll(template, []byte(schema.OrganizationMark), []byte(escape(name)))
	}
	for {
		at := bytes.Index(template, []byte(schema.ControlsMark))
		if at < 0 {
			return template
		}
		start := bytes.LastIndexByte(template[:at], '\n') + 1
		end := len(template)
		if i := bytes.IndexByte(template[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		columns := bytes.Count(template[start:end], []byte("|")) - 1
		template = slices.Concat(template[:start], controls(columns), template[end:])
	}
}

// controls are rows of a table with the controls of Annex A: number, title, and empty cells.
func controls(columns int) []byte {
	var b bytes.Buffer
	for _, p := range schema.StandardNamed(schema.ISO27001).Points {
		if p.Sort == schema.Control {
			b.WriteString("| " + p.Number + " | " + p.Title + " |" + strings.Repeat(" |", max(0, columns-2)) + "\n")
		}
	}
	return b.Bytes()
}

// escape writes words so that Markdown shows them as they are.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`,
		"#", `\#`).Replace(s)
}
