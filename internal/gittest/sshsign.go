package gittest

import (
	"crypto/rand"
	"crypto/sha512"
	"encoding/base64"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// SSHSign signs data as `ssh-keygen -Y sign` does, with the private key in a file, and returns the armored signature.
// One by a key of the kind ed25519 is the same, byte for byte.
func SSHSign(t testing.TB, key, namespace string, data []byte) string {
	t.Helper()
	raw, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.ParsePrivateKey(raw)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	hash := sha512.Sum512(data)
	about := struct{ Namespace, Reserved, Algorithm string }{namespace, "", "sha512"}
	sum, err := signer.Sign(rand.Reader, slices.Concat([]byte("SSHSIG"), ssh.Marshal(about),
		ssh.Marshal(struct{ Hash []byte }{hash[:]})))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString("-----BEGIN SSH SIGNATURE-----\n")
	blob := slices.Concat([]byte("SSHSIG\x00\x00\x00\x01"),
		ssh.Marshal(struct{ Key []byte }{signer.PublicKey().Marshal()}),
		ssh.Marshal(about), ssh.Marshal(struct{ Signature []byte }{ssh.Marshal(sum)}))
	for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(blob)), 70) {
		text.Write(append(line, '\n'))
	}
	text.WriteString("-----END SSH SIGNATURE-----\n")
	return text.String()
}
