package signature

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"encoding/base64"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Make signs a payload with a new SSH key, which nobody can know, as ssh-keygen -Y sign does. It is for seeded defects
// and tests: writ signs nothing that counts.
func Make(payload []byte, namespace string) (armor []byte, err error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return MakeWith(private, payload, namespace)
}

// KeyLine returns the public half of a key as people.*.keys, an allowed_signers file and authorized_keys write it.
func KeyLine(private ed25519.PrivateKey) (string, error) {
	key, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))), nil
}

// MakeWith is Make with a given key. The same payload has the same signature each time.
func MakeWith(private ed25519.PrivateKey, payload []byte, namespace string) (armor []byte, err error) {
	key, err := ssh.NewSignerFromKey(private)
	if err != nil {
		return nil, err
	}
	digest := sha512.Sum512(payload)
	frame := struct{ Namespace, Reserved, Hash, Digest []byte }{[]byte(namespace), nil, []byte("sha512"), digest[:]}
	made, err := key.Sign(rand.Reader, append([]byte(sshMagic), ssh.Marshal(frame)...))
	if err != nil {
		return nil, err
	}
	blob := append([]byte(sshMagic), ssh.Marshal(struct {
		Version                                   uint32
		Key, Namespace, Reserved, Hash, Signature []byte
	}{1, key.PublicKey().Marshal(), []byte(namespace), nil, []byte("sha512"), ssh.Marshal(made)})...)
	text := base64.StdEncoding.EncodeToString(blob)
	var b strings.Builder
	b.WriteString(markers[0].text + "\n")
	for len(text) > 70 {
		b.WriteString(text[:70] + "\n")
		text = text[70:]
	}
	b.WriteString(text + "\n-----END SSH SIGNATURE-----\n")
	return []byte(b.String()), nil
}
