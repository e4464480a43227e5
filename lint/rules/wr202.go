package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr202() *lint.Rule {
	return &lint.Rule{
		ID: "WR202", Name: "version-lower", Scope: lint.Change, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "The version went down",
		Text: `A version that goes down makes "the newest" ambiguous: readers keep the higher number, and the site
serves the later words.

**What counts.** The newest version, on the main branch or proposed, is lower than the one before it. Numbers are
compared as numbers: 2.10 comes after 2.9.

**What doesn't.** A lower one that a higher one has followed: that is history, and the trail shows it. A draft that was
given up: when the higher version never was more than a draft or in review, going back to the valid one is no fault.
Versions that aren't major.minor are WR111's.

**How to fix it.** Going back to earlier words is a change too: give them the next higher version, and have it
approved.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR202"), Good: good("WR202"),
		Find: func(p *lint.Pass) error {
			return eachTrail(p, func(e *register.Entry, t *trail.Trail) error {
				if last, _ := tip(t); last != nil {
					findLower(p, t)
				}
				return nil
			})
		},
		Seed: seedLowerVersion,
	}
}

func findLower(p *lint.Pass, t *trail.Trail) {
	e := entryOf(p.Input, t)
	n := len(t.Versions) - 1
	newest := t.Versions[n]
	found := lint.Found{Doc: e, Anchor: "version"}
	if proposed(p.Input, t, e) {
		if f := factsOf(p.Input, e); f.Version != newest.Number {
			if wasSettled(newest) && compareVersions(f.Version, newest.Number) < 0 {
				found.Span = at(e, "version")
				found.Message = fmt.Sprintf("version %s is lower than %s, which the main branch has", short(f.Version),
					short(newest.Number))
				found.Help = raise(newest.Number)
				p.Report(found)
			}
			return
		}
	}
	if n == 0 || !wasSettled(t.Versions[n-1]) || compareVersions(newest.Number, t.Versions[n-1].Number) >= 0 {
		return
	}
	at := newest.Changes[0]
	found.Commit = at.Step.ID
	found.Message = fmt.Sprintf("version %s follows the higher %s (%s, %s)", short(newest.Number),
		short(t.Versions[n-1].Number), commit(at.Step.ID), at.Day)
	found.Help = raise(t.Versions[n-1].Number)
	p.Report(onField(p.Input, t, "version", found))
}

// wasSettled reports whether any words of a version were more than a draft.
func wasSettled(v *trail.Version) bool {
	return slices.ContainsFunc(v.Contents, func(c *trail.Content) bool { return c.Settled() != nil })
}

// compareVersions compares two versions as numbers; 0 where one of them isn't written in numbers and dots.
func compareVersions(a, b string) int {
	x, y := numbersOf(a), numbersOf(b)
	if x == nil || y == nil {
		return 0
	}
	return slices.Compare(x, y)
}

func numbersOf(version string) []int {
	var out []int
	for part := range strings.SplitSeq(version, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil
		}
		out = append(out, n)
	}
	return out
}

// raise says which version would be higher than the given one.
func raise(version string) string {
	n := numbersOf(version)
	if len(n) < 2 {
		return "give it a higher version"
	}
	return fmt.Sprintf("give it a higher version, such as \"%d.%d\"", n[0], n[1]+1)
}
