package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/writ-docs/writ/lint"
)

// JSON is the report for programs; schema/lint.schema.json describes it.
func JSON(w io.Writer, run *Run, _ Options) error {
	r := run.Result
	all := r.All()
	out := jsonReport{
		Schema: 1, Head: orNull(run.Head), Base: orNull(run.Base), Today: run.Today.String(),
		Findings: make([]jsonFinding, len(all)), Skipped: make([]jsonSkipped, len(r.Skipped)), Pending: []jsonPending{},
		Summary: jsonSummary{run.Documents, r.Count(lint.Error), r.Count(lint.Warning), r.Count(lint.Info),
			len(r.Suppressed), run.Fixed},
	}
	if m := run.Main; m != nil {
		out.Main = &jsonMain{m.Ref, orNull(m.Commit), m.By}
	}
	if run.Base != "" {
		out.Compared = &jsonCompared{run.BaseRef, run.Touched}
	}
	for _, p := range r.Pending {
		out.Pending = append(out.Pending, jsonPending{orNull(p.Document), p.Path, orNull(p.Version), p.By, p.Grade,
			p.Commit, p.Whole})
	}
	for i := range all {
		out.Findings[i] = jsonFindingOf(&all[i])
	}
	for i, s := range r.Skipped {
		out.Skipped[i] = jsonSkipped(s)
	}
	return writeJSON(w, out)
}

// writeJSON writes a value as every format in JSON does: indented, hidden characters escaped, no byte order mark.
func writeJSON(w io.Writer, v any) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escaped(text.Bytes()))
	return err
}

type jsonReport struct {
	Schema   int           `json:"schema"`
	Head     *string       `json:"head"`
	Main     *jsonMain     `json:"main"`
	Base     *string       `json:"base"`
	Today    string        `json:"today"`
	Findings []jsonFinding `json:"findings"`
	Skipped  []jsonSkipped `json:"skipped"`
	Summary  jsonSummary   `json:"summary"`
	Compared *jsonCompared `json:"compared"`
	Pending  []jsonPending `json:"pending"`
}

// jsonCompared is what a pull request is compared with, and how many documents it touches.
type jsonCompared struct {
	Ref       string `json:"ref"`
	Documents int    `json:"documents"`
}

// jsonPending is an approval that counts once a pull request is merged.
type jsonPending struct {
	Document *string `json:"document"`
	Path     string  `json:"path"`
	Version  *string `json:"version"`
	By       string  `json:"by"`
	Grade    string  `json:"grade"`
	Commit   string  `json:"commit"`
	Whole    bool    `json:"whole"`
}

type jsonMain struct {
	Ref    string  `json:"ref"`
	Commit *string `json:"commit"`
	By     string  `json:"by"`
}

type jsonFinding struct {
	Rule        string        `json:"rule"`
	Name        string        `json:"name"`
	Severity    string        `json:"severity"`
	Document    *string       `json:"document"`
	Path        *string       `json:"path"`
	Range       *jsonRange    `json:"range"`
	Message     string        `json:"message"`
	Help        *string       `json:"help"`
	Commit      *string       `json:"commit"`
	Related     []jsonRelated `json:"related"`
	Fix         *jsonFix      `json:"fix"`
	Fingerprint string        `json:"fingerprint"`
	Suppressed  *jsonAccepted `json:"suppressed"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Why   string     `json:"why"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	Path  string     `json:"path"`
	Range *jsonRange `json:"range"`
	Text  string     `json:"text"`
}

type jsonAccepted struct {
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	Until  *string   `json:"until"`
	Where  jsonWhere `json:"where"`
}

type jsonWhere struct {
	Path string `json:"path"`
	Line *int   `json:"line"`
}

type jsonRange struct {
	Start jsonPlace `json:"start"`
	End   jsonPlace `json:"end"`
}

type jsonPlace struct {
	Offset int `json:"offset"`
	Line   int `json:"line"`
	Column int `json:"column"`
}

type jsonRelated struct {
	Path    *string    `json:"path"`
	Range   *jsonRange `json:"range"`
	Message string     `json:"message"`
}

type jsonSkipped struct {
	Rule string `json:"rule"`
	Why  string `json:"why"`
}

type jsonSummary struct {
	Documents int `json:"documents"`
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Info      int `json:"info"`

	Suppressed int `json:"suppressed"`
	Fixed      int `json:"fixed"`
}

func jsonFindingOf(f *lint.Finding) jsonFinding {
	related := make([]jsonRelated, len(f.Related))
	for i, r := range f.Related {
		related[i] = jsonRelated{orNull(r.Path), jsonRangeOf(r.Range), r.Message}
	}
	return jsonFinding{
		Rule: f.Rule.ID, Name: f.Rule.Name, Severity: string(f.Severity), Document: orNull(f.Document),
		Path:  orNull(f.Path),
		Range: jsonRangeOf(f.Range), Message: f.Message, Help: orNull(f.Help), Commit: orNull(f.Commit),
		Related: related,
		Fix:     jsonFixOf(f.Fix), Fingerprint: f.Fingerprint, Suppressed: jsonAcceptedOf(f.Suppressed),
	}
}

func jsonFixOf(f *lint.Fix) *jsonFix {
	if f == nil {
		return nil
	}
	out := &jsonFix{f.Title, f.Why, f.Safe, make([]jsonEdit, len(f.Edits))}
	for i, e := range f.Edits {
		out.Edits[i] = jsonEdit{e.Path, jsonRangeOf(&e.Range), e.Text}
	}
	return out
}

func jsonAcceptedOf(s *lint.Suppression) *jsonAccepted {
	if s == nil {
		return nil
	}
	out := &jsonAccepted{By: s.By, Reason: s.Reason, Until: orNull(s.Until.String()), Where: jsonWhere{Path: s.Path}}
	if s.Line > 0 {
		out.Where.Line = &s.Line
	}
	return out
}

func jsonRangeOf(r *lint.Range) *jsonRange {
	if r == nil {
		return nil
	}
	return &jsonRange{jsonPlace(r.Start), jsonPlace(r.End)}
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// escaped writes the hidden characters that JSON allows in strings as \uXXXX: the values stay the same, and a
// report that is read on a terminal can't steer it.
func escaped(text []byte) []byte {
	if bytes.IndexFunc(text, hiddenInJSON) < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+len(text)/16)
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if hiddenInJSON(r) {
			out = fmt.Appendf(out, `\u%04x`, r)
		} else {
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	return out
}

// hiddenInJSON is hidden, save for the line feeds of the layout.
func hiddenInJSON(r rune) bool { return r != '\n' && hidden(r) }
