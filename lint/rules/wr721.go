package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr721() *lint.Rule {
	return &lint.Rule{
		ID: "WR721", Name: "action-id-gap", Scope: lint.Document, Severity: lint.Info,
		Title: "A number is missing in the ids of a log",
		Text: `A gap in CA-001, CA-002, CA-004 makes an auditor ask what CA-003 was, and whether somebody took it out.

**What counts.** A number between the lowest and the highest of the ids with the same letters in a log, which no row of
any log has, no document, and none had at any time on the main branch. One finding for each row of ids.

**What doesn't.** Rows that were taken out, which history knows (WR728); ids by year begin anew with each year; more
than half of all numbers missing: then the numbers come from elsewhere.

**How to fix it.** Nothing has to be done: say why, in the log's text or in a suppression.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR721"), Good: good("WR721"),
		Find: findGaps,
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) {
				t.rows = append(t.rows, slices.Clone(t.rows[0]))
				t.set(0, map[string]string{"id": "SEEDED-01"})
				_, i := t.of.Columns.Named("id")
				t.rows[1][i] = "SEEDED-03"
			})
		},
	}
}

func findGaps(p *lint.Pass) error {
	_, actions, err := followed(p.Input, p.Doc)
	if err != nil || len(actions) == 0 || actions[0].Table == nil {
		return err
	}
	byKey, err := sharedRowsByKey(p.Input)
	if err != nil {
		return err
	}
	courses, err := sharedCourses(p.Input)
	if err != nil {
		return err
	}
	series := map[string]map[int]*isms.Action{}
	for _, a := range actions {
		if letters, n, ok := numbered(a.Key); ok {
			if series[letters] == nil {
				series[letters] = map[int]*isms.Action{}
			}
			series[letters][n] = a
		}
	}
	for letters, numbers := range series {
		low, high := 1<<30, 0
		for n := range numbers {
			low, high = min(low, n), max(high, n)
		}
		if 2*len(numbers) < high-low+1 {
			continue
		}
		var gaps []string
		for n := low + 1; n < high; n++ {
			key := letters + strconv.Itoa(n)
			if numbers[n] == nil && len(byKey[key]) == 0 && courses.Of(key) == nil {
				gaps = append(gaps, likeID(numbers[high].ID, n))
			}
		}
		if len(gaps) > 0 {
			more := ""
			if len(gaps) > maxNamed {
				more, gaps = fmt.Sprintf(" and %d more", len(gaps)-maxNamed), gaps[:maxNamed]
			}
			p.Report(onAction(numbers[high], "id", lint.Found{Anchor: "gaps " + letters,
				Message: fmt.Sprintf("the ids go up to %s, and no log ever had %s%s", numbers[high].ID, allOf(gaps), more),
				Help:    "say in the log what became of the number, or that it was never given"}))
		}
	}
	return nil
}

// numbered cuts a key into its letters and its last number.
func numbered(key string) (letters string, n int, ok bool) {
	i := len(key)
	for i > 0 && isDigit(key[i-1]) {
		i--
	}
	if i == len(key) || len(key)-i > 6 {
		return "", 0, false
	}
	n, err := strconv.Atoi(key[i:])
	return key[:i], n, err == nil
}

// likeID writes an id with another number in the width of its own.
func likeID(id string, n int) string {
	letters := strings.TrimRight(id, "0123456789")
	return fmt.Sprintf("%s%0*d", letters, len(id)-len(letters), n)
}
