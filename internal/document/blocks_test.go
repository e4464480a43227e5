package document

import (
	"fmt"
	"strings"
	"testing"
)

const blocksSample = `---
id: POL-001
---

# Access

Words with *weight*,
**more** of it and [a *link*](x.md "t").\
Next line <!-- gone --> AT&amp;T \*  end[^why]

> [!WARNING]
> Mind the gap.

1. One
2. - [x] Two

   Still two.

| A | B |
|---|---|
| ![pic](p.png) | ` + "`x \\| y`" + ` | extra |

---

    code

[^why]: Because.
`

func TestBlocks(t *testing.T) {
	blocks, err := Parse("p.md", []byte(blocksSample), nil).Blocks()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, x := range blocks {
		fmt.Fprintf(&b, "%s %d %d %v %v %s %s|", x.Kind, x.Level, x.Depth, x.Number, x.Quoted, x.Label, x.Anchor)
		writePieces(&b, x.Phrase)
		for _, row := range x.Rows {
			b.WriteString("\n ")
			for _, c := range row {
				b.WriteString(" (")
				writePieces(&b, c)
				b.WriteString(")")
			}
		}
		b.WriteString("\n")
	}
	want := `heading 1 0 0 false  access|"Access"
paragraph 0 0 0 false  |"Words with ""weight"em", ""more"strong" of it and ""a "link(x.md)"link"link(x.md)em".\nNext line AT&T * end""[why]"note
paragraph 0 0 0 true  |"Warning"
paragraph 0 0 0 true  |"Mind the gap."
item 0 1 1 false  |"One"
item 0 1 2 false  |
item 0 2 0 false  |"☑"task" Two"
paragraph 0 1 0 false  |"Still two."
table 0 0 0 false  |
  ("A") ("B") ()
  ("pic"image(p.png)) ("x | y"code) ("extra")
rule 0 0 0 false  |
code 0 0 0 false  |"code\n"
note 0 0 0 false why |"Because."
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func writePieces(b *strings.Builder, p Phrase) {
	text := ""
	for _, x := range p.Pieces {
		text += x.Text
		fmt.Fprintf(b, "%q", x.Text)
		for _, m := range x.Marks {
			b.WriteString(string(m.Kind))
			if m.Target != "" {
				b.WriteString("(" + m.Target + ")")
			}
		}
	}
	if text != p.Text {
		fmt.Fprintf(b, " BUT TEXT IS %q", p.Text)
	}
}

// TestAppendPieces compares the HTML of pieces with that of the whole document.
func TestAppendPieces(t *testing.T) {
	for src, want := range map[string]string{
		"a *b **c*** d":                       `a <em>b <strong>c</strong></em> d`,
		"[a *b*](x.md)":                       `<a href="x.md">a <em>b</em></a>`,
		"[a](javascript:x) b":                 `a <code class="link-target">javascript:x</code> b`,
		"![a](p.png) ~~b~~":                   `<img src="p.png" alt="a"> <s>b</s>`,
		"![a](http://h/p.png)":                `<span class="image-missing">Image: a <code class="link-target">http://h/p.png</code></span>`,
		"x <script>x</script> & \u202e \\\nb": `x &lt;script&gt;x&lt;/script&gt; &amp; <span class="bidi-control">[U+202E]</span><br>` + "\nb",
		"a\xff *\xff\xff* b\x01":              "a\uFFFD <em>\uFFFD</em> b\uFFFD",
	} {
		blocks, err := Parse("p.md", []byte(src), nil).Blocks()
		if err != nil || len(blocks) != 1 {
			t.Fatalf("%q: %v, %v", src, blocks, err)
		}
		if got := string((&Renderer{}).AppendPieces(nil, blocks[0].Pieces)); got != want {
			t.Errorf("%q is\n%s, want\n%s", src, got, want)
		}
	}
}
