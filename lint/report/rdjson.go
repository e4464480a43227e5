package report

import (
	"io"
	"strings"

	"github.com/writ-docs/writ/lint"
)

// RDJSON is the Reviewdog Diagnostic Format as one value. Columns count bytes from 1, and the end is exclusive.
// A finding without a place has a file and no range.
func RDJSON(w io.Writer, run *Run, _ Options) error {
	out := rdReport{Source: rdSource{"writ"}, Diagnostics: make([]rdDiagnostic, len(run.Result.Findings))}
	for i := range run.Result.Findings {
		out.Diagnostics[i] = rdDiagnosticOf(&run.Result.Findings[i])
	}
	return writeJSON(w, out)
}

type rdReport struct {
	Source      rdSource       `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
}

type rdDiagnostic struct {
	Message  string      `json:"message"`
	Location rdLocation  `json:"location"`
	Severity string      `json:"severity"`
	Code     rdCode      `json:"code"`
	Related  []rdRelated `json:"relatedLocations,omitempty"`

	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
}

// rdSuggestion is a fix of one edit: a reader takes each suggestion by itself.
type rdSuggestion struct {
	Range *rdRange `json:"range"`
	Text  string   `json:"text"`
}

type rdCode struct {
	Value string `json:"value"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func rdDiagnosticOf(f *lint.Finding) rdDiagnostic {
	message := sentences(f)
	var related []rdRelated
	for _, r := range f.Related {
		if r.Path == "" {
			message = append(message, "Note: "+oneLine(r.Message))
			continue
		}
		related = append(related, rdRelated{oneLine(r.Message), rdLocation{r.Path, rdRangeOf(r.Range)}})
	}
	return rdDiagnostic{
		Message: strings.Join(message, "\n"), Location: rdLocation{fileOf(f), rdRangeOf(f.Range)},
		Severity: rdSeverity(f.Severity),
		Code:     rdCode{f.Rule.ID}, Related: related, Suggestions: rdSuggestions(f),
	}
}

func rdSuggestions(f *lint.Finding) []rdSuggestion {
	if f.Fix == nil || len(f.Fix.Edits) != 1 || f.Fix.Edits[0].Path != f.Path {
		return nil
	}
	e := f.Fix.Edits[0]
	return []rdSuggestion{{rdRangeOf(&e.Range), e.Text}}
}

func rdRangeOf(r *lint.Range) *rdRange {
	if r == nil {
		return nil
	}
	e := extentOf(r)
	return &rdRange{rdPosition{e.startLine, e.startColumn}, rdPosition{e.endLine, e.endColumn}}
}

func rdSeverity(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "ERROR"
	case lint.Warning:
		return "WARNING"
	}
	return "INFO"
}
