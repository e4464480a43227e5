package rules

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/lint"
)

func wr111() *lint.Rule {
	return &lint.Rule{
		ID: "WR111", Name: "version-malformed", Scope: lint.Document, Severity: lint.Error,
		Title: "The version isn't major.minor, or loses its zero",
		Text: `A version has two numbers: the first rises with a change of what is required, the second with any other
change. That is enough to say which of two is newer, and what kind of change lies between them.

**What counts.** One number or three, letters, a leading ` + "`v`" + `, zeros in front. And a number without quotes
that ends in zero: writ reads ` + "`2.10`" + ` as it is written, but most programs read it as 2.1, and ` + "`2.0`" + `
as 2.

**What doesn't.** ` + "`2.1`" + ` without quotes: nothing gets lost. ` + "`\"2.10\"`" + ` comes after
` + "`\"2.9\"`" + `.

**How to fix it.** Write ` + "`version: \"2.10\"`" + `, in quotes. Quotes alone change nothing that was approved.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR111"), Good: good("WR111"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			f, version, wrong, ok := single(p.Doc, "version")
			if !ok {
				return nil
			}
			found := lint.Found{Span: place(f), Anchor: "version", Message: wrong,
				Help: "write major.minor in quotes: two numbers, no lower than those of the version before"}
			if wrong == "" {
				var meant string
				if found.Message, meant = versionFault(version, f.Value); meant != "" {
					found.Help = "write " + fieldLine(p.Doc, f.Key, `"`+meant+`"`)
					found.Fix = setting(p, f, meant, "")
				}
			}
			if found.Message != "" {
				p.Report(found)
			}
			return nil
		},
	}
}

var (
	majorMinor = lazyregexp.New(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$`)
	numbers    = lazyregexp.New(`[0-9]+`)
	onlyDigits = lazyregexp.New(`^[vV]?[0-9]+(?:\.[0-9]+)*$`)

	// loose finds a version among letters and quotes: one or two numbers, and a part without meaning after them.
	loose = lazyregexp.New(`^[^0-9]{0,12}([0-9]{1,3})(?:[.,_]([0-9]{1,3}))?(?:[^0-9.,_].*)?$`)
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
			return fmt.Sprintf("version %s without quotes is a number, which other programs read as %s", version, read),
				version
		}
		return "", ""
	}
	meant = meantVersion(version)
	n := len(numbers.FindAllString(version, -1))
	switch plain := onlyDigits.MatchString(version); {
	case plain && n == 1:
		return fmt.Sprintf("version %s has one number; major.minor was expected", version), meant
	case plain && n == 2:
		return fmt.Sprintf("version %s isn't written as major.minor: two numbers without zeros in front or letters",
			version), meant
	case plain:
		return fmt.Sprintf("version %s has %d numbers; major.minor was expected", version, n), meant
	}
	return fmt.Sprintf("version %s isn't major.minor", quoted(version)), meant
}

// meantVersion returns the version that a text most likely means; "" where that can't be told, as of a date.
func meantVersion(text string) string {
	if len(day.Readings(text, time.UTC)) > 0 {
		return ""
	}
	var parts []string
	if onlyDigits.MatchString(text) {
		parts = numbers.FindAllString(text, -1)
	} else if m := loose.FindStringSubmatch(text); m != nil {
		parts = m[1:]
		if m[2] == "" && len(numbers.FindAllString(text, -1)) > 1 {
			return "" // of "3 of 2026" or "2-1" nobody knows which number counts
		}
	}
	if len(parts) == 0 {
		return ""
	}
	whole := func(i int) string {
		if i >= len(parts) {
			return "0"
		}
		return cmp.Or(strings.TrimLeft(parts[i], "0"), "0")
	}
	return whole(0) + "." + whole(1)
}
