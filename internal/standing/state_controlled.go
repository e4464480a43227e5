package standing

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/trail"
)

// Widened returns the configuration for those who look for documents in history: where nothing on the main line lies
// under the usual folders and no configuration says where documents live, that with the Markdown of every folder. A
// register does the same with its files.
func Widened(cfg *config.Config, book *trail.Book) *config.Config {
	if cfg.Documents.Explicit || cfg.Documents.Everywhere || slices.ContainsFunc(book.Documents,
		View{Config: cfg}.Controlled) {
		return cfg
	}
	return cfg.Everywhere()
}

// Controlled reports whether a document is a controlled one that the main line has: history knows other Markdown, too.
func (v View) Controlled(d *history.Document) bool {
	return !d.Removed && isDocument(v.Config, d.Path, d.ID)
}

// WasControlled reports whether a document is, or ever was, a controlled one, by the configuration of today or of that
// day.
func (v View) WasControlled(d *history.Document) bool {
	return slices.ContainsFunc(d.Changes, func(c *history.Change) bool {
		return c.Facts != nil && (isDocument(v.Config, c.Path, c.Facts.ID) ||
			isDocument(v.Book.ConfigWith(c.Index), c.Path, c.Facts.ID))
	})
}

// isDocument reports whether a file at a path is a document, by its place or by its id.
func isDocument(cfg *config.Config, path, id string) bool {
	sure, perhaps := cfg.Candidate(path)
	return sure || perhaps && id != ""
}
