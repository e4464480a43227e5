package records

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
)

// TestSections: a section is a heading, a line in bold, the label of a paragraph, an item or a row, or a clause that a
// heading cites, in English and in German; a label without words behind it is none.
func TestSections(t *testing.T) {
	o := config.Default().Kinds["management-review"].Outline
	for src, want := range map[string]string{
		"## 3. Feedback from interested parties\n\nNone.\n":                                             "Feedback from interested parties",
		"**Audit results:**\n\nNone.\n":                                                                 "Audit results",
		"- **Feedback:** none\n- Audit results: one\n- **Metrics:**\n":                                  "Audit results, Feedback from interested parties",
		"- **Metrics:**\n  - tickets: 3\n":                                                              "Monitoring and measurement results",
		"Feedback: none from customers.\n":                                                              "Feedback from interested parties",
		"| Input | Result |\n|---|---|\n| Audit results | one |\n| Opportunities for improvement | |\n": "Audit results",
		"## 9.3.2 c) What the others want\n\nNothing new.\n":                                            "Changes in needs and expectations of interested parties",
		"## (9.3.2c)\n\nNothing.\n":                                                                     "Changes in needs and expectations of interested parties",
		"## 9.3.2 changes\n\nNothing.\n":                                                                "",
		"## 19.3.2 c\n\nNothing.\n":                                                                     "",
		"## Auditergebnisse\n\nKeine.\n\n## Entscheidungen\n\nKeine.\n":                                 "Audit results, Decisions and actions",
		"The audit results were good.\n":                                                                "",
	} {
		d := document.Parse("a.md", []byte("---\nid: MR-1\n---\n\n# Review\n\n"+src), nil)
		words, err := TextOf(d)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, at := range Placed(o, words.Parts()) {
			if at >= 0 {
				got = append(got, o.Sections[i].Title)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}
