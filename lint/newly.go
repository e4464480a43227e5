package lint

import "context"

// About runs rules over what is at some paths alone, with everything else as its surroundings.
func About(ctx context.Context, in *Input, rules []*Rule, keep func(path string) bool) (*Result, error) {
	return in.runLimited(ctx, keep, rules)
}

// Newly returns the errors that a later result has and an earlier one hasn't: what a step between the two would bring.
// Left out are approvals that are still to come, and what time alone brings.
func Newly(before, after *Result) []Finding {
	known := byFingerprint(before.All())
	var out []Finding
	for _, f := range after.Findings {
		_, had := known[f.Fingerprint]
		if !had && f.Severity == Error && !f.Rule.Pending && !f.Rule.Calendar {
			out = append(out, f)
		}
	}
	return out
}
