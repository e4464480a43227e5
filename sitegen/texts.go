package sitegen

import (
	"io"
	"os"
)

// texts say where the words of documents lie in the pages that were just made, by document. A page that has many
// documents takes them from there, instead of making them once more.
type texts []textPlace

type textPlace struct {
	start, size int64 // bytes of the page's file; none where size is 0
}

// read returns the words of a document's page; false where that isn't a file that was just made.
func (t texts) read(i int, page string, of *folder) (string, bool) {
	if of == nil || t[i].size == 0 {
		return "", false
	}
	file, err := of.path(page)
	if err != nil {
		return "", false
	}
	f, err := os.Open(file)
	if err != nil {
		return "", false
	}
	defer f.Close()
	text := make([]byte, t[i].size)
	_, err = f.ReadAt(text, t[i].start)
	return string(text), err == nil
}

// placed is a part of a page that notes where it lies there.
type placed struct {
	io.WriterTo
	page *placing
	at   *textPlace
}

// WriteTo writes the part to the page.
func (p placed) WriteTo(w io.Writer) (int64, error) {
	start := p.page.written
	n, err := p.WriterTo.WriteTo(w)
	if err == nil {
		*p.at = textPlace{start, p.page.written - start}
	}
	return n, err
}

// placing counts what is written to a page.
type placing struct {
	io.Writer
	written int64
}

// Write writes to the page.
func (p *placing) Write(data []byte) (int, error) {
	n, err := p.Writer.Write(data)
	p.written += int64(n)
	return n, err
}
