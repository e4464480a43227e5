package history

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Writing is a commit that brought a text which it didn't know from elsewhere.
type Writing struct {
	Index int // of the main line's step
	Facts *Facts
	*gitrepo.Step
}

// writers tell which commits first brought a text: of the line, and of the branches that it merged, whatever a merge
// took of them.
type writers struct {
	first map[document.TextID]Writing
	later map[document.TextID][]Writing // of branches merged later; they may not have known the first
}

// Writings returns the commits up to a step that wrote a text, one that a branch brought without knowing the first
// included. Who brings words back that were there isn't among them.
func (h *History) Writings(text document.TextID, upTo int) []Writing {
	w := h.wrote()
	first, ok := w.first[text]
	if !ok || first.Index > upTo {
		return nil
	}
	out := []Writing{first}
	for _, x := range w.later[text] {
		if x.Index > upTo {
			break
		}
		if h.sideKnew(x.ID) < first.Index {
			out = append(out, x)
		}
	}
	return out
}

func (h *History) findWriters() *writers {
	w := &writers{first: make(map[document.TextID]Writing, len(h.facts.ids)), later: map[document.TextID][]Writing{}}
	for i, s := range h.Steps {
		for _, side := range s.Side {
			w.add(h, i, side, true)
		}
		w.add(h, i, s, false)
	}
	return w
}

func (w *writers) add(h *History, i int, s *gitrepo.Step, side bool) {
	for _, c := range s.Changes {
		if !c.Own || c.Mode == 0 || c.Mode == gitrepo.ModeSymlink || !config.IsMarkdown(c.Path) {
			continue
		}
		f := h.facts.of(c.Blob)
		if f == nil || f.Text == 0 {
			continue
		}
		x := Writing{i, f, s}
		switch first, known := w.first[f.Text]; {
		case !known:
			w.first[f.Text] = x
		case side && first.Index < i && !slices.ContainsFunc(w.later[f.Text],
			func(y Writing) bool { return y.Index == i }):
			w.later[f.Text] = append(w.later[f.Text], x)
		}
	}
}
