package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
)

// Place is a point in a file: a byte offset, and the line and column it is on, counted from 1. The column counts
// bytes.
type Place struct{ Offset, Line, Column int }

// Range is a half-open range in a file.
type Range struct{ Start, End Place }

// Related is another place that has to do with a finding.
type Related struct {
	Path    string
	Range   *Range
	Message string
}

// Finding is what a rule reports.
type Finding struct {
	Rule        *Rule
	Severity    Severity
	Document    string // its id, or "" where it has none or no document is meant
	Path        string // relative to the root; "" for the repository as a whole
	File        string // the document's sheet, where Range is in that; "" where it is in the file at Path
	Range       *Range // nil where no place in the file is meant
	Message     string
	Help        string
	Commit      string // full hex, "" for none
	Related     []Related
	Fix         *Fix         // how a program can put it right; nil where none is known
	Fingerprint string       // names the finding through time: never message, path or line
	Source      string       // the line on which Range starts, for printing
	Suppressed  *Suppression // why it is accepted; nil where it isn't
	Formerly    []string     // fingerprints that it had before its document gained an id or another path

	Newest string // as Found has it, full hex; "" where Commit is the newest
	Fresh  bool   // it is about what isn't committed, which nobody can have accepted
	Timely bool   // as Found has it
}

// Found is what a rule hands to Pass.Report.
type Found struct {
	Doc     *register.Entry // the document; nil: Pass.Doc, or none
	Path    string          // only where no document of the register is there
	At      *Range          // in the file at Path; nil for no place
	Line    string          // the text of the line on which At starts, for printing
	Span    document.Span   // in the document's file
	Whole   bool            // the finding is about the document as a whole: no place
	Message string
	Help    string
	Commit  gitrepo.ID
	Newest  gitrepo.ID // of several commits that it is about the newest, where that may not be Commit
	Anchor  string     // what in the document it is about (a field's name, a link's target), for the fingerprint
	Related []Related
	Fix     *Fix
	Timely  bool     // time alone brought it, since the change is as it is: it never blocks a pull request
	Weight  Severity // of this finding, where it isn't the rule's; a rule that is switched off stays off
}

// InConfig is where a setting of the configuration is, by its keys and the indexes of its lists, as what Found
// needs: the file, the range and its line. Without such a setting it is the file as a whole.
func (in *Input) InConfig(keys ...string) (path string, at *Range, line string) {
	p, ok := in.Config.Place(keys...)
	if !ok {
		return config.File, nil, ""
	}
	return config.File, &Range{Place{p.Start, p.Line, p.Column}, Place{p.End, p.EndLine, p.EndColumn}}, p.Text
}

// fingerprint is the SHA-256 of rule, document key, anchor and the ordinal among equal ones.
func fingerprint(rule, key, anchor string, ordinal int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d", rule, strings.ToLower(key), anchor, ordinal))
	return hex.EncodeToString(sum[:])
}

// RangeOf turns a span of a document into a Range, in the document's file or in its sheet. It fails where the
// document's text can't be read any more.
func RangeOf(d *document.Document, s document.Span) (*Range, error) {
	at, err := d.Locate(s)
	if err != nil {
		return nil, err
	}
	return rangeIn(at), nil
}

func rangeIn(at document.Located) *Range {
	place := func(offset int) Place {
		line, column := at.Lines.Position(offset)
		return Place{offset, line, column}
	}
	return &Range{place(at.Span.Start), place(max(at.Span.Start, at.Span.End))}
}

// RelatedAt is another place that a finding is about: a span of a document, or of its sheet.
func RelatedAt(d *document.Document, s document.Span, message string) (Related, error) {
	at, err := d.Locate(s)
	if err != nil {
		return Related{}, err
	}
	return Related{Path: at.Path, Range: rangeIn(at), Message: message}, nil
}
