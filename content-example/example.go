package contentexample

import (
	"embed"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
)

//go:embed story.txtar files
var content embed.FS

// Story returns the example's history. Playing it needs a today, since all its dates are relative.
func Story() (*story.Story, error) { return story.ParseFS(content, "story.txtar") }

// Files returns the example's files as they stand on its main branch on the given day, sorted by path, for
// whoever wants the documents without their history.
func Files(today day.Day) ([]story.File, error) {
	s, err := Story()
	if err != nil {
		return nil, err
	}
	return s.Files(story.Options{Today: today})
}
