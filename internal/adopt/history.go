package adopt

import (
	"strings"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
)

// History is who wrote a file, and when. Programs and forges are nobody.
type History struct {
	First, Last Change // zero where it isn't committed, or nobody wrote it
	Changes     int
	Only        history.Who // who made every change, several of them to few files; zero where that is nobody
}

// Change is a commit of the main line that altered a file.
type Change struct {
	By     history.Who
	Day    string // YYYY-MM-DD
	Commit string // full hex
}

// fewFiles is the number of documents that a commit changes at most whose author looks after them. One that changes
// many imports them, or formats them.
const fewFiles = 5

// touched counts the documents that each step of the main line changes.
func (in *Input) touched() map[int]int {
	if in.files == nil {
		in.files = map[int]int{}
		for _, d := range in.Book.Documents {
			for _, ch := range d.Changes {
				in.files[ch.Index]++
			}
		}
	}
	return in.files
}

// history reads the changes of what is at a path.
func (in *Input) history(e *register.Entry) (h History) {
	d := in.Book.DocumentOf(e.ID, e.Path)
	if d == nil || d.Path != e.Path {
		return h
	}
	same, single := true, 0
	for _, ch := range d.Changes {
		if ch.What == history.Removed {
			continue
		}
		h.Changes++
		if in.touched()[ch.Index] <= fewFiles {
			single++
		}
		people := 0
		for _, w := range in.Book.Authors(d, ch) {
			if in.Config.IsForge(w.Name, w.Email) {
				continue
			}
			people++
			h.Last = Change{w, ch.Day.String(), ch.Step.ID.String()}
			if h.First.By == (history.Who{}) {
				h.First = h.Last
			}
			same = same && strings.EqualFold(w.Email, h.First.By.Email)
		}
		same = same && people > 0
	}
	if same && single > 1 {
		h.Only = h.Last.By
	}
	return h
}

// ownerOf proposes who alone wrote a file as its owner, where more than one commit shows that they look after it.
// With a roster it has to be somebody of it. It does so once: the document that has its id by now had its chance.
func (in *Input) ownerOf(p *Proposal) Field {
	who := p.History.Only
	owner := who.Name
	if len(in.Config.People) > 0 || len(in.Config.Roles) > 0 {
		owner = ""
		if known, ok := in.Config.PersonByEmail(who.Email); ok {
			owner = known.Key
		}
	}
	if says(p.doc, "id") || unfilled(owner) {
		return Field{}
	}
	return Field{Entry{"owner", Value{Text: owner}}, []Source{{Form: Commit, Commit: p.History.Last.Commit,
		Words: who.Name + " <" + who.Email + ">"}}}
}
