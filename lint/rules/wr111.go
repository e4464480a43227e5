package rules

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr111() *lint.Rule {
	return &lint.Rule{
		ID: "WR111", Name: "version-malformed", Scope: lint.Document, Severity: lint.Error,
		Title: "The version isn't major.minor, or loses its zero",
		Text: `A version has two numbers: the first rises with a change of what is required, the second with any other change.
That is enough to say which of two is newer, and what kind of change lies between them.

**What counts.** One number or three, letters, a leading ` + "`v`" + `, zeros in front. And a number without quotes that ends in
zero: writ reads ` + "`2.10`" + ` as it is written, but most programs read it as 2.1, and ` + "`2.0`" + ` as 2.

**What doesn't.** ` + "`2.1`" + ` without quotes: nothing gets lost. ` + "`\"2.10\"`" + ` comes after ` + "`\"2.9\"`" + `.

**How to fix it.** Write ` + "`version: \"2.10\"`" + `, in quotes. Quotes alone change nothing that was approved.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR111"), Good: good("WR111"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			f, version, wrong, ok := single(p.Doc, "version")
			if !ok {
				return nil
			}
			help := "write " + fieldLine(p.Doc, f.Key, `"1.0"`)
			if wrong == "" {
				var meant string
				if wrong, meant = versionFault(version, f.Value); meant != "" {
					help = "write " + fieldLine(p.Doc, f.Key, `"`+meant+`"`)
				}
			}
			if wrong != "" {
				p.Report(lint.Found{Span: place(f), Anchor: "version", Message: wrong, Help: help})
			}
			return nil
		},
	}
}

var (
	majorMinor = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$`)
	numbers    = regexp.MustCompile(`[0-9]+`)
)

// longestVersion is more than any version needs, and little enough for a sentence.
const longestVersion = 30

// versionFault says what is wrong with a version, and which one was meant where that can be told.
func versionFault(version string, v document.Value) (wrong, meant string) {
	if len(version) > longestVersion {
		return fmt.Sprintf("version %s isn't major.minor: it has %d letters", quoted(version), len(version)), ""
	}
	if majorMinor.MatchString(version) {
		if v.Kind == document.Number && !v.Quoted && strings.HasSuffix(version, "0") {
			read := strings.TrimSuffix(strings.TrimRight(version, "0"), ".")
			return fmt.Sprintf("version %s without quotes is a number, which other programs read as %s", version, read), version
		}
		return "", ""
	}
	parts := numbers.FindAllString(version, -1)
	for i, part := range parts {
		if parts[i] = strings.TrimLeft(part, "0"); parts[i] == "" {
			parts[i] = "0"
		}
	}
	digits := strings.TrimLeft(strings.ToLower(version), "v")
	switch {
	case len(parts) == 1 && numbers.FindString(digits) == digits:
		return fmt.Sprintf("version %s has one number; major.minor was expected", version), parts[0] + ".0"
	case len(parts) == 2 && strings.Trim(digits, "0123456789.") == "":
		return fmt.Sprintf("version %s isn't written as major.minor: two numbers without zeros in front or letters", version), parts[0] + "." + parts[1]
	case len(parts) > 2 && strings.Trim(digits, "0123456789.") == "":
		return fmt.Sprintf("version %s has %d numbers; major.minor was expected", version, len(parts)), parts[0] + "." + parts[1]
	}
	return fmt.Sprintf("version %s isn't major.minor", quoted(version)), ""
}
