package rules

import (
	"slices"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/lint"
)

func wr307() *lint.Rule {
	return &lint.Rule{
		ID: "WR307", Name: "signature-invalid", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "A signature on an approval doesn't verify",
		Text: `A signature that doesn't fit what it is on is worse than none: either something was changed after it
was made, or somebody tried.

**What counts.** A signature by, or in the name of, an approver of the words in force or of newer ones, that is
damaged, covers other words, or is on an object that can be read in two ways: on their commit, on their tag, in the
message, or in a captured review.

**What doesn't.** Who only records somebody's approval signs for themself. Formats that aren't supported (X.509) count
as unsigned. A person whose signature counts for the same words elsewhere has fixed it.

**How to fix it.** The approver approves the same words again, signed. The old commit stays on record.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR307"), Good: good("WR307"),
		Find: func(p *lint.Pass) error {
			all, err := uncounted(p.Input)
			for _, s := range all {
				if slices.Contains([]string{verdict(signature.Bad), verdict(signature.Refused)},
					s.e.Signature.Verdict) {
					onSignature(p, s, s.e.Signature.Reason, "approve again with a sound signature: "+signed(p.Input,
						s.t))
				}
			}
			return err
		},
		Seed: func(s lint.Scratch) error {
			return seedSealed(s, func(*draft) ([]byte, error) {
				return signature.Make([]byte("other words"), signature.NamespaceApproval)
			})
		},
	}
}
