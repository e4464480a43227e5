package cli

import (
	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/history"
)

// The data contract of `writ adopt --format json` (schema/adopt.schema.json). It only grows.
type (
	adoptJSON struct {
		Schema    int            `json:"schema"`
		Head      string         `json:"head"`
		Today     string         `json:"today"`
		Written   bool           `json:"written"`
		Documents []adoptedJSON  `json:"documents"` // by path
		Misnamed  []string       `json:"misnamed"`  // files that hold Markdown, by names that aren't read
		Missing   []adoptAskJSON `json:"missing"`   // who can say most first
		Adoption  *adoptionJSON  `json:"adoption"`  // the entry that writ.yaml gets
		Baseline  *adoptBaseJSON `json:"baseline"`  // null where it stays as it is
		Open      int            `json:"open"`      // errors that no baseline accepts
		Next      []string       `json:"next"`      // commands
	}
	adoptedJSON struct {
		Path      string               `json:"path"`
		ID        *string              `json:"id"` // as it is, or is proposed
		Kind      string               `json:"kind"`
		Fields    []adoptFieldJSON     `json:"fields"`
		Unsettled []adoptUnsettledJSON `json:"unsettled"`
		Missing   []string             `json:"missing"`
		Claims    []adoptSourceJSON    `json:"claims"`
		History   adoptHistoryJSON     `json:"history"`
		LeftAlone *string              `json:"leftAlone"`
	}
	adoptFieldJSON struct {
		Name   string            `json:"name"`
		Value  any               `json:"value"` // a text, or a list of texts
		Source []adoptSourceJSON `json:"source"`
	}
	adoptUnsettledJSON struct {
		Name   string            `json:"name"`
		Why    string            `json:"why"`
		Source []adoptSourceJSON `json:"source"`
	}
	adoptSourceJSON struct {
		Form   string  `json:"form"`
		Line   *int    `json:"line"`
		Column *int    `json:"column"`
		Words  *string `json:"words"` // as written, where they aren't the value
		Commit *string `json:"commit"`
	}
	adoptHistoryJSON struct {
		Changes int              `json:"changes"`
		First   *adoptChangeJSON `json:"first"`
		Last    *adoptChangeJSON `json:"last"`
	}
	adoptChangeJSON struct {
		By     personJSON `json:"by"`
		Date   string     `json:"date"`
		Commit string     `json:"commit"`
	}
	adoptAskJSON struct {
		Who   *adoptWhoJSON   `json:"who"` // null where nobody is known
		Items []adoptLackJSON `json:"items"`
	}
	adoptWhoJSON struct {
		Name  string  `json:"name"`
		Email *string `json:"email"`
		Why   string  `json:"why"`
	}
	adoptLackJSON struct {
		Fields []string `json:"fields"`
		Paths  []string `json:"paths"`
	}
	adoptionJSON struct {
		By     string `json:"by"`
		Reason string `json:"reason"`
	}
	adoptBaseJSON struct {
		Path     string `json:"path"`
		Findings int    `json:"findings"` // that it takes up
	}
)

// adoptJSON prints all of it for programs.
func (a *app) adoptJSON(x *adopting) error {
	out := adoptJSON{Schema: 1, Head: x.head.Commit.String(), Today: x.today.String(), Written: x.written,
		Documents: []adoptedJSON{}, Misnamed: append([]string{}, x.misnamed...), Missing: []adoptAskJSON{},
		Open: len(x.open), Next: x.commands()}
	for _, p := range x.all {
		out.Documents = append(out.Documents, adoptedOf(p))
	}
	for _, q := range x.asked() {
		ask := adoptAskJSON{Items: []adoptLackJSON{}}
		if q.person.Name != "" {
			ask.Who = &adoptWhoJSON{q.person.Name, orNull(q.person.Email), q.why}
		}
		for _, w := range q.wanting {
			ask.Items = append(ask.Items, adoptLackJSON{w.fields, w.paths})
		}
		out.Missing = append(out.Missing, ask)
	}
	if x.changesConfig() {
		out.Adoption = &adoptionJSON{x.flags.by, x.flags.reason}
	}
	if x.baseline != nil {
		out.Baseline = &adoptBaseJSON{x.baseline.Path, x.accepted}
	}
	return a.printJSON(out)
}

func adoptedOf(p *adopt.Proposal) adoptedJSON {
	out := adoptedJSON{Path: p.Path, ID: orNull(p.ID), Kind: p.Kind.Name, Fields: []adoptFieldJSON{},
		Unsettled: []adoptUnsettledJSON{}, Missing: append([]string{}, p.Missing...), Claims: adoptSources(p.Claims),
		History:   adoptHistoryJSON{p.History.Changes, adoptChange(p.History.First), adoptChange(p.History.Last)},
		LeftAlone: orNull(p.LeftAlone)}
	for _, f := range p.Fields {
		field := adoptFieldJSON{Name: f.Name, Value: f.Value.Text, Source: adoptSources(f.From)}
		if f.Value.List != nil {
			field.Value = f.Value.List
		}
		if f.Name == "id" {
			out.ID = &f.Value.Text
		}
		out.Fields = append(out.Fields, field)
	}
	for _, u := range p.Unsettled {
		out.Unsettled = append(out.Unsettled, adoptUnsettledJSON{u.Field, u.Why, adoptSources(u.From)})
	}
	return out
}

func adoptSources(from []adopt.Source) []adoptSourceJSON {
	out := []adoptSourceJSON{}
	for _, s := range from {
		j := adoptSourceJSON{Form: string(s.Form), Words: orNull(s.Words), Commit: orNull(s.Commit)}
		if s.Line > 0 {
			j.Line, j.Column = &s.Line, &s.Column
		}
		out = append(out, j)
	}
	return out
}

func adoptChange(c adopt.Change) *adoptChangeJSON {
	if c.By == (history.Who{}) {
		return nil
	}
	return &adoptChangeJSON{personJSON{Name: c.By.Name, Email: c.By.Email}, c.Day, c.Commit}
}
