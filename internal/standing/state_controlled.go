package standing

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
)

// Widened returns the configuration for those who look for documents in history: where nothing on the main line lies
// under the usual folders and no configuration says where documents live, that with the Markdown of every folder. A
// register does the same with its files.
func Widened(cfg *config.Config, book *trail.Book) *config.Config {
	if cfg.Documents.Explicit || cfg.Documents.Everywhere || slices.ContainsFunc(book.Trails,
		View{Config: cfg}.Controlled) {
		return cfg
	}
	return cfg.Everywhere()
}

// Controlled reports whether a trail is that of a controlled document which the main line has: history knows other
// Markdown, too.
func (v View) Controlled(t *trail.Trail) bool {
	return !t.Removed && isDocument(v.Config, t.Path, t.ID)
}

// WasControlled reports whether a trail is, or ever was, that of a controlled document, by the configuration of today
// or of that day.
func (v View) WasControlled(t *trail.Trail) bool {
	return slices.ContainsFunc(t.Changes, func(c *trail.Change) bool {
		return c.Facts != nil && (isDocument(v.Config, c.Path, c.Facts.ID) ||
			isDocument(v.Book.ConfigWith(c.Index), c.Path, c.Facts.ID))
	})
}

// isDocument reports whether a file at a path is a document, by its place or by its id.
func isDocument(cfg *config.Config, path, id string) bool {
	sure, perhaps := cfg.Candidate(path)
	return sure || perhaps && id != ""
}
