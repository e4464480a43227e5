package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr308() *lint.Rule {
	return &lint.Rule{
		ID: "WR308", Name: "key-not-valid", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "An approval is signed with a key that doesn't count",
		Text: `A signature proves who holds a key. Whose key it is, and from when to when it counts, the company says:
in ` + "`people.*.keys`" + `, the signers file or the keyring, as they were before the change.

**What counts.** An approver's signature for the words in force or for newer ones, by a key that nobody named, that
belongs to somebody else, or that was not yet valid, had expired or was revoked, when it signed or on the day of the
change. A captured review that is signed by a key which isn't under ` + "`capture.signers`" + `.

**What doesn't.** An unknown key where the company names no keys for the person at all: then the commit counts as
unsigned. Keys of those who only record an approval, and of forges.

**How to fix it.** Name the key, on the main branch, before it signs; then approve again.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR308"), Good: good("WR308"),
		Find: func(p *lint.Pass) error {
			all, err := uncounted(p.Input)
			for _, s := range all {
				g := s.e.Signature
				why, help := g.Reason, "approve again with a key that counts: "
				switch g.Verdict {
				case verdict(signature.UnknownKey):
					if !g.Unapproved.IsZero() {
						onSignature(p, s, why, approveRoster(p.Input))
						continue
					}
					if !keysAreNamed(p.Input, s.e) {
						continue
					}
					help = fmt.Sprintf("add the key to `people.%s.keys` on the main branch, then approve again: ",
						s.e.Person.Key)
					if g.On == trail.OnCapture {
						help = "name the key of somebody under `capture.signers` on the main branch, and capture " +
							"again; or "
					}
				case verdict(signature.NotYetValid), verdict(signature.Expired), verdict(signature.Revoked):
					if why == "" {
						why = "the key is " + g.Verdict
					}
				case verdict(signature.Good):
				default:
					continue
				}
				if !strings.Contains(why, g.Fingerprint) {
					why += fmt.Sprintf(" (%s)", g.Fingerprint)
				}
				onSignature(p, s, why, help+signed(p.Input, s.t))
			}
			return err
		},
		Seed: func(s lint.Scratch) error {
			return seedSealed(s, func(d *draft) ([]byte, error) {
				facts := history.ReadFacts(d.text(), d.in.Config.Fields)
				return signature.Make(trail.Statement(facts, trail.NothingBefore), signature.NamespaceApproval)
			})
		},
	}
}
