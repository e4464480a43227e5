package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSections(t *testing.T) {
	d := Parse("a.md", []byte(`---
title: Access
---
# Access

Before *the* [first](https://example.com/secret) section.
<!-- hidden -->

> [!NOTE]
> Mind this.

## Scope & aim

- one
  - two &amp; three
- [x] done

| Who | What |
|-----|------|
| Ann | `+"`a\\|b`"+` | more |

### Scope & aim

<div>raw <b>words</b></div>

    code = 1

Noted[^1]. ![a picture](x.png)

[^1]: The note.
`), nil)
	want := []Section{
		{Text: "Before the first section.\nMind this."},
		{Text: "one\ntwo & three\ndone\nWho\tWhat\nAnn\ta|b\tmore"},
		{Text: "raw words\ncode = 1\nNoted. a picture\nThe note."},
	}
	for i, h := range d.Headings() {
		want[i].Heading = h
	}
	got, err := d.Sections()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if again, err := d.WithoutTree().Sections(); err != nil || cmp.Diff(want, again) != "" {
		t.Errorf("without the tree they differ: %v", err)
	}
	for _, src := range []string{"", "# Only\n", "words", "- \n\n# \n\n#\n"} {
		all, err := Parse("a.md", []byte(src), nil).Sections()
		if err != nil || len(all) != strings.Count(src, "#")+strings.Count(src, "w") {
			t.Errorf("%q: %d sections, %v", src, len(all), err)
		}
	}
}
