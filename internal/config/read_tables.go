package config

import (
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/schema"
)

// tables reads the tables of a kind, a list of them or a mapping by their names. A table goes over the one with its
// name; null removes it.
func (r *reader) tables(n *node, k *Kind) {
	all := slices.Clone(k.Tables.Tables)
	add := func(at *node, name string, read func(*schema.Table)) {
		i := slices.IndexFunc(all, func(t schema.Table) bool { return t.Name == name })
		switch {
		case at.kind == null && i < 0:
			r.nothingRemoved(at, "table")
		case at.kind == null:
			all = slices.Delete(all, i, i+1)
		case i < 0:
			all = append(all, schema.Table{Name: name})
			read(&all[len(all)-1])
		default:
			read(&all[i])
		}
	}
	if n.kind == mapping {
		for _, e := range n.entries {
			add(e.value, e.key, func(t *schema.Table) { r.table(e.value, t) })
		}
	} else {
		seen := map[string]bool{}
		r.each(n, "[{name: findings, key: id, columns: {id: {type: id}}}]", func(item *node) {
			name := ""
			if v, _, ok := item.at("name"); ok {
				r.into(&name)(v)
			} else if item.kind == mapping {
				r.fault(item, item.name()+" has no `name`", "add `name:`")
			} else {
				r.expected(item, "a mapping of keys", "keys such as `name: findings`")
			}
			if name != "" && seen[name] {
				r.fault(item, fmt.Sprintf("%s: the table %s is here twice", item.name(), quote(name)),
					"remove one of them")
			} else if name != "" {
				seen[name] = true
				add(item, name, func(t *schema.Table) { r.table(item, t, "name") })
			}
		})
	}
	k.Tables.Tables = all
}

// nothingRemoved reports a null that removes nothing.
func (r *reader) nothingRemoved(n *node, what string) {
	r.fault(n, fmt.Sprintf("%s is empty, which removes a %s of the kind that this one extends, and that one has "+
		"none of this name", n.name(), what), "remove the line, or write what the "+what+" is")
}

// table puts what a file says of a table over it.
func (r *reader) table(n *node, t *schema.Table, read ...string) {
	known := keys{
		"in":       func(n *node) { t.In = r.lowWords(n) },
		"only":     r.flag(&t.Only),
		"required": r.flag(&t.Required),
		"key":      func(n *node) { t.Key = r.oneOrList(n, fieldShape) },
		"any_of":   func(n *node) { t.AnyOf = r.oneOrList(n, fieldShape) },
		"list":     func(n *node) { r.listForm(n, &t.List) },
		"columns":  func(n *node) { r.columns(n, &t.Columns) },
	}
	for _, key := range read {
		known[key] = func(*node) {}
	}
	r.object(n, known)
}

func (r *reader) listForm(n *node, to *schema.ListForm) {
	var forms []string
	for _, f := range schema.ListForms() {
		forms = append(forms, string(f))
	}
	if form, ok := r.oneOf(n, forms...); ok {
		*to = schema.ListForm(form)
	}
}

// oneOrList reads one text of a shape, or a list of them.
func (r *reader) oneOrList(n *node, s shape) []string {
	if n.kind == list {
		return r.list(n, s)
	}
	if v, ok := r.shaped(n, s); ok {
		return []string{v}
	}
	return nil
}

// lowWords reads one text or a list of them, as headers and headings compare.
func (r *reader) lowWords(n *node) (all []string) {
	items := n.items
	if n.kind != list {
		items = []*node{n}
	}
	for _, item := range items {
		if item.kind == number {
			all = append(all, item.text)
		} else if s, ok := r.words(item); ok {
			all = append(all, schema.HeaderName(s))
		}
	}
	return all
}

// columns puts what a file says of columns over them; null removes one.
func (r *reader) columns(n *node, to *schema.Columns) {
	all := slices.Clone(*to)
	r.entries(n, fieldShape, func(name string, n *node) {
		_, i := all.Named(name)
		switch {
		case n.kind == null && i < 0:
			r.nothingRemoved(n, "column")
		case n.kind == null:
			all = slices.Delete(all, i, i+1)
		case i < 0:
			c := schema.Column{Name: name, Type: "text"}
			r.column(n, &c)
			all = append(all, c)
		default:
			r.column(n, &all[i])
		}
	})
	*to = all
}

