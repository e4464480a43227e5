package signature

import (
	"bytes"
	"strings"
)

// Fold writes an armored SSH signature as the value of a trailer: its lines after each other, each but the first begun
// with a blank, so that git reads them as one value. Unfold is its inverse.
func Fold(armor []byte) string {
	return strings.Join(strings.Split(strings.TrimSpace(string(armor)), "\n"), "\n ")
}

// Unfold gives the armor of a signature that a message carries folded into one trailer its lines back: the words
// between the first and the last marker are base64 and go to lines of their own. Text that isn't such a signature
// comes back as it is.
func Unfold(value string) []byte {
	const begin, end = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
	b := bytes.TrimSpace([]byte(value))
	body, ok := bytes.CutPrefix(b, []byte(begin))
	if !ok {
		return b
	}
	if body, ok = bytes.CutSuffix(body, []byte(end)); !ok {
		return b
	}
	out := []byte(begin + "\n")
	for _, word := range bytes.Fields(body) {
		out = append(append(out, word...), '\n')
	}
	return append(out, end+"\n"...)
}
