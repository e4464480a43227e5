package sitegen

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
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

// fill writes a page with its parts in the places of their marks. Each part has one place, and each place a part.
func fill(w io.Writer, html []byte, mark string, parts []io.WriterTo) error {
	used := make([]bool, len(parts))
	for {
		before, rest, found := bytes.Cut(html, []byte(mark))
		if _, err := w.Write(before); err != nil {
			return err
		}
		if !found {
			break
		}
		number, after, _ := bytes.Cut(rest, []byte(markLetter))
		i, err := strconv.Atoi(string(number))
		if err != nil || i < 0 || i >= len(parts) || used[i] {
			return fmt.Errorf("the layout has a mark %q, and the page %d parts", number, len(parts))
		}
		used[i] = true
		if _, err := parts[i].WriteTo(w); err != nil {
			return err
		}
		html = after
	}
	for i, is := range used {
		if !is {
			return fmt.Errorf("the layout has no mark for part %d of the page", i)
		}
	}
	return nil
}
