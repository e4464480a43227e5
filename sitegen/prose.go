package sitegen

import "io"

// welcome are the company's own words on the home page.
func (p *press) welcome() words {
	if p.Brand.Home == nil {
		return noWords
	}
	return companyWords(p.Brand.Home, "")
}

// noWords are those of a page that Hugo makes whole.
var noWords = words{digest: "none"}

// textPart is which part of a document's page its words are.
const textPart = 1

// prose are the words of a page at an address that shows a document's text: the contents list, and the text.
func (p *press) prose(prose *Prose, at string, served bool) words {
	if !served {
		return noWords
	}
	return words{digest: prose.Digest, make: func(put putFile) (made, error) {
		shown, err := p.textOf(prose, at, put)
		if err != nil {
			return made{}, err
		}
		return made{parts: []io.WriterTo{whole(p.contentsOf(&shown)), whole(shown.HTML)}, notes: shown.Notes}, nil
	}}
}

// textOf makes a text, which says where a table of it ends before its file does.
func (p *press) textOf(prose *Prose, at string, put putFile) (Text, error) {
	shown, err := prose.Make(at, put)
	if err != nil || shown.MoreRows == 0 {
		return shown, err
	}
	more, err := p.parts.html("more_rows.html", shown.MoreRows)
	shown.HTML += more + "\n"
	return shown, err
}
