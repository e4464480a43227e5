package trail

import (
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
)

// KeyFault is something odd in a file of keys as the line's end holds it.
type KeyFault struct {
	Setting string // that names the file: signers, keyring or revoked_keys
	Path    string
	Line    int // 1-based; 0 where the file as a whole is meant
	Kind    signature.FaultKind
	Message string
}

// KeyFaults reads the files of keys that the configuration names, as the line's end holds them, and lists what is
// wrong with them: a file that isn't there, and lines that are skipped, name nobody, or may be read in two ways.
func (b *Book) KeyFaults() ([]KeyFault, error) {
	if len(b.Steps) == 0 {
		return nil, nil
	}
	cfg, rd := b.judge.cfg, b.judge.repo.NewReader()
	var all []KeyFault
	for _, f := range []struct {
		setting, path string
		read          func([]byte) ([]signature.Fault, error)
	}{
		{"signers", cfg.Signers, func(text []byte) ([]signature.Fault, error) {
			_, faults := signature.ParseSigners(text, cfg.Organization.Timezone)
			return faults, nil
		}},
		{"keyring", cfg.Keyring, func(text []byte) ([]signature.Fault, error) {
			_, faults := signature.ParseKeyring(text)
			return faults, nil
		}},
		{"revoked_keys", cfg.RevokedKeys, func(text []byte) ([]signature.Fault, error) {
			_, faults, err := signature.ParseRevoked(text)
			return faults, err
		}},
	} {
		if f.path == "" {
			continue
		}
		mode, id, err := rd.Lookup(b.Tip(), f.path)
		if err != nil {
			return nil, err
		}
		if mode != gitrepo.ModeFile && mode != gitrepo.ModeExec {
			all = append(all, KeyFault{Setting: f.setting, Path: f.path, Message: "the file isn't on the main line"})
			continue
		}
		text, err := rd.Blob(id)
		if err != nil {
			return nil, err
		}
		faults, refused := f.read(text)
		if refused != nil {
			all = append(all, KeyFault{Setting: f.setting, Path: f.path, Message: refused.Error()})
		}
		for _, x := range faults {
			all = append(all, KeyFault{f.setting, f.path, x.Line, x.Kind, x.Message})
		}
	}
	return all, nil
}

// Evidence lists all that was found for or against an approval of the document, in the order in which it came.
func (t *Trail) Evidence() []*Evidence { return t.evidence }
