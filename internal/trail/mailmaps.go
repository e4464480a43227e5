package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// mailmapFile is where the names and addresses of people are joined (gitmailmap(5)).
const mailmapFile = ".mailmap"

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

// readMailmaps reads those that steps from first on brought. What isn't a file maps nothing.
func (b *builder) readMailmaps(first int) error {
	rd := b.repo.NewReader()
	known := map[gitrepo.ID]*gitrepo.Mailmap{{}: nil}
	for i := first; i < len(b.book.Steps); i++ {
		for _, c := range b.book.Steps[i].Changes {
			if c.Path != mailmapFile {
				continue
			}
			blob := regular(c.Mode, c.Blob)
			parsed, ok := known[blob]
			if !ok {
				data, err := b.content(rd, blob)
				if err != nil {
					return err
				}
				parsed = gitrepo.ParseMailmap(data)
				known[blob] = parsed
			}
			b.mailmaps.at, b.mailmaps.maps = append(b.mailmaps.at, i), append(b.mailmaps.maps, parsed)
		}
	}
	return nil
}
