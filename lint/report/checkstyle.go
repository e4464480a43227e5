package report

import (
	"encoding/xml"
	"io"

	"github.com/writ-docs/writ/lint"
)

// Checkstyle is the XML of the program of that name, findings by file. Columns count bytes from 1. A finding
// without a place is at the first line of its document, or of writ.yaml, and has no column.
func Checkstyle(w io.Writer, run *Run, _ Options) error {
	out := checkstyleReport{Version: "4.3"}
	at := map[string]int{}
	for i := range run.Result.Findings {
		f := &run.Result.Findings[i]
		path := fileOf(f)
		file, ok := at[path]
		if !ok {
			file = len(out.Files)
			at[path] = file
			out.Files = append(out.Files, checkstyleFile{Name: allowedInXML(path)})
		}
		out.Files[file].Errors = append(out.Files[file].Errors, checkstyleErrorOf(f))
	}
	return writeXML(w, out)
}

type checkstyleReport struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

func checkstyleErrorOf(f *lint.Finding) checkstyleError {
	e := checkstyleError{Line: 1, Severity: string(f.Severity), Message: allowedInXML(paragraph(f)), Source: f.Rule.ID}
	if f.Range != nil {
		at := extentOf(f.Range)
		e.Line, e.Column = at.startLine, at.startColumn
	}
	return e
}
