package adopt

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
)

// Form is what a value is taken from.
type Form string

// The forms.
const (
	Line     Form = "line"      // a line of the text, such as **Version:** 2.0
	Cell     Form = "cell"      // a cell of a table
	Key      Form = "key"       // a key of the front matter, or of a head without fences
	Heading  Form = "heading"   // the text's only heading of its level
	FileName Form = "file name" // the name of the file
	Folder   Form = "folder"    // the name of a folder on the way to the file, or documents.kinds of writ.yaml
	Title    Form = "title"     // words of the title
	Commit   Form = "commit"    // who made the commits of the file
	Made     Form = "made"      // the next free id of a row
)

// Stated is a value that a file states about itself.
type Stated struct {
	Label string        // in lower case, with single blanks
	Text  string        // as written, without marks of emphasis and links; not empty
	Form  Form          // Line, Cell or Key
	Span  document.Span // the value's, with its marks
}

// Read returns what a document states about itself outside of the fields that writ knows, in the order of its places:
// keys of other programs in the front matter; above the second heading, in sections such as "Document control" and at
// the foot, lines with a label and cells of tables. Labels that no field goes by are left out, and so are values that
// a template left for somebody to fill in.
func Read(d *document.Document) ([]Stated, error) {
	r := &reader{doc: d}
	var err error
	if r.src, err = d.Source(); err != nil {
		return nil, err
	}
	r.prose = d.Prose()
	r.keys()
	for _, s := range r.spans() {
		r.lines(s)
	}
	r.foot()
	r.tables()
	slices.SortStableFunc(r.out, func(a, b Stated) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return r.out, nil
}

type reader struct {
	doc   *document.Document
	src   []byte
	prose []document.Span
	out   []Stated
}

// add notes a value where the label means something and the value says something.
func (r *reader) add(label, text string, form Form, span document.Span) {
	label, text = labelOf(label), clean(text)
	if known(label) && !unfilled(text) {
		r.out = append(r.out, Stated{label, text, form, span})
	}
}

// labelOf is a label in lower case, with single blanks and without the marks around it.
func labelOf(s string) string {
	return strings.Trim(strings.Join(strings.Fields(strings.ToLower(clean(s))), " "), " .:#-")
}

// spans returns the parts of the body in which a document speaks of itself: what is above the second heading, and the
// sections that are named after it.
func (r *reader) spans() []document.Span {
	body := r.doc.Body
	heads := r.doc.Headings()
	start := func(i int) int {
		if i >= len(heads) {
			return body.End
		}
		at := heads[i].Span.Start
		for at > body.Start && r.src[at-1] != '\n' {
			at--
		}
		return at
	}
	out := []document.Span{{Start: body.Start, End: start(1)}}
	for i := 1; i < len(heads); i++ {
		if controlHeading.MatchString(heads[i].Text) {
			out = append(out, document.Span{Start: start(i), End: start(i + 1)})
		}
	}
	return out
}
