package report

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/writ-docs/writ/lint"
)

// maxJUnit is how many bytes of test cases a report holds: GitLab passes over a file above 30 MB.
const maxJUnit = 28_000_000

// JUnit is a suite with one failed test case for each finding, one skipped case for each rule that did not run,
// and a passing case when nothing was found, for a suite without cases reads as "no tests".
func JUnit(w io.Writer, run *Run, _ Options) error {
	suite := junitSuite{Name: "writ", Time: "0", Cases: junitFindings(run.Result.Findings)}
	suite.Failures = len(suite.Cases)
	if suite.Failures == 0 {
		suite.Cases = []junitCase{{Name: "writ lint", Class: "writ", Time: "0"}}
	}
	for _, s := range run.Result.Skipped {
		suite.Cases = append(suite.Cases, junitCase{
			Name: xmlText(s.Rule) + " did not run", Class: "writ", Time: "0", Skipped: &junitSkipped{xmlText(s.Why)},
		})
	}
	suite.Skipped = len(run.Result.Skipped)
	suite.Tests = len(suite.Cases)
	return writeXML(w, junitReport{Name: "writ", Tests: suite.Tests, Failures: suite.Failures, Skipped: suite.Skipped,
		Time: "0", Suites: []junitSuite{suite}})
}

type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Time    string        `xml:"time,attr"`
	Failure *junitFailure `xml:"failure"`
	Skipped *junitSkipped `xml:"skipped"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// junitFindings returns the cases of findings in their order. Where not all have room, the heaviest stay, and a
// case more says how many are missing.
func junitFindings(all []lint.Finding) []junitCase {
	cases := make([]junitCase, len(all))
	text := newJUnitText()
	for i := range all {
		cases[i] = text.of(&all[i])
	}
	numbered(cases)
	room := maxJUnit
	fits := make([]bool, len(all))
	left := 0
	for _, i := range heaviest(all) {
		if room -= cases[i].size(); room >= 0 {
			fits[i] = true
		} else {
			left++
		}
	}
	if left == 0 {
		return cases
	}
	kept := make([]junitCase, 0, len(all)-left+1)
	for i, c := range cases {
		if fits[i] {
			kept = append(kept, c)
		}
	}
	why := count(left, "finding") + " left out, for the room of a report is limited; the heaviest are here, and " +
		"`writ lint` shows all"
	return append(kept, junitCase{Name: "findings left out", Class: "writ", Time: "0",
		Failure: &junitFailure{"info", why, why}})
}

// numbered tells cases of one name apart: of those with equal names, GitLab keeps the first.
func numbered(cases []junitCase) {
	seen := map[[2]string]int{}
	for i := range cases {
		key := [2]string{cases[i].Class, cases[i].Name}
		if seen[key]++; seen[key] > 1 {
			cases[i].Name += fmt.Sprintf(" (%d)", seen[key])
		}
	}
}

// size is no less than the bytes that the case takes in the report.
func (c *junitCase) size() int {
	n := 200 + escapedSize(c.Name) + escapedSize(c.Class) + escapedSize(c.File)
	if c.Failure != nil {
		n += escapedSize(c.Failure.Message) + escapedSize(c.Failure.Text)
	}
	return n
}

// escapedSize is how many bytes a text takes where XML escapes it.
func escapedSize(s string) int {
	n := len(s)
	for _, c := range []byte(s) {
		switch c {
		case '<', '>':
			n += 3
		case '"', '\'', '&', '\t', '\n', '\r':
			n += 4
		}
	}
	return n
}

// junitText makes test cases. It renders findings as the report for people does.
type junitText struct {
	text   bytes.Buffer
	report textReport
}

func newJUnitText() *junitText {
	j := &junitText{}
	j.report.out = bufio.NewWriter(&j.text)
	return j
}

func (j *junitText) of(f *lint.Finding) junitCase {
	class := f.Document
	if class == "" {
		class = f.Path
	}
	if class == "" {
		class = "writ"
	}
	j.text.Reset()
	j.report.finding(f)
	j.report.out.Flush() // a buffer takes everything
	return junitCase{
		Name: xmlText(f.Rule.ID + " " + placeText(f)), Class: xmlText(class), File: allowedInXML(f.Path), Time: "0",
		Failure: &junitFailure{string(f.Severity), allowedInXML(paragraph(f)), allowedInXML(j.text.String())},
	}
}

// xmlText makes a text safe to show, and to write in XML.
func xmlText(s string) string { return allowedInXML(oneLine(s)) }
