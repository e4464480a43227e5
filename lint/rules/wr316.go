package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr316() *lint.Rule {
	return &lint.Rule{
		ID: "WR316", Name: "signers-file-fault", Scope: lint.Config, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "A file of keys isn't there, or has a line that doesn't do what it seems to",
		Text: `The files under ` + "`signers`" + `, ` + "`keyring`" + ` and ` + "`revoked_keys`" + ` decide whose
signature counts. Programs skip a line that they can't read without a word, and a key that should be revoked goes on
counting.

**What counts.** On the main branch: a configured file that isn't there; a line that is skipped; a pattern such as
` + "`*@example.com`" + ` as principal, which names no person; a time without ` + "`Z`" + `, which git reads in the
zone of each machine; a list of revoked keys in OpenSSH's binary format. While a list of revoked keys can't be read,
no SSH signature counts.

**What doesn't.** Comments and blank lines. A ` + "`cert-authority`" + ` line, which names no key of its own.

**How to fix it.** Write one address and one key to a line, with times as ` + "`20260131Z`" + `; put the file where
writ.yaml says.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR316"), Good: good("WR316"),
		Find: func(p *lint.Pass) error {
			faults, err := p.Book.KeyFaults()
			if err != nil {
				return err
			}
			for _, f := range faults {
				p.Report(keyFault(f))
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			src, err := s.Read("writ.yaml")
			c := s.Input().Config
			if err != nil || c.Keyring != "" || s.Input().Book == nil {
				return lint.ErrOutOfReach
			}
			if err := s.Write("writ.yaml", append(src, "\nkeyring: no-such-folder/keys.asc\n"...)); err != nil {
				return err
			}
			return s.Commit(s.Input().Today, lint.Stranger(), "Name a keyring")
		},
	}
}

func keyFault(f trail.KeyFault) lint.Found {
	found := lint.Found{Path: f.Path, Anchor: fmt.Sprintf("%s %d %s", f.Setting, f.Line, f.Message)}
	switch {
	case f.Line == 0:
		found.Path = "writ.yaml"
		found.Message = fmt.Sprintf("`%s: %s`: %s", f.Setting, f.Path, f.Message)
		found.Help = "put the file there on the main branch, as text, or remove the setting"
	case f.Kind == signature.Skipped:
		found.Message = fmt.Sprintf("line %d doesn't count: %s", f.Line, f.Message)
		found.Help = "fix the line, or remove it"
	case f.Kind == signature.Wildcard:
		found.Message = fmt.Sprintf("line %d names nobody: %s", f.Line, f.Message)
		found.Help = "write a line for each person's address"
	default:
		found.Message = fmt.Sprintf("line %d can be read in two ways: %s", f.Line, f.Message)
		found.Help = "end each time with Z"
	}
	return found
}
