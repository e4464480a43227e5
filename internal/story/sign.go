package story

import (
	"crypto/ed25519"
	"crypto/sha256"
	"strings"

	gitsign "github.com/writ-docs/writ/internal/gitrepo/signature"
)

// key is the signing key of a person. It is made from the name, so that it is the same in each run, and secret to
// nobody.
func (i identity) key() ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("the signing key that a story gives to " + i.name))
	return ed25519.NewKeyFromSeed(seed[:])
}

// keyLine is the public half of the key, as writ.yaml has it under people.*.keys.
func (i identity) keyLine() (string, error) { return gitsign.KeyLine(i.key()) }

// sign signs what a commit or a tag says, as Git does with an SSH key, without a line feed at the end.
func (i identity) sign(payload string) (string, error) {
	armor, err := gitsign.MakeWith(i.key(), []byte(payload), gitsign.NamespaceGit)
	return strings.TrimSuffix(string(armor), "\n"), err
}
