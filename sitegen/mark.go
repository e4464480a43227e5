package sitegen

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
)

// A mark stands in a page that Hugo makes for words that it needn't see: the letter, a number that no text can hold,
// as it is drawn for each run, and which of the page's parts stands there. No page that is published holds one.
const markLetter = "\ue000"

// newMark draws the number that marks of one run begin with.
func newMark() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: see crypto/rand.Read
	return markLetter + hex.EncodeToString(b[:]) + "-"
}

// fill puts parts in the places of their marks. Each part has one place, and each place a part.
func fill(html []byte, mark string, parts []string) ([]byte, error) {
	size := len(html)
	for _, p := range parts {
		size += len(p)
	}
	out := make([]byte, 0, size)
	used := make([]bool, len(parts))
	for {
		before, rest, found := bytes.Cut(html, []byte(mark))
		out = append(out, before...)
		if !found {
			break
		}
		number, after, _ := bytes.Cut(rest, []byte(markLetter))
		i, err := strconv.Atoi(string(number))
		if err != nil || i < 0 || i >= len(parts) || used[i] {
			return nil, fmt.Errorf("the layout has a mark %q, and the page %d parts", number, len(parts))
		}
		used[i] = true
		out = append(out, parts[i]...)
		html = after
	}
	for i, is := range used {
		if !is {
			return nil, fmt.Errorf("the layout has no mark for part %d of the page", i)
		}
	}
	return out, nil
}
