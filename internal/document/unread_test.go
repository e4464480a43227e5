package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnclosed(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"a comment", "x\n\n<!-- tighten this\n\n## Rules\n", "<!-- --> <<!-->"},
		{"a closed comment", "<!-- x -->\n\n<!-- y\nz\n-->\n<!-->\n\n<!--->\n", ""},
		{"a comment in a quote", "> <!-- x\n\ny\n", "<!-- --> <<!-->"},
		{"a comment within a line is shown", "x <!-- y\n", ""},
		{"a fence", "```yaml\na: 1\n\n## Rules\n", "``` ``` <```>"},
		{"a fence of tildes in an item", "- ~~~~ x\n  ~~~\n\ny\n", "~~~~ ~~~~ <~~~~>"},
		{"closed fences", "```\na\n```\n\n- ~~~\n  b\n  ~~~~\n\n> ```\n> ```\n\n```\n```", ""},
		{"the second of two fences", "```\n```\nx\n```\ny\n", "``` ``` <```>"},
		{"an empty fence at the end", "x\n\n```", "``` ``` <```>"},
		{"a script", "<Script>\nx\n\ny\n", "<Script> </script> <<Script>"},
		{"closed elements", "<script>x</script>\n\n<pre>\n\n</pre>\n\n<?x?>\n\n<!X>\n\n<![CDATA[\n]]>\n", ""},
		{"instructions", "<?x\n\ny\n", "<? ?> <<?>"},
		{"a declaration", "<!DOCTYPE\n\ny\n", "<!D > <<!D>"},
		{"data", "<![CDATA[x\n\ny\n", "<![CDATA[ ]]> <<![CDATA[>"},
		{"details", "<details>\n\nx\n", "<details> </details> <<details>>"},
		{"the outer of two", "<details>\n\nx\n\n<details>\n\ny\n\n</details>\n", "<details> </details> <<details>>"},
		{"details, closed", "<details><summary>x</summary>\n\ny\n\n</details>\n\nz <details>a</details>\n", ""},
		{"Markdown in HTML", "<details>\n## Rules\nYou must. See [form](gone.md).\n</details>\n", "<details> \"## Rules\" <<details>"},
		{"a link in HTML", "<p>\nsee\n[form](gone.md) x\n</p>\n", "<p> \"[form](gone.md)\" <<p>"},
		{"an item in HTML", "<div><b>x</b>\n- one\n</div>\n", "<div> \"- one\" <<div>"},
		{"words in HTML", "<p align=\"center\">\nsome *words* - and 1. more\n</p>\n<!--\n- todo\n-->\n", ""},
	} {
		var got []string
		for _, u := range Parse("a.md", []byte(tt.body), nil).Unclosed() {
			closer := u.Closer
			if closer == "" {
				closer = fmt.Sprintf("%q", u.Taken)
			}
			got = append(got, fmt.Sprintf("%s %s <%s>", u.Opener, closer, cut(tt.body, u.Span)))
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestUnread(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"all", "See [the leave form](leave form.pdf), [the plan][plan], (the scope)[scope.md], [the register] (register.md) and note[^9].\n",
			"blank-in-target \"the leave form\" \"leave form.pdf\" <[the leave form](leave form.pdf)>\nno-definition \"the plan\" \"plan\" <[the plan][plan]>\n" +
				"reversed \"the scope\" \"scope.md\" <(the scope)[scope.md]>\nblank-before \"the register\" \"register.md\" <[the register] (register.md)>\nno-note \"9\" \"\" <[^9]>"},
		{"read", "[a](b.md) [c](<d e.md>) [f][g] [g] h[^1] [x](y.md 'z') ![i](j.png)\n\n[g]: k.md\n\n[^1]: l\n", ""},
		{"no links", "f(x)[1], m[i][j], [1][2], [see] above, [x](in words), - [ ] [x], \\[a]\\[b], `[a][b]`, array [ ][x], (1)[^1]\n\n[^1]: l\n\n- [x] done\n", ""},
		{"with marks", "[the *leave* form](leave form.pdf)\n", "blank-in-target \"the *leave* form\" \"leave form.pdf\" <[the *leave* form](leave form.pdf)>"},
		{"an address", "(the net)[https://example.com/x]\n", "reversed \"the net\" \"https://example.com/x\" <(the net)[https://example.com/x]>"},
		{"without an end", "[form](gone.md\nand more\n", "no-end \"form\" \"gone.md\" <[form](gone.md\n>"},
		{"collapsed", "## [plan][]\n", "no-definition \"plan\" \"\" <[plan][]>"},
		{"in a table", "|a|b|\n|-|-|\n|[x][y]|[^3]|\n", "no-definition \"x\" \"y\" <[x][y]>\nno-note \"3\" \"\" <[^3]>"},
		{"over two lines", "> see [the\n> plan][plan]\n", "no-definition \"the\n> plan\" \"plan\" <[the\n> plan][plan]>"},
		{"a note that nothing cites", "x\n\n[^a]: Sharing is forbidden.\n", "note-not-cited \"a\" \"\" <[^a]:>"},
		{"one of two notes", "x[^b]\n\n[^a]: y\n[^b]: z\n[^b]: again\n", "note-not-cited \"a\" \"\" <[^a]:>\nnote-not-cited \"b\" \"\" <[^b]:>"},
		{"in CRLF", "# T\r\n\r\nsee [the plan][plan]\r\n", "no-definition \"the plan\" \"plan\" <[the plan][plan]>"},
		{"of an addendum", "# T\n\n[a][b]\n\n## Addendum 2026-01-01\n\n[b]: c.md\n", "no-definition \"a\" \"b\" <[a][b]>"},
	} {
		var got []string
		for _, u := range Parse("a.md", []byte(tt.body), nil).Unread() {
			got = append(got, fmt.Sprintf("%s %q %q <%s>", u.Kind, u.Text, u.Target, cut(tt.body, u.Span)))
		}
		want := strings.ReplaceAll(strings.ReplaceAll(tt.want, "\\\"", "\""), "\"the\n> plan\"", "\"the\\n> plan\"")
		if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
