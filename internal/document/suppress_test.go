package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// suppressed prints the suppressions of a document: what they say, and the words that they are about.
func suppressed(d *Document) []string {
	var all []string
	for _, s := range d.Suppressions() {
		var rules []string
		for _, r := range s.Rules {
			rules = append(rules, r.Text)
		}
		about := strings.Join(strings.Fields(string(must(d.Source())[s.Scope.Start:s.Scope.End])), " ")
		if s.Whole {
			about = "WHOLE"
		}
		if s.Open {
			s.Extra.Text += " OPEN"
		}
		if s.Slip.Text != "" {
			s.Extra.Text += " SLIP " + s.Slip.Text
		}
		all = append(all, fmt.Sprintf("%s|%s|%s|%s → %s", strings.Join(rules, " "), s.Until.Text, s.Reason.Text, s.Extra.Text, about))
	}
	return all
}

const ign = `<!-- writ:ignore WR601 until=2027-03-01 reason="r" -->`

func TestSuppressionsInBody(t *testing.T) {
	const says = "WR601|2027-03-01|r| → "
	for _, tc := range []struct{ name, body, want string }{
		{"paragraph", "# T\n\n" + ign + "\n\nOne\ntwo.\n\nThree.\n", "One two."},
		{"close by", "# T\n\n" + ign + "\nOne.\n\nThree.\n", "One."},
		{"interrupts", "Zero.\n" + ign + "\nOne.\n\nThree.\n", "One."},
		{"first line", ign + "\n\n# T\n", "WHOLE"},
		{"after an empty line", "\n\n" + ign + "\n# T\n", "WHOLE"},
		{"heading", "# T\n\n" + ign + "\n## Two\n\nx\n", "## Two"},
		{"list", "# T\n\n" + ign + "\n- a\n- b\n\nx\n", "- a - b"},
		{"item", "# T\n\n- a\n\n  " + ign + "\n- b\n- c\n", "- b"},
		{"table", "# T\n\n" + ign + "\n\n| a | b |\n|---|---|\n| c | d |\n\nx\n", "| a | b | |---|---| | c | d |"},
		{"quote", "# T\n\n> " + ign + "\n>\n> One.\n>\n> Two.\n\nx\n", "> > One. >"},
		{"fence", "# T\n\n" + ign + "\n```\nx\n```\n\ny\n", "``` x ```"},
		{"another comment between", "# T\n\n" + ign + "\n<!-- note -->\n\nOne.\n\nTwo.\n", "<!-- note --> One."},
		{"the end", "# T\n\n" + ign + "\n", ""},
		{"no line end", "# T\n\n" + ign, ""},
		{"last block without line end", "# T\n\n" + ign + "\n\nOne", "One"},
		{"in a line", "# T\n\nOne " + ign + " two\nthree.\n\nFour.\n", "One " + ign + " two three."},
		{"in a heading", "# T\n\n## Two " + ign + "\n\nFour.\n", "## Two " + ign},
		{"in a row", "# T\n\n| a | b |\n|---|---|\n| c | d " + ign + " |\n| e | f |\n", "| c | d " + ign + " |"},
		{"in an item's line", "# T\n\n- a " + ign + "\n- b\n", "- a " + ign},
		{"setext", "# T\n\n" + ign + "\nTwo\n---\n\nx\n", "Two ---"},
		{"CRLF", "# T\r\n\r\n" + ign + "\r\nOne.\r\n\r\nTwo.\r\n", "One."},
		{"definition next", "# T\n\n" + ign + "\n[a]: b.md\n\nTwo.\n", "[a]: b.md"},
		{"removed, by lines alone", "x\n\n    " + ign + "\n\ny\n", "y"},
		{"removed, in a fence", "# T\n\n```\na\n\n" + ign + "\n\nb\n```\n\ny\n\nz\n", "b ``` y"},
		{"removed, item", "# T\n\n- a\n\n  " + ign + "\n\n- b\n\n  - c\n- d\n", "- b - c"},
		{"removed, nested list", "# T\n\n- a\n\n" + ign + "\n\n  - b\n  - c\n\nx\n", "- b - c"},
		{"removed, whole list", "# T\n\n" + ign + "\n\n- b\n- c\n\nx\n", "- b - c"},
		{"removed, another comment between", "# T\n\n" + ign + "\n\n<!-- note -->\n\nOne.\n\nTwo.\n", "<!-- note --> One."},
		{"removed, lone CR", "# T\r\r" + ign + "\r\rOne.\r\rTwo.\r", "One."},
		{"removed, CRLF", "# T\r\n\r\n" + ign + "\r\n\r\nOne.\r\n\r\nTwo.\r\n", "One."},
		{"removed, before an addendum", "# T\n\n" + ign + "\n\n## Addendum 2026-01-01\n\nTwo.\n", "## Addendum 2026-01-01"},
		{"removed, footnote next", "# T[^1]\n\nZero.\n\n" + ign + "\n\n[^1]: x\n\nTwo.\n\nThree.\n", "[^1]: x Two."},
		{"footnote next", "# T[^1]\n\n" + ign + "\n\n[^1]: x\n\nTwo.\n\nThree.\n", "[^1]: x Two."},
	} {
		d := Parse("a.md", []byte(front+tc.body), names)
		if diff := cmp.Diff([]string{says + tc.want}, suppressed(d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	for name, body := range map[string]string{
		"code block": "```\n" + ign + "\n```\n", "in code with words": "x\n\n    y\n    " + ign + "\n", "code span": "x `" + ign + "` y\n",
		"never closed": "<!-- writ:ignore WR601\n\nx\n", "another word": "<!-- writ:reviewed WR601 -->\n", "no comment": "writ:ignore WR601\n",
	} {
		if got := suppressed(Parse("a.md", []byte(front+body), names)); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSeveralSuppressions(t *testing.T) {
	d := Parse("a.md", []byte(front+"<!-- writ:ignore WR101 -->\n<!-- writ:ignore WR102 -->\n\n# T\n\n<!-- writ:ignore WR103 -->\n<!-- writ:ignore WR104 -->\n\nOne.\n\nTwo.\n"), names)
	want := []string{"WR101||| → WHOLE", "WR102||| → WHOLE", "WR103||| → <!-- writ:ignore WR104 --> One.", "WR104||| → One."}
	if diff := cmp.Diff(want, suppressed(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSuppressionWords(t *testing.T) {
	for text, want := range map[string]string{
		"WR601 WR602,WR603, wr604":                       "WR601 WR602 WR603 WR604|||",
		`reason="a, b" until=2027-03-01 WR601`:           "WR601|2027-03-01|a, b|",
		"WR601 UNTIL='2027-03-01' Reason='it''s'":        "WR601|2027-03-01|it|'s'",
		"WR601\n  until=2027-03-01\n  reason=\"a\n  b\"": "WR601|2027-03-01|a b|",
		"WR601 until=soon reason=because of this":        "WR601|soon|because|of this",
		"WR601 reason=“so”":                              "WR601||so|",
		"WR601 reason=\"open":                            "WR601||open| OPEN",
		`WR601 reason="closed" until="2027-01-01`:        "WR601|2027-01-01|closed| OPEN",
		"WR601 reason=\"\" until=":                       "WR601|||",
		"":                                               "|||",
		"link-broken WR6O1 it works -- for now":          "link-broken WR6O1|||it works -- for now",
		"WR601 until=2027-01-01 until=2028-01-01":        "WR601|2027-01-01||until=2028-01-01",
		"WR601 expires=2027-01-01":                       "WR601|||expires=2027-01-01",
	} {
		got := suppressed(Parse("a.md", []byte(front+"# T\n\n<!-- writ:ignore "+text+" -->\n"), names))
		if len(got) != 1 || strings.TrimSuffix(got[0], " → ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestMisspeltSuppressions(t *testing.T) {
	const rest = ` WR601 until=2027-03-01 reason="r"`
	for _, begin := range []string{"writ: ignore", "writ :ignore", "Writ:Ignore", "writ-ignore", "writ ignore", "writ:ignore:", "writ:ignore=", "writ:ignored", "writ:disable-next-line", "writ::suppress", "writ\n ignore"} {
		for name, src := range map[string]string{"body": front + "# T\n\n<!-- " + begin + rest + " -->\n\nOne.\n", "first line": front + "<!--" + begin + rest + "-->\n\nOne.\n", "front matter": "---\nid: A # " + begin + rest + "\n---\n# T\n"} {
			if name == "front matter" && strings.Contains(begin, "\n") {
				continue
			}
			got := suppressed(Parse("a.md", []byte(src), names))
			if want := "WR601|2027-03-01|r| SLIP " + begin + " → "; len(got) != 1 || !strings.HasPrefix(got[0], want) {
				t.Errorf("%q, %s: %q", begin, name, got)
			}
		}
	}
	for _, remark := range []string{"writ ignores code", "writ: ignore", "writ: off the record", "writs ignore WR601", "writ can't ignore WR214", "writ:enable WR601", "writignore WR601", "writ: ignore WR6011", "see writ: ignore WR601", "writ"} {
		if got := suppressed(Parse("a.md", []byte("---\nid: A # "+remark+"\n---\n<!-- "+remark+" -->\n\nOne.\n"), names)); len(got) > 0 {
			t.Errorf("%q: %q", remark, got)
		}
	}
	d := Parse("a.md", []byte(front+"<!-- writ: ignore"+rest+" -->\n"+ign+"\n\n# T\n\n"+ign+"\n\nOne.\n"), names)
	if got := suppressed(d); len(got) != 3 || strings.Contains(strings.Join(got, ""), "WHOLE") {
		t.Errorf("the misspelt first line makes another one count for the whole file: %q", got)
	}
}

func TestSuppressionsInFrontMatter(t *testing.T) {
	for _, tc := range []struct{ name, front, want string }{
		{"behind a field", "---\nid: A\nowner: ciso # writ:ignore WR114 until=2027-01-01 reason=\"r\"\n---\n", "owner: ciso # writ:ignore WR114 until=2027-01-01 reason=\"r\""},
		{"before a field", "---\nid: A\n# writ:ignore WR114 until=2027-01-01 reason=\"r\"\nowner: ciso\n---\n", "owner: ciso"},
		{"no blank, another comment", "---\n#writ:ignore WR114 until=2027-01-01 reason=\"r\"\n# x\n\nowner: ciso\nid: A\n---\n", "owner: ciso"},
		{"a list", "---\n# writ:ignore WR114 until=2027-01-01 reason=\"r\"\nsatisfies:\n  - a\n  - b\nid: A\n---\n", "satisfies: - a - b"},
		{"an item", "---\nsatisfies:\n  - a\n  - b # writ:ignore WR114 until=2027-01-01 reason=\"r\"\n  - c\n---\n", "- b # writ:ignore WR114 until=2027-01-01 reason=\"r\""},
		{"before an item", "---\nsatisfies:\n  - a\n  # writ:ignore WR114 until=2027-01-01 reason=\"r\"\n  - b\n  - c\n---\n", "- b"},
		{"toml", "+++\nid = \"A\" # writ:ignore WR114 until=2027-01-01 reason=\"r\"\n+++\n", "id = \"A\" # writ:ignore WR114 until=2027-01-01 reason=\"r\""},
		{"by the parser", "---\nx: {a: b}\nid: A # writ:ignore WR114 until=2027-01-01 reason=\"r\"\n---\n", "id: A # writ:ignore WR114 until=2027-01-01 reason=\"r\""},
		{"the last line", "---\nid: A\n# writ:ignore WR114 until=2027-01-01 reason=\"r\"\n---\n", "---"},
	} {
		got := suppressed(Parse("a.md", []byte(tc.front+"\n# T\n"), names))
		if diff := cmp.Diff([]string{"WR114|2027-01-01|r| → " + tc.want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	for name, front := range map[string]string{
		"quoted": "---\ntitle: \"x # writ:ignore WR114\"\n---\n", "a block": "---\ntext: |\n  x\n  # writ:ignore WR114\n---\n",
		"no blank before": "---\ntitle: x# writ:ignore WR114\n---\n", "unreadable": "---\ntitle: x: y # writ:ignore WR114\n---\n",
		"words before": "---\ntitle: x # see writ:ignore WR114\n---\n", "json": "{\"title\": \"# writ:ignore WR114\"}\n", "toml text": "+++\ntitle = \"\"\"\n# writ:ignore WR1\n\"\"\"\n+++\n",
	} {
		if got := suppressed(Parse("a.md", []byte(front+"\n# T\n"), names)); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func FuzzSuppressions(f *testing.F) {
	f.Add([]byte("---\nid: A # writ:ignore WR1\n---\n" + ign + "\n- " + ign + "\n\n[^1]: x " + ign))
	f.Add([]byte("+++\n# writ:ignore WR601 reason=\"\n+++\n| a |\n|-|\n| <!-- writ:ignore --> |\n<!--writ:ignore-->"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, s := range Parse("a.md", src, names).Suppressions() {
			for _, x := range append([]Word{s.Until, s.Reason, s.Extra, s.Slip, {Span: s.Span}, {Span: s.Scope}}, s.Rules...) {
				if x.Span.Start < 0 || x.Span.End < x.Span.Start || x.Span.End > len(src) {
					t.Fatalf("%+v in %d bytes", s, len(src))
				}
			}
		}
	})
}
