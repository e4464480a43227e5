package records

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/document"
)

const prose = `# Policy

First sentence, e.g. this one. Second, in version 1.2 of it.
Third

We commit to:

- comply with laws
  and contracts
- improve

## 1. Scope of it

None.

**Locations:**
1. **Bremen**
   - office

| Boundary | Includes |
|---|---|
| IT | |
`

func proseOf(t *testing.T, text string) *Prose {
	t.Helper()
	words, err := TextOf(document.Parse("a.md", []byte(text), nil))
	if err != nil {
		t.Fatal(err)
	}
	return words.Prose()
}

func TestSentences(t *testing.T) {
	p := proseOf(t, prose)
	var got []string
	for _, s := range p.Sentences(document.Span{End: len(prose)}) {
		got = append(got, s.Text)
	}
	want := []string{"First sentence, e.g. this one.", "Second, in version 1.2 of it.", "Third", "We commit to:",
		"We commit to: comply with laws and contracts", "We commit to: improve", "None.", "Bremen", "office"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestProseSections(t *testing.T) {
	p := proseOf(t, prose)
	for _, test := range []struct {
		name string
		says bool
		last string // what is below it ends with this
	}{{"scope", true, "| IT | |"}, {"locations", true, "| IT | |"}, {"policy", true, "| IT | |"}} {
		all := p.Named([]string{test.name})
		if len(all) != 1 {
			t.Fatalf("%s: %v", test.name, all)
		}
		body := prose[all[0].Body.Start:all[0].Body.End]
		if p.Says(all[0].Body) != test.says || !strings.HasSuffix(strings.TrimSpace(body), test.last) {
			t.Errorf("%s: says %v: %q", test.name, p.Says(all[0].Body), body)
		}
	}
	if all := p.Named([]string{"cope"}); len(all) > 0 {
		t.Errorf("a part of a word is none: %v", all)
	}
	for text, says := range map[string]bool{"None.\n": false, "-\n": false, "[Description]\n": true, "Words.\n": true,
		"| a | b |\n|---|---|\n| | – |\n": false, "| a | b |\n|---|---|\n| | c |\n": true, "<!-- words -->\n": false} {
		p := proseOf(t, "# A\n\n"+text)
		if p.Says(p.Sections[0].Body) != says {
			t.Errorf("%q says %v", text, !says)
		}
	}
	lines := proseOf(t, prose).In(p.Named([]string{"locations"})[0].Body)
	if len(lines) != 2 || !lines[0].Numbered || lines[1].Numbered || lines[1].Indent <= lines[0].Indent {
		t.Errorf("%+v", lines)
	}
}
