package report

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

// Limits of GitHub for a SARIF file, beyond which it refuses the file or drops results without a word.
const (
	maxResults   = 25_000
	shownResults = 5_000     // the heaviest of a file are kept
	maxGzipped   = 9_500_000 // bytes; the limit is 10 MB, and other programs compress a little less
	maxRelated   = 900       // locations of a result
)

// projectPage tells about the tool.
const projectPage = "https://github.com/writ-docs/writ"

// leftOutRule is the rule of the result that says what the report, or GitHub, leaves out.
const leftOutRule = "findings-left-out"

// SARIF is the report in SARIF 2.1.0, within GitHub's limits. Above them the heaviest findings stay, and a result and
// a notification say how many are left out. Suppressed findings are in it, marked as the standard has it.
func SARIF(w io.Writer, run *Run, _ Options) error { return sarif(w, run, run.Result.All()) }

// GitHubSARIF is SARIF without suppressed findings: GitHub doesn't look at the mark, and would open an alert for each.
func GitHubSARIF(w io.Writer, run *Run, _ Options) error { return sarif(w, run, run.Result.Findings) }

func sarif(w io.Writer, run *Run, all []lint.Finding) error {
	order := heaviest(all)
	n := min(len(order), maxResults)
	for {
		var out bytes.Buffer
		if err := writeJSON(&out, sarifOf(run, all, order[:n])); err != nil {
			return err
		}
		size, err := gzipped(out.Bytes())
		if err != nil {
			return err
		}
		if size <= maxGzipped || n == 0 {
			_, err := w.Write(out.Bytes())
			return err
		}
		n = min(n-1, n*(maxGzipped/1000)/(size/1000)*9/10)
	}
}

// gzipped is no less than the size of a text after compression, and exact where it matters.
func gzipped(text []byte) (int, error) {
	if len(text) < maxGzipped {
		return len(text), nil
	}
	var size counter
	z := gzip.NewWriter(&size)
	if _, err := z.Write(text); err != nil {
		return 0, err
	}
	if err := z.Close(); err != nil {
		return 0, err
	}
	return int(size), nil
}

// counter is a writer that counts bytes.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// sarifOf makes the log of those of all findings that have the kept indices.
func sarifOf(run *Run, all []lint.Finding, kept []int) *sarifLog {
	kept = slices.Clone(kept)
	slices.Sort(kept)
	rules, index := sarifRules(run, all, kept)
	results := []sarifResult{}
	left := len(all) - len(kept)
	notes := sarifNotes(run)
	if why := leftOut(len(kept), left); why != "" {
		index[leftOutRule] = len(rules)
		rules = append(rules, sarifLeftOutRule())
		results = append(results, sarifResult{
			Rule: leftOutRule, Index: index[leftOutRule], Level: sarifLevel(heaviestOf(run.Result)),
			Message:      sarifText{Text: why},
			Locations:    []sarifLocation{sarifPlace(configFile, extentOf(nil))},
			Fingerprints: map[string]string{fingerprintName: leftOutRule}, Suppressions: []sarifSuppression{},
		})
		notes = append(notes, sarifNote{Level: "warning", Message: sarifText{Text: why}})
	}
	var columns units16
	for _, i := range kept {
		results = append(results, sarifResultOf(&all[i], index, &columns))
	}
	return &sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:        sarifTool{sarifDriver{Name: "writ", URI: projectPage, Version: run.Version, Rules: rules}},
			Invocations: []sarifInvocation{{Successful: true, Notes: notes}},
			Bases:       map[string]sarifBase{rootBase: {sarifText{Text: "The root of the repository."}}},
			ColumnKind:  "utf16CodeUnits", Results: results,
		}},
	}
}

// leftOut says what can't be seen of kept findings in the report and left others; "" when all can.
func leftOut(kept, left int) string {
	switch {
	case left > 0:
		return fmt.Sprintf("%s left out of this report, for its size is limited; it holds the %d heaviest, of which "+
			"GitHub shows %d at most. Run `writ lint` to see all.",
			areCount(left, "finding"), kept, shownResults)
	case kept > shownResults:
		return fmt.Sprintf("This report holds %d findings, and GitHub shows the %d heaviest at most. Run `writ lint` "+
			"to see all.", kept, shownResults)
	}
	return ""
}

func heaviestOf(r *lint.Result) lint.Severity {
	for _, s := range []lint.Severity{lint.Error, lint.Warning} {
		if r.Count(s) > 0 {
			return s
		}
	}
	return lint.Info
}

// sarifNotes tells which rules did not run.
func sarifNotes(run *Run) []sarifNote {
	notes := []sarifNote{}
	for _, s := range run.Result.Skipped {
		notes = append(notes, sarifNote{Level: "note",
			Message: sarifText{Text: sentence(Visible(s.Rule) + " did not run: " + oneLine(s.Why))}})
	}
	for _, n := range run.notes() {
		notes = append(notes, sarifNote{Level: "note", Message: sarifText{Text: sentence(oneLine(n))}})
	}
	return notes
}

