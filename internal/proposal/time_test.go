package proposal_test

import (
	"fmt"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

// TestTimeAloneBreaksNothing: whatever a pull request changes, it has no error on a later day that it didn't have on the
// day of its newest commit, and what is wrong on any day stays an error.
func TestTimeAloneBreaksNothing(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := newCompany(t, seed)
			eased := 0
			for range 4 {
				c.change()
				first := day.In(c.today(), c.today().Location())
				errors, warnings := bySeverity(c.compared(first, false))
				for _, passed := range []day.Day{100, 400} {
					later, warned := bySeverity(c.compared(first+passed, false))
					for f, message := range later {
						if errors[f] == "" {
							t.Errorf("after %q, %d days later: %s", c.done, passed, message)
						}
					}
					for f, message := range warned {
						if errors[f] == "" && warnings[f] == "" {
							eased++
						} else if errors[f] != "" {
							t.Errorf("after %q, %d days later this only warns: %s", c.done, passed, message)
						}
					}
				}
			}
			t.Log(eased, "warnings came with time")
		})
	}
}

// bySeverity returns the messages of the errors and of the warnings, by what identifies their findings.
func bySeverity(r *lint.Result) (errors, warnings map[string]string) {
	errors, warnings = map[string]string{}, map[string]string{}
	for _, f := range r.Findings {
		what := fmt.Sprintf("%s %s: %s", f.Rule.ID, f.Path, f.Message)
		switch f.Severity {
		case lint.Error:
			errors[f.Fingerprint] = what
		case lint.Warning:
			warnings[f.Fingerprint] = what
		}
	}
	return errors, warnings
}
