package trail

import (
	"slices"
	"sync"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
)

// Signature is what is known of the signature on the commit that carries some evidence.
type Signature struct {
	Verdict     string // "good", "bad", "unknown key", …; see package signature
	Reason      string // why it isn't good
	Fingerprint string
	Algorithm   string
}

// keyrings are the keys of people as the roster below a step names them, and as the signers file stood there, so
// that no change can bring its own key and approve with it.
type keyrings struct {
	mu    sync.Mutex
	built map[keyringOf]*signature.Keyring
}

type keyringOf struct {
	roster  *config.Config
	signers gitrepo.ID // the signers file; zero where there is none
}

// verify judges the signature on the commit that carries e. Where it was made by the very person that e names, with a
// key that was valid then and on the day of the change, the grade is A.
func (b *builder) verify(e *Evidence) error {
	if e.Signature != nil || !e.signed {
		return nil
	}
	rd := b.repo.NewReader()
	raw, err := rd.RawCommit(e.Commit)
	if err != nil {
		return err
	}
	e.Signature = &Signature{}
	s, err := signature.FromCommit(raw)
	if err != nil {
		e.Signature.Verdict, e.Signature.Reason = signature.Refused.String(), err.Error()
		return nil
	}
	cfg, _ := b.rosters.below(e.Index)
	ring, err := b.keyringBelow(rd, cfg, e.Index)
	if err != nil {
		return err
	}
	r := ring.Verify(s, signature.NamespaceGit, firstMoment(e.Day, b.cfg.Organization.Timezone))
	*e.Signature = Signature{r.Verdict.String(), r.Reason, r.Fingerprint, r.Algorithm}
	if r.Verdict != signature.Good {
		return nil
	}
	if ownedBy(r, e.Person, cfg) {
		e.Grade = Signed
		return nil
	}
	e.Signature.Reason = "the key isn't " + e.Person.Name + "'s"
	return nil
}

// ownedBy tells whether the key names the person: alone among the roster's people, or by one of the person's own
// addresses in the signers file.
func ownedBy(r signature.Result, p *config.Person, cfg *config.Config) bool {
	if len(r.People) > 0 {
		return len(r.People) == 1 && r.People[0] == p.Key
	}
	if len(r.Principals) == 0 {
		return false
	}
	return !slices.ContainsFunc(r.Principals, func(address string) bool {
		owner, ok := cfg.PersonByEmail(address)
		return !ok || owner.Key != p.Key
	})
}

func firstMoment(d day.Day, loc *time.Location) time.Time {
	y, m, dom := d.Time().Date()
	return time.Date(y, m, dom, 0, 0, 0, 0, loc)
}

// keyringBelow returns the keys that counted before step i.
func (b *builder) keyringBelow(rd *gitrepo.Reader, cfg *config.Config, i int) (*signature.Keyring, error) {
	of := keyringOf{roster: cfg}
	if cfg.Signers != "" && i > 0 {
		mode, id, err := rd.Lookup(b.book.Steps[i-1].ID, cfg.Signers)
		if err != nil {
			return nil, err
		}
		if mode == gitrepo.ModeFile || mode == gitrepo.ModeExec {
			of.signers = id
		}
	}
	b.keyrings.mu.Lock()
	defer b.keyrings.mu.Unlock()
	if ring := b.keyrings.built[of]; ring != nil {
		return ring, nil
	}
	src := signature.Sources{People: peopleKeys(cfg)}
	if !of.signers.IsZero() {
		text, err := rd.Blob(of.signers)
		if err != nil {
			return nil, err
		}
		src.Signers, _ = signature.ParseSigners(text, b.cfg.Organization.Timezone)
	}
	if b.keyrings.built == nil {
		b.keyrings.built = map[keyringOf]*signature.Keyring{}
	}
	ring := signature.NewKeyring(src)
	b.keyrings.built[of] = ring
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
