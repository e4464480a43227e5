package sitegen

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"sync"
)

// page is one page of the site: its address, its layout, what the layout reads, and how its words come about.
type page struct {
	layout string
	file   string // of the output, with slashes, such as POL-001/index.html
	params any    // what the layout reads as .Params; its JSON keys are in lower case, because Hugo lowers them
	words  words
	origin origin // of a document's page
	inputs string // its digest, where that is known; see fresh

	text *textPlace // gets the place of a document's words; nil of a page that has none which others show
}

// origin says where the words of a page come from.
type origin struct {
	path, blob, commit string
}

// words are finished HTML that never enters Hugo: the layout has a mark for each part, which is replaced when Hugo
// closes the page's file. They are made just then, so that no more than a few are in memory at a time.
type words struct {
	digest string // equal digests mean equal words and files; "" where nobody knows
	make   func(put putFile) (made, error)
}

// run makes the words; there are none of a page that Hugo makes whole.
func (w words) run(put putFile) (made, error) {
	if w.make == nil {
		return made{}, nil
	}
	return w.make(put)
}

// putFile publishes a file that a page shows, such as an image. The name is relative to the site's root, and holds a
// digest of the bytes, which are nil for a file that another page published. It is safe for concurrent use.
type putFile func(name string, data []byte) error

// whole is a part of a page that is in memory as a whole.
type whole string

// WriteTo writes the text.
func (t whole) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, string(t))
	return int64(n), err
}

// made are the words of one page. A part that isn't a whole is made while it is written.
type made struct {
	parts []io.WriterTo // one for each mark of the layout
	notes []string      // what was left out
}

// digest is equal for pages whose files are equal, made by the same program; "" where that isn't known. site is a
// digest of what all pages read.
func (p *page) digest(site string) string {
	if p.words.digest == "" {
		return ""
	}
	return digestOf(site, p.layout, p.file, p.words.digest, p.params)
}

// encoders are used again: the digests of a site take some ten thousand texts.
var encoders = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// digestOf is equal for values that JSON has the same text of; "" where it has none.
func digestOf(values ...any) string {
	buf := encoders.Get().(*bytes.Buffer)
	defer encoders.Put(buf)
	buf.Reset()
	to := json.NewEncoder(buf)
	to.SetEscapeHTML(false)
	for _, v := range values {
		if to.Encode(v) != nil {
			return ""
		}
	}
	sum := sha256.Sum256(buf.Bytes())
	return hex.EncodeToString(sum[:])
}
