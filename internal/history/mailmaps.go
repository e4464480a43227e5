package history

import (
	"slices"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// mailmaps are the mailmap as it was along the main line. Evidence is judged by the one below it, so that a line that
// comes later changes nothing of what was approved before.
type mailmaps struct {
	at   []int // steps that changed it
	maps []*gitrepo.Mailmap
}

// below returns the mailmap before step i; nil for none.
func (m mailmaps) below(i int) *gitrepo.Mailmap {
	k, _ := slices.BinarySearch(m.at, i)
	if k == 0 {
		return nil
	}
	return m.maps[k-1]
}

// Mailmap returns the mailmap below step i; nil for none.
func (h *History) Mailmap(i int) *gitrepo.Mailmap { return h.mailmaps.below(i) }

// readMailmaps reads those that steps from first on brought. What isn't a file maps nothing.
func (h *History) readMailmaps(first int) error {
	rd := h.repo.NewReader()
	known := map[gitrepo.ID]*gitrepo.Mailmap{{}: nil}
	for i := first; i < len(h.Steps); i++ {
		for _, c := range h.Steps[i].Changes {
			if c.Path != mailmapFile {
				continue
			}
			blob := regular(c.Mode, c.Blob)
			parsed, ok := known[blob]
			if !ok {
				data, err := h.Blob(rd, blob)
				if err != nil {
					return err
				}
				parsed = gitrepo.ParseMailmap(data)
				known[blob] = parsed
			}
			h.mailmaps.at, h.mailmaps.maps = append(h.mailmaps.at, i), append(h.mailmaps.maps, parsed)
		}
	}
	return nil
}
