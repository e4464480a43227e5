package sitegen

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// registerFile is register.json. Its schema only grows.
type registerFile struct {
	Schema    int                `json:"schema"`
	Head      string             `json:"head"`
	Main      Main               `json:"main"`
	Today     day.Day            `json:"today"`
	Serve     string             `json:"serve"`
	Documents []registerDocument `json:"documents"`
}

type registerDocument struct {
	ID             *string  `json:"id"`
	Title          string   `json:"title"`
	Kind           string   `json:"kind"`
	Version        *string  `json:"version"`
	Status         string   `json:"status"`
	State          State    `json:"state"`
	Since          *day.Day `json:"since"`
	Grade          *string  `json:"grade"`
	Owner          string   `json:"owner"`
	Approver       string   `json:"approver"`
	Classification string   `json:"classification"`
	Path           string   `json:"path"`
	EffectiveDate  *day.Day `json:"effectiveDate"`
	ReviewDate     *day.Day `json:"reviewDate"`
	InForceSince   *day.Day `json:"inForceSince"`
	Adopted        bool     `json:"adopted"`
	Overdue        bool     `json:"overdue"`
	Commit         string   `json:"commit"`
	Address        string   `json:"address"`

	Fields map[string]string `json:"fields"` // of the kind, by name, as far as the words state them

	File *fileData `json:"file"` // whose front matter it is; null for none
}

type fileData struct {
	Name    string  `json:"name"`
	Address *string `json:"address"`
	Size    int64   `json:"size"`
	SHA256  string  `json:"sha256"`
}

func fileDataOf(d *Document) *fileData {
	if d.File == nil || !d.served {
		return nil
	}
	return &fileData{d.File.Name, optional(d.File.Address), d.File.Size, d.File.SHA256}
}

// optional is nil for a value that isn't there.
func optional[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

func (b *book) registerJSON() ([]byte, error) {
	out := registerFile{Schema: 1, Head: b.Head, Main: b.Main, Today: b.Today, Serve: b.Serve,
		Documents: []registerDocument{}}
	for i := range b.docs {
		d := &b.docs[i]
		out.Documents = append(out.Documents, registerDocument{
			ID: optional(d.ID), Title: d.title(), Kind: d.Kind, Version: optional(d.Version), Status: d.Status,
			State: d.State, Since: optional(d.Since), Grade: optional(d.Grade), Owner: d.Owner, Approver: d.Approver,
			Classification: d.Classification, Path: d.Path, EffectiveDate: optional(d.EffectiveDate),
			ReviewDate: optional(d.ReviewDate), InForceSince: optional(d.inForceSince()), Adopted: d.Adopted,
			Overdue: d.Overdue,
			Commit:  d.Commit, Address: b.views[i].Href, Fields: fieldValues(d), File: fileDataOf(d),
		})
	}
	return marshal(out)
}

func fieldValues(d *Document) map[string]string {
	out := map[string]string{}
	for _, f := range d.Fields {
		out[f.Name] = f.Value
	}
	return out
}

// marshal prints v with an indent, a final line feed, and letters such as < as they are.
func marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return buf.Bytes(), err
}

// registerCSV is the register after RFC 4180.
func (b *book) registerCSV() ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	rows := [][]string{{
		"id", "title", "kind", "version", "status", "state", "grade", "owner", "approver", "classification",
		"path", "effective_date", "review_date", "in_force_since", "overdue", "commit", "since",
	}}
	for i := range b.docs {
		d := &b.docs[i]
		overdue := ""
		if d.Overdue {
			overdue = "overdue"
		}
		rows = append(rows, []string{
			d.ID, d.title(), d.Kind, d.Version, d.Status, string(d.State), d.Grade, d.Owner, d.Approver,
			d.Classification, d.Path, d.EffectiveDate.String(), d.ReviewDate.String(), d.inForceSince().String(),
			overdue, d.Commit, d.Since.String(),
		})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = noFormula(cell)
		}
	}
	err := w.WriteAll(rows)
	return buf.Bytes(), err
}

// noFormula puts an apostrophe before a cell that a spreadsheet would run as a formula.
func noFormula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
