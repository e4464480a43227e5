package trail

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
)

// keyrings are the keys of people as the roster below a step names them, and the key files as they were there, so
// that no change can bring its own key and approve with it, nor take a revocation back.
type keyrings struct {
	mu    sync.Mutex
	built map[keyringOf]*keyring
}

// keyringOf is what a keyring is made of. A file that isn't there is the zero ID.
type keyringOf struct {
	roster *config.Config
	keyFiles
}

// keyring judges signatures by the keys of one moment.
type keyring struct {
	keys *signature.Keyring

	// unread says why the revocation list can't be read; "" when it can, or none is configured. Until it is read, no
	// SSH key is known to be sound.
	unread string
}

func (k *keyring) verify(s signature.Signed, namespace string, day time.Time) signature.Result {
	r := k.keys.Verify(s, namespace, day)
	if r.Verdict == signature.Good && r.Kind == signature.SSH && k.unread != "" {
		r.Verdict, r.Reason = signature.Refused, k.unread
	}
	return r
}

// usable returns what sound signatures of a day would show, one for each key that is valid then; none without a
// keyring.
func (k *keyring) usable(on time.Time) []signature.Result {
	if k == nil {
		return nil
	}
	return slices.DeleteFunc(k.keys.Usable(on), func(r signature.Result) bool {
		return r.Kind == signature.SSH && k.unread != ""
	})
}

// keyringFor returns the keys of a roster.
func (j *judge) keyringFor(rd *gitrepo.Reader, r *RosterState) (*keyring, error) {
	of := keyringOf{r.Config, r.files}
	j.keyrings.mu.Lock()
	defer j.keyrings.mu.Unlock()
	if ring := j.keyrings.built[of]; ring != nil {
		return ring, nil
	}
	ring, err := j.readKeyring(rd, of)
	if err != nil {
		return nil, err
	}
	if j.keyrings.built == nil {
		j.keyrings.built = map[keyringOf]*keyring{}
	}
	j.keyrings.built[of] = ring
	return ring, nil
}

func (j *judge) readKeyring(rd *gitrepo.Reader, of keyringOf) (*keyring, error) {
	read := func(id gitrepo.ID) (text []byte, err error) {
		if !id.IsZero() {
			text, err = rd.Blob(id)
		}
		return text, err
	}
	src := signature.Sources{People: peopleKeys(of.roster)}
	ring := &keyring{}
	text, err := read(of.signers)
	if err != nil {
		return nil, err
	}
	src.Signers, _ = signature.ParseSigners(text, of.roster.Organization.Timezone)
	if text, err = read(of.openPGP); err != nil {
		return nil, err
	}
	src.OpenPGP, _ = signature.ParseKeyring(text)
	if text, err = read(of.revoked); err != nil {
		return nil, err
	}
	switch list, _, refused := signature.ParseRevoked(text); {
	case refused != nil:
		ring.unread = fmt.Sprintf("the list of revoked keys, %s, can't be read: %v", of.roster.RevokedKeys, refused)
	case of.roster.RevokedKeys != "" && of.revoked.IsZero():
		ring.unread = fmt.Sprintf("the list of revoked keys, %s, wasn't there", of.roster.RevokedKeys)
	default:
		src.Revoked = list
	}
	ring.keys = signature.NewKeyring(src)
	return ring, nil
}

// peopleKeys reads the keys of the roster. One that can't be read proves nothing.
func peopleKeys(cfg *config.Config) map[string][]signature.Key {
	out := map[string][]signature.Key{}
	for name, p := range cfg.People {
		for _, text := range p.Keys {
			if key, err := signature.ParsePersonKey(text); err == nil {
				out[name] = append(out[name], key)
			}
		}
	}
	return out
}
