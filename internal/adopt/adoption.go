package adopt

import (
	"bytes"
	"errors"
)

// AddAdoption returns a writ.yaml with the entry that takes the documents over as they are, at its end. Every byte
// that was there stays.
func AddAdoption(src []byte, by, reason string) ([]byte, error) {
	if unfilled(reason) {
		return nil, errors.New("the reason says nothing: write why the documents are in force as they are")
	}
	eol := lineEnd(src)
	out := bytes.Clone(src)
	if len(out) > 0 && out[len(out)-1] != '\n' {
		out = append(out, eol...)
	}
	return append(out, "adoption: {by: "+scalar("yaml", "", by)+", reason: "+scalar("toml", "", reason)+"}"+eol...), nil
}