func sarifResultOf(f *lint.Finding, index map[string]int, columns *units16) sarifResult {
	lines := sentences(f)
	lines[0], lines[len(lines)-1] = sentence(lines[0]), sentence(lines[len(lines)-1])
	for i := range lines {
		lines[i] = unlinked(lines[i])
	}
	related := []sarifLocation(nil)
	for i, r := range f.Related {
		if i == maxRelated {
			lines = append(lines, count(len(f.Related)-i, "further place")+" left out.")
			break
		}
		if r.Path == "" {
			lines = append(lines, unlinked(sentence("Note: "+oneLine(r.Message))))
			continue
		}
		place := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{percentEncoded(r.Path), rootBase}},
			Message: &sarifText{Text: unlinked(sentence(oneLine(r.Message)))}}
		if r.Range != nil { // no text is at hand to count columns in
			place.Physical.Region = &sarifRegion{StartLine: extentOf(r.Range).startLine}
		}
		related = append(related, place)
	}
	return sarifResult{
		Rule: f.Rule.ID, Index: index[f.Rule.ID], Level: sarifLevel(f.Severity),
		Message:   sarifText{Text: strings.Join(lines, "\n")},
		Locations: []sarifLocation{sarifPlace(fileOf(f), columns.extent(f))}, Related: related,
		Fingerprints: map[string]string{fingerprintName: f.Fingerprint}, Properties: sarifPropertiesOf(f),
		Suppressions: sarifSuppressions(f), Fixes: sarifFixes(f),
	}
}

// sarifFixes is the fix of a finding; none where it changes a line whose text isn't at hand to count columns in.
func sarifFixes(f *lint.Finding) []sarifFix {
	if f.Fix == nil {
		return nil
	}
	fix := sarifFix{Description: sarifText{Text: unlinked(sentence(oneLine(f.Fix.Title)))}}
	for _, e := range f.Fix.Edits {
		start, known := columnIn16(f, e.Range.Start)
		end, also := columnIn16(f, e.Range.End)
		if !known || !also || e.Path != f.Path {
			return nil
		}
		fix.Changes = append(fix.Changes, sarifChange{sarifArtifact{percentEncoded(e.Path), rootBase},
			[]sarifReplacement{{sarifRegion{e.Range.Start.Line, start, e.Range.End.Line, end},
				sarifText{Text: e.Text}}}})
	}
	return []sarifFix{fix}
}

// columnIn16 returns a place's column in UTF-16 code units; false where the text of its line isn't at hand.
func columnIn16(f *lint.Finding, at lint.Place) (column int, ok bool) {
	switch {
	case at.Column == 1:
		return 1, true
	case f.Range == nil || at.Line != f.Range.Start.Line || at.Column > len(f.Source)+1:
		return 0, false
	}
	return widthIn16(f.Source[:boundary(f.Source, at.Column-1)]) + 1, true
}

// sarifSuppressions is never nil: the standard reads an empty list as "not suppressed", and none as "nobody knows".
func sarifSuppressions(f *lint.Finding) []sarifSuppression {
	s := f.Suppressed
	if s == nil {
		return []sarifSuppression{}
	}
	kind := "external"
	if s.By == lint.InComment {
		kind = "inSource"
	}
	why := oneLine(s.Reason)
	if s.Until != day.None {
		why = strings.TrimSpace(fmt.Sprintf("%s (until %s)", why, s.Until))
	}
	place := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{percentEncoded(s.Path), rootBase}}}
	if s.Line > 0 {
		place.Physical.Region = &sarifRegion{StartLine: s.Line}
	}
	return []sarifSuppression{{Kind: kind, Status: "accepted", Why: why, Location: place}}
}

func sarifPlace(path string, at extent) sarifLocation {
	return sarifLocation{Physical: sarifPhysical{
		Artifact: sarifArtifact{percentEncoded(path), rootBase},
		Region:   &sarifRegion{at.startLine, at.startColumn, at.endLine, at.endColumn},
	}}
}

func sarifPropertiesOf(f *lint.Finding) *sarifProperties {
	if f.Document == "" && f.Commit == "" {
		return nil
	}
	return &sarifProperties{Document: f.Document, Commit: f.Commit}
}

func sarifLevel(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "error"
	case lint.Warning:
		return "warning"
	case lint.Off:
		return "none"
	}
	return "note"
}

// percentEncoded is a path as a relative URI, with nothing in it that a URI could read otherwise.
func percentEncoded(path string) string {
	var b strings.Builder
	for _, c := range []byte(path) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// unlinked keeps the text of a document from being a link: a message of SARIF may hold [text](target).
func unlinked(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	return strings.NewReplacer("[", `\[`, "]", `\]`).Replace(s)
}
