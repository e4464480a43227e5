package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/snapshot"
)

// keysHeld says who of the roster has a key by which a signature could count today, and why other keys don't.
type keysHeld struct {
	people map[string]bool // by key of the person
	ssh    map[string]bool // those of them who have an SSH key that may sign inside a message
	odd    []string
}

func (k keysHeld) has(person string) bool { return k.people[person] }

// readKeys reads the keys that the next change to the main line is judged by.
func (x *diagnosis) readKeys() error {
	x.keys.people, x.keys.ssh = map[string]bool{}, map[string]bool{}
	texts := map[string][]byte{}
	for _, name := range []string{x.roster.Signers, x.roster.Keyring, x.roster.RevokedKeys} {
		if name == "" || x.main.Commit.IsZero() {
			continue
		}
		src, found, err := fileAt(snapshot.Commit(x.project.repo, x.main.Commit), name)
		if err != nil {
			return x.lacking(err)
		}
		if texts[name] = src; !found {
			x.keys.odd = append(x.keys.odd, "there is no file "+name+" on the main line, which its writ.yaml names")
		}
	}
	r := keyReading{cfg: x.roster, now: x.project.today.Time().Add(12 * time.Hour), held: &x.keys,
		listed: map[string][]string{}, sealing: map[string]bool{}, named: map[string][]string{}}
	sound := r.revocations(texts[x.roster.RevokedKeys])
	r.roster()
	r.signers(texts[x.roster.Signers])
	r.keyring(texts[x.roster.Keyring])
	r.settle(sound)
	return nil
}

type keyReading struct {
	cfg     *config.Config
	now     time.Time
	held    *keysHeld
	revoked *signature.RevocationList
	listed  map[string][]string // fingerprint → people of the roster who list the key
	sealing map[string]bool     // fingerprint → whether a line of the signers file lets it sign inside messages
	named   map[string][]string // fingerprint → people to whom a key file gives it; "" for nobody's address
}

// revocations returns false where the list can't be read: until it is, no SSH key is known to be sound.
func (r *keyReading) revocations(src []byte) bool {
	if r.cfg.RevokedKeys == "" {
		return true
	}
	list, _, err := signature.ParseRevoked(src)
	if err != nil || src == nil {
		r.held.odd = append(r.held.odd, "the list of revoked keys, "+r.cfg.RevokedKeys+", can't be read, so that "+
			"no SSH key counts")
		return false
	}
	r.revoked = list
	return true
}

func (r *keyReading) roster() {
	for _, person := range slices.Sorted(maps.Keys(r.cfg.People)) {
		for _, text := range r.cfg.People[person].Keys {
			key, err := signature.ParsePersonKey(text)
			switch {
			case err != nil:
				r.held.odd = append(r.held.odd, "a key of "+person+" can't be read: "+err.Error())
			case !key.Signs(r.now):
				r.held.odd = append(r.held.odd, "a key of "+person+" doesn't sign today: it has expired, is "+
					"revoked, or comes later")
			default:
				add(r.listed, key.Fingerprints(), person)
			}
		}
	}
}

func (r *keyReading) signers(src []byte) {
	file, _ := signature.ParseSigners(src, r.cfg.Organization.Timezone)
	for _, l := range file.Lines {
		commits, messages := l.Allows(signature.NamespaceGit), l.Allows(signature.NamespaceApproval)
		early, late := r.now.Before(l.After), !l.Before.IsZero() && r.now.After(l.Before)
		if l.Authority || !commits && !messages || early || late {
			continue
		}
		r.sealing[l.Key] = r.sealing[l.Key] || messages
		for _, address := range l.Principals {
			add(r.named, []string{l.Key}, r.ownerOf(address))
		}
	}
}

func (r *keyReading) keyring(src []byte) {
	if len(src) == 0 {
		return
	}
	keys, _ := signature.ParseKeyring(src)
	for _, key := range keys {
		if !key.Signs(r.now) {
			continue
		}
		for _, address := range key.Addresses() {
			add(r.named, key.Fingerprints(), r.ownerOf(address))
		}
	}
}

func (r *keyReading) ownerOf(address string) string {
	if p, ok := r.cfg.PersonByEmail(address); ok {
		return p.Key
	}
	return ""
}

func add(to map[string][]string, fingerprints []string, person string) {
	for _, f := range fingerprints {
		if !slices.Contains(to[f], person) {
			to[f] = append(to[f], person)
		}
	}
}

// settle gives each key to the one person whom it names. A key of several people names nobody.
func (r *keyReading) settle(sound bool) {
	all := maps.Clone(r.named)
	maps.Copy(all, r.listed)
	for _, f := range slices.Sorted(maps.Keys(all)) {
		owners := all[f]
		switch ssh := strings.HasPrefix(f, "SHA256:"); {
		case ssh && !sound:
		case ssh && r.revoked.Names(f):
			r.held.odd = append(r.held.odd, "the key "+f+" is revoked")
		case len(owners) > 1:
			r.held.odd = append(r.held.odd, "the key "+f+" names more than one person, and so nobody")
		case owners[0] != "":
			r.held.people[owners[0]] = true
			seals := ssh && (r.sealing[f] || len(r.listed[f]) > 0)
			r.held.ssh[owners[0]] = r.held.ssh[owners[0]] || seals
			if ssh && !seals {
				r.held.odd = append(r.held.odd, fmt.Sprintf("the key %s of %s may sign commits only: a signature "+
					"inside a message, which outlives a squash and a rebase, doesn't count; let its line in %s "+
					"allow the namespace %s, too, or add it to people.%s.keys", f, owners[0], r.cfg.Signers,
					signature.NamespaceApproval, owners[0]))
			}
		}
	}
}
