package search

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
)

// Format names what Cut returns and Encode writes. It changes whenever Cut returns something else for some document.
const Format = "search words 3"

// Contribution is what the text of one document brings to an index. It depends on the document and its title alone, so
// it can be kept under their digest.
type Contribution struct {
	length int    // number of words
	words  []word // in the order of their bytes, each once
	texts  [][]byte
}

// word is a word of a document's text.
type word struct {
	text    string
	count   int
	parts   uint8 // bit i: it is in a part i, counted modulo 8
	heading bool  // it is in a heading
}

// textLimit is about the size of a file of text before it is compressed.
const textLimit = 24 << 10

// Cut cuts a document's text, and that of the table whose sidecar it is, into words. The heading that repeats the
// title is left out, as pages do. It fails where the text can't be read.
//
// What a reader sees of a result is kept beside the words: files of sections, as many as the text needs. The parts of
// a document are its sections or, where there are several files, these.
func Cut(d *document.Document, title string) (*Contribution, error) {
	all, err := d.Sections()
	if err != nil {
		return nil, err
	}
	sections := make([]section, 0, len(all)+1)
	for _, s := range all {
		if s.Heading.Level == 1 && sameWords(s.Heading.Text, title) {
			s.Heading, title = document.Heading{}, ""
		}
		sections = append(sections, sectionOf(s.Heading.Anchor, s.Heading.Text, s.Text))
	}
	if d.Sheet != nil {
		table, err := d.Sheet.Table()
		if err != nil {
			return nil, err
		}
		sections = append(sections, sectionOf("", "", tableText(table)))
	}
	return cut(sections)
}

func sameWords(a, b string) bool {
	return b != "" && strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func tableText(t document.Table) string {
	var b strings.Builder
	for _, row := range append([][]document.Cell{t.Header}, t.Rows...) {
		for i, c := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(strings.ReplaceAll(c.Text, "\n", " "))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// section is a part of a document as files of text have it: the anchor and the words of its heading, "" for the
// beginning, and its text.
type section [3]string

func sectionOf(anchor, heading, text string) section {
	return section{clean(anchor), clean(heading), clean(strings.TrimRight(text, "\n"))}
}

func clean(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func cut(sections []section) (*Contribution, error) {
	files := intoFiles(sections)
	c := &Contribution{texts: make([][]byte, 0, len(files)), words: make([]word, 0, 512)}
	places := make(map[string]int, 512) // in c.words
	part := 0
	count := func(text string, heading bool) {
		words(text, func(w []byte) {
			at, known := places[string(w)]
			if !known {
				at = len(c.words)
				c.words = append(c.words, word{text: string(w)})
				places[c.words[at].text] = at
			}
			x := &c.words[at]
			x.count++
			x.parts |= 1 << (part % 8)
			x.heading = x.heading || heading
			c.length++
		})
	}
	for _, file := range files {
		for _, s := range file {
			count(s[1], true)
			count(s[2], false)
			if len(files) == 1 {
				part++
			}
		}
		if len(files) > 1 {
			part++
		}
		text, err := asJSON(file)
		if err != nil {
			return nil, err
		}
		c.texts = append(c.texts, packText(text))
	}
	slices.SortFunc(c.words, func(a, b word) int { return strings.Compare(a.text, b.text) })
	return c, nil
}

// intoFiles parts sections into files. One that is too large for a file is continued in the next, at the end of a
// line.
func intoFiles(sections []section) [][]section {
	var files [][]section
	var file []section
	left := textLimit
	for _, s := range sections {
		for {
			if len(s[2]) <= left || len(s[2]) <= textLimit && len(file) == 0 {
				break
			}
			at := strings.LastIndexByte(s[2][:left], '\n')
			if at <= 0 && len(file) == 0 { // a line that is larger than a file
				if at = strings.LastIndexAny(s[2][:left], " \t"); at <= 0 {
					break
				}
			}
			if at > 0 {
				file = append(file, section{s[0], s[1], s[2][:at]})
				s[2] = s[2][at+1:]
			}
			files, file, left = append(files, file), nil, textLimit
		}
		file = append(file, s)
		left = max(0, left-len(s[1])-len(s[2]))
	}
	if len(file) > 0 {
		files = append(files, file)
	}
	return files
}