// column puts what a file says of a column over it. Other names and words are added to those that are there; null
// removes these.
func (r *reader) column(n *node, c *schema.Column) {
	r.object(n, keys{
		"type": func(n *node) {
			if v, ok := r.oneOf(n, schema.ColumnTypes()...); ok {
				c.Type = v
			}
		},
		"required": func(n *node) {
			if v, ok := r.oneOf(n, schema.ColumnNeeds()...); ok {
				c.Required = v
			}
		},
		"also": func(n *node) {
			if n.kind == null {
				c.Also = nil
				return
			}
			c.Also = slices.Concat(c.Also, r.lowWords(n))
		},
		"pattern": r.expression(&c.Pattern),
		"none":    r.flag(&c.None),
		"words":   func(*node) {},
	})
	if words, _, ok := n.at("words"); ok { // they belong to the type, which may stand behind them
		r.classes(words, c)
	}
}

// classes adds words to the classes of a column's type.
func (r *reader) classes(n *node, c *schema.Column) {
	v := schema.Vocabularies()[c.Type]
	if len(v) == 0 {
		r.fault(n, fmt.Sprintf("%s: a column of the type %s has no words; expected one of a type with classes of "+
			"words", n.name(), c.Type), "write `type: status`, or remove the line")
		return
	}
	var known []string
	for _, class := range v {
		known = append(known, class.Name)
	}
	c.Words = maps.Clone(c.Words)
	if c.Words == nil {
		c.Words = map[string][]string{}
	}
	r.object(n, keysOf(known, func(class string, n *node) {
		if n.kind == null {
			delete(c.Words, class)
			return
		}
		for _, w := range r.lowWords(n) {
			c.Words[class] = append(slices.Clone(c.Words[class]), w)
		}
	}))
}

// keysOf says that the values of several keys are read alike.
func keysOf(names []string, read func(key string, n *node)) keys {
	all := keys{}
	for _, name := range names {
		all[name] = func(n *node) { read(name, n) }
	}
	return all
}

// wholeTables checks the tables of a kind once all layers are read: they have columns, and something to be known by.
func (r *reader) wholeTables(layers []*node, k *Kind) {
	for i := range k.Tables.Tables {
		t := &k.Tables.Tables[i]
		n := tableNode(layers, t.Name)
		if n == nil {
			continue // as the kind that this one extends has it
		}
		if len(t.Columns) == 0 {
			r.fault(n, fmt.Sprintf("%s: the table %s has no columns", n.name(), quote(t.Name)), "add `columns:`")
		}
		if len(t.Key) == 0 && len(t.In) == 0 {
			r.fault(n, fmt.Sprintf("%s: nothing says how the table %s is known; expected its key columns, or its "+
				"section", n.name(), quote(t.Name)),
				"add `key:` with the names of columns, or `in:` with the section's")
		}
		t.Only = t.Only || len(t.Key) == 0
		for _, name := range slices.Concat(t.Key, t.AnyOf) {
			if _, at := t.Columns.Named(name); at < 0 {
				message := fmt.Sprintf("%s: the table %s is known by %s, which is no column of it", n.name(),
					quote(t.Name), name)
				var columns []string
				for _, c := range t.Columns {
					columns = append(columns, c.Name)
				}
				if near := nearest.Word(name, columns); near != "" {
					message += fmt.Sprintf("; did you mean `%s`?", near)
				}
				r.fault(n, message, "name one of "+listed(columns))
			}
		}
	}
}

// tableNode returns where the last layer that speaks of a table does so; nil where none does.
func tableNode(layers []*node, name string) *node {
	for _, n := range slices.Backward(layers) {
		tables, _, _ := n.at("tables")
		if tables == nil {
			continue
		}
		if t, _, ok := tables.at(name); ok && tables.kind == mapping {
			return t
		}
		for _, item := range tables.items {
			if v, _, ok := item.at("name"); ok && v.text == name {
				return item
			}
		}
	}
	return nil
}
