package report

import (
	"io"

	"github.com/writ-docs/writ/lint"
)

// GitLab is a Code Quality report. A finding without a place is at the first line of its document, or of
// writ.yaml.
func GitLab(w io.Writer, run *Run, _ Options) error {
	out := make([]gitlabIssue, len(run.Result.Findings))
	for i := range run.Result.Findings {
		f := &run.Result.Findings[i]
		out[i] = gitlabIssue{
			Description: paragraph(f), Check: f.Rule.ID, Fingerprint: f.Fingerprint,
			Severity: gitlabSeverity(f.Severity),
			Location: gitlabLocation{fileOf(f), gitlabLines{extentOf(f.Range).startLine}},
		}
	}
	return writeJSON(w, out)
}

type gitlabIssue struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

func gitlabSeverity(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "major"
	case lint.Warning:
		return "minor"
	}
	return "info"
}
