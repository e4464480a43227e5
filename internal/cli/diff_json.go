package cli

import (
	"github.com/writ-docs/writ/internal/redline"
)

// The data contract of `writ diff --format json` (schema/diff.schema.json). It only grows.
type (
	diffJSON struct {
		Schema    int                `json:"schema"`
		Head      *string            `json:"head"`
		Documents []diffDocumentJSON `json:"documents"`
	}
	diffDocumentJSON struct {
		ID      *string           `json:"id"`
		Title   string            `json:"title"`
		Old     *diffSideJSON     `json:"old"` // null where the document isn't there
		New     *diffSideJSON     `json:"new"`
		Summary []diffSummaryJSON `json:"summary"`
		*redline.Redline
	}
	diffSideJSON struct {
		Version *string `json:"version"`
		Path    string  `json:"path"`
		Commit  *string `json:"commit"` // null for what isn't committed
	}
	diffSummaryJSON struct {
		Text    string  `json:"text"`
		Section *string `json:"section"` // its heading's anchor in the newer text, else in the older one
	}
)

func diffContract(p *project, all []*compared) diffJSON {
	out := diffJSON{Schema: 1, Head: idOrNull(p.head.Commit), Documents: []diffDocumentJSON{}}
	for _, c := range all {
		d := diffDocumentJSON{Title: c.title, Old: c.old.contract(), New: c.new.contract(),
			Summary: []diffSummaryJSON{}, Redline: c.redline}
		for _, s := range []*diffSide{&c.old, &c.new} {
			if s.entry != nil {
				d.ID = orNull(s.entry.ID)
			}
		}
		for _, x := range c.redline.Changes {
			s := c.redline.Sections[x.Section]
			anchor := s.New
			if anchor == "" {
				anchor = s.Old
			}
			d.Summary = append(d.Summary, diffSummaryJSON{redline.Words(nil).Say(c.redline, x), orNull(anchor)})
		}
		out.Documents = append(out.Documents, d)
	}
	return out
}

func (s *diffSide) contract() *diffSideJSON {
	if s.entry == nil {
		return nil
	}
	return &diffSideJSON{orNull(s.entry.Front.Text("version")), s.entry.Path, idOrNull(s.commit)}
}
