package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

// dump writes front matter for comparing: each field with the text of its spans.
func dump(src string, f Front) string {
	var b strings.Builder
	for _, x := range f.Fields {
		fmt.Fprintf(&b, "%s(%s) = ", cut(src, x.KeySpan), x.Name)
		dumpValue(&b, src, x.Value)
		b.WriteByte('\n')
	}
	for _, x := range f.Faults {
		fmt.Fprintf(&b, "! %s at %q\n", x.Kind, cut(src, x.Span))
	}
	return b.String()
}

func cut(src string, s Span) string { return src[s.Start:s.End] }

func dumpValue(b *strings.Builder, src string, v Value) {
	fmt.Fprintf(b, "%s", v.Kind)
	switch v.Kind {
	case List:
		b.WriteString("[")
		for i, x := range v.List {
			if i > 0 {
				b.WriteString("; ")
			}
			dumpValue(b, src, x)
		}
		b.WriteString("]")
	case Map:
		b.WriteString("{")
		for i, x := range v.Map {
			if i > 0 {
				b.WriteString("; ")
			}
			fmt.Fprintf(b, "%s = ", cut(src, x.KeySpan))
			dumpValue(b, src, x.Value)
		}
		b.WriteString("}")
	case Null:
	default:
		fmt.Fprintf(b, " %q", v.Text)
		if v.Quoted {
			b.WriteString(" quoted")
		}
	}
	fmt.Fprintf(b, " <%s>", strings.ReplaceAll(cut(src, v.Span), "\n", "⏎"))
}

var frontTests = []struct{ name, src, want, body string }{
	{"plain", "---\nid: POL-001 # c\nrevision: 2.10\n---\nbody", "id(id) = text \"POL-001\" <POL-001>\nrevision(version) = number \"2.10\" <2.10>\n", "body"},
	{"quoted", "---\na: \"2.1\"  # c\nb: 'it''s'\nc: \"x\\ty\"\n---\n", "a(a) = text \"2.1\" quoted <\"2.1\">\nb(b) = text \"it's\" quoted <'it''s'>\nc(c) = text \"x\\ty\" quoted <\"x\\ty\">\n", ""},
	{"kinds", "---\na: 2024-01-01\nb: yes\nc: true\nd: ~\ne:\nf: null\ng: 1e3\nh: 2.1.3\ni: 0x1F\nj: -1\n---\n",
		"a(a) = text \"2024-01-01\" <2024-01-01>\nb(b) = text \"yes\" <yes>\nc(c) = boolean \"true\" <true>\nd(d) = nothing <~>\ne(e) = nothing <>\nf(f) = nothing <null>\n" +
			"g(g) = number \"1e3\" <1e3>\nh(h) = text \"2.1.3\" <2.1.3>\ni(i) = number \"0x1F\" <0x1F>\nj(j) = number \"-1\" <-1>\n", ""},
	{"lists", "---\na: [ISO27001:5.2, \"b\", c d]\nb:\n  - x # c\n\n  - 'y'\nc:\n- 1\nd: []\n---\n",
		"a(a) = list[text \"ISO27001:5.2\" <ISO27001:5.2>; text \"b\" quoted <\"b\">; text \"c d\" <c d>] <[ISO27001:5.2, \"b\", c d]>\n" +
			"b(b) = list[text \"x\" <x>; text \"y\" quoted <'y'>] <- x # c⏎⏎  - 'y'>\nc(c) = list[number \"1\" <1>] <- 1>\nd(d) = list[] <[]>\n", ""},
	{"crlf and bom", "\xef\xbb\xbf--- \r\nid: A\r\nt: >\r\n  x\r\n  y\r\nz: é \"q\"\r\n---\t\r\nbody\r\n",
		"id(id) = text \"A\" <A>\nt(t) = text \"x y\\n\" quoted <>\r⏎  x\r⏎  y>\nz(z) = text \"é \\\"q\\\"\" <é \"q\">\n", "body\r\n"},
	{"dots close, an indented fence doesn't", "---\nt: |\n  a\n  ---\n  b\nu: 1\n...\nbody", "t(t) = text \"a\\n---\\nb\\n\" quoted <|⏎  a⏎  ---⏎  b>\nu(u) = number \"1\" <1>\n", "body"},
	{"block scalars", "---\nt: |-\n  a\n\n   b\n\nu: >+ # c\n  x\nv: end\n---\n", "t(t) = text \"a\\n\\n b\" quoted <|-⏎  a⏎⏎   b>\nu(u) = text \"x\\n\" quoted <>+ # c⏎  x>\nv(v) = text \"end\" <end>\n", ""},
	{"several lines", "---\na: one\n  two\nb: \"x\n  y\"\nc: [1,\n  2]\n---\n", "a(a) = text \"one two\" <one⏎  two>\nb(b) = text \"x y\" quoted <\"x⏎  y\">\nc(c) = list[number \"1\" <1>; number \"2\" <2>] <[1,⏎  2]>\n", ""},
	{"mappings", "---\na:\n  b: 1\n  c: {d: e, f: [g]}\nh:\n  - i: 1\n    j: 2\n  - k:\n---\n",
		"a(a) = mapping{b = number \"1\" <1>; c = mapping{d = text \"e\" <e>; f = list[text \"g\" <g>] <[g]>} <{d: e, f: [g]}>} <b: 1⏎  c: {d: e, f: [g]}>\n" +
			"h(h) = list[mapping{i = number \"1\" <1>; j = number \"2\" <2>} <i: 1⏎    j: 2>; mapping{k = nothing <>} <k:>] <- i: 1⏎    j: 2⏎  - k:>\n", ""},
	{"tag and quoted key", "---\n\"a b\": !!str 2.0\n---\n", "\"a b\"(a b) = text \"2.0\" quoted <!!str 2.0>\n", ""},
	{"empty", "---\n---\nbody", "", "body"},
	{"comments only", "---\n# nothing\n\n---\nbody", "", "body"},
	{"alias and name", "---\nversion: 1\nrevision: 2\n---\n", "version(version) = number \"1\" <1>\nrevision(version) = number \"2\" <2>\n", ""},
	{"none", "# Title\n", "! missing at \"\"\n", "# Title\n"},
	{"late", "\n---\nid: A\n---\n", "! missing at \"---\"\n", "\n---\nid: A\n---\n"},
	{"unclosed", "---\nid: A\ntitle: b\n\n# T\n", "id(id) = text \"A\" <A>\ntitle(title) = text \"b\" <b>\n! unclosed at \"---\"\n", "\n# T\n"},
	{"fence alone", "---", "! unclosed at \"---\"\n", ""},
	{"list", "---\n- a\n- b\n---\n", "! not-mapping at \"- a\\n- b\"\n", ""},
	{"scalar", "---\njust words\n---\n", "! not-mapping at \"just words\"\n", ""},
	{"duplicate", "---\na: 1\nb: 2\na: 3\n---\n", "a(a) = number \"1\" <1>\nb(b) = number \"2\" <2>\na(a) = number \"3\" <3>\n! duplicate at \"a\"\n", ""},
	{"nested duplicate", "---\na: {b: 1, b: 2}\n---\n", "a(a) = mapping{b = number \"1\" <1>; b = number \"2\" <2>} <{b: 1, b: 2}>\n! duplicate at \"b\"\n", ""},
	{"anchor", "---\nid: A\nb: &x c\n---\n", "id(id) = text \"A\" <A>\n! aliases at \"&x\"\n", ""},
	{"alias", "---\nid: A\nb: [a, *x]\n---\n", "id(id) = text \"A\" <A>\n! aliases at \"*x\"\n", ""},
	{"merge", "---\nid: A\n<<: {a: b}\n---\n", "id(id) = text \"A\" <A>\n! aliases at \"<<\"\n", ""},
	{"no aliases", "---\na: R&D *x\nb: '*x'\nc: |\n  *x*\n  &y\nd: one\n  *two* &x\ne: R & D\n---\n",
		"a(a) = text \"R&D *x\" <R&D *x>\nb(b) = text \"*x\" quoted <'*x'>\nc(c) = text \"*x*\\n&y\\n\" quoted <|⏎  *x*⏎  &y>\nd(d) = text \"one *two* &x\" <one⏎  *two* &x>\ne(e) = text \"R & D\" <R & D>\n", ""},
	{"tab", "---\nid: A\nb:\n\t- c\n---\n", "id(id) = text \"A\" <A>\nb(b) = nothing <>\n! syntax at \"\\t\"\n", ""},
	{"syntax", "---\nid: A\nb: c: d\n---\n", "id(id) = text \"A\" <A>\n! syntax at \"c: d\"\n", ""},
	{"toml", "+++\nid = \"A\" # c\nrevision = 2.10\nday = 2024-01-01\nok = true\ntags = [\"a\", 'b']\n[x]\ny = 1\n[x.z]\nw = {a = 1}\n[[l]]\nn = 1\n[[l]]\nn = 2\n+++\nbody",
		"id(id) = text \"A\" quoted <\"A\">\nrevision(version) = number \"2.10\" <2.10>\nday(day) = text \"2024-01-01\" <2024-01-01>\nok(ok) = boolean \"true\" <true>\ntags(tags) = list[text \"a\" quoted <\"a\">; text \"b\" quoted <'b'>] <[\"a\", 'b']>\n" +
			"x(x) = mapping{y = number \"1\" <1>; z = mapping{w = mapping{a = number \"1\" <1>} <{a = 1}>} <x.z]⏎w = {a = 1}>} <x]⏎y = 1⏎[x.z]⏎w = {a = 1}>\n" +
			"l(l) = list[mapping{n = number \"1\" <1>} <l]]⏎n = 1>; mapping{n = number \"2\" <2>} <l]]⏎n = 2>] <l]]⏎n = 1⏎[[l]]⏎n = 2>\n", "body"},
	{"toml duplicate", "+++\na = 1\na = 2\n+++\n", "a(a) = number \"1\" <1>\n! duplicate at \"a\"\n", ""},
	{"toml syntax", "+++\na = 1\nb = = 2\n+++\n", "a(a) = number \"1\" <1>\n! syntax at \"=\"\n", ""},
	{"toml unclosed", "+++\na = 1\n", "! unclosed at \"+++\"\n", ""},
	{"json", "{\n \"id\": \"A\\u0042\", \"n\": 2.10, \"l\": [1, null], \"m\": {\"k\": false}, \"}\": \"{\"\n}\nbody",
		"\"id\"(id) = text \"AB\" quoted <\"A\\u0042\">\n\"n\"(n) = number \"2.10\" <2.10>\n\"l\"(l) = list[number \"1\" <1>; nothing <null>] <[1, null]>\n\"m\"(m) = mapping{\"k\" = boolean \"false\" <false>} <{\"k\": false}>\n\"}\"(}) = text \"{\" quoted <\"{\">\n", "body"},
	{"json empty", "{}\nbody", "", "body"},
	{"json duplicate", "{\"a\": 1, \"a\": 2}", "\"a\"(a) = number \"1\" <1>\n\"a\"(a) = number \"2\" <2>\n! duplicate at \"\\\"a\\\"\"\n", ""},
	{"json syntax", "{\"a\": 1,\n\"b\" 2}\nx", "! syntax at \"2}\"\n", "x"},
	{"json unclosed", "{\"a\": 1,\n\n# x", "! unclosed at \"{\"\n", "\n# x"},
	{"template, not json", "{{< x >}}\n", "! missing at \"\"\n", "{{< x >}}\n"},
}

func TestParseFront(t *testing.T) {
	for _, tt := range frontTests {
		t.Run(tt.name, func(t *testing.T) {
			front, body := ParseFront([]byte(tt.src), names)
			if diff := cmp.Diff(tt.want, dump(tt.src, front)); diff != "" {
				t.Errorf("front matter (-want +got):\n%s", diff)
			}
			if got := cut(tt.src, body); got != tt.body {
				t.Errorf("body %q, want %q", got, tt.body)
			}
		})
	}
}

// TestFrontLimits has each hostile front matter refused at a place, and soon.
func TestFrontLimits(t *testing.T) {
	bomb := "---\na: &a [x, x]\n" + strings.Repeat("b: &b [*a, *a, *a]\n", 20) + "---\n"
	var keys strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&keys, "k%d: \n", i)
	}
	var deep strings.Builder
	for i := range 100 {
		deep.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	tests := []struct {
		name, src string
		want      FaultKind
	}{
		{"1 MB", "---\nid: A\n" + strings.Repeat("a: bcdefgh\n", 100_000) + "---\n", FrontTooLarge},
		{"1 MB of TOML", "+++\n" + strings.Repeat("a = 'bcdefgh'\n", 100_000) + "+++\n", FrontTooLarge},
		{"1 MB of JSON", "{\"a\": \"" + strings.Repeat("x", 1<<20) + "\"}", FrontTooLarge},
		{"100 levels", "---\n" + deep.String() + "---\n", FrontTooDeep},
		{"100 dashes", "---\na:\n " + strings.Repeat("- ", 100) + "x\n---\n", FrontTooDeep},
		{"100 brackets", "---\na: " + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "\n---\n", FrontTooDeep},
		{"100 brackets beside quotes", "---\na: " + strings.Repeat("[\"]\", ", 100) + "\n---\n", FrontTooDeep},
		{"400,000 brackets", "---\na: " + strings.Repeat("[", 400_000) + "\n---\n", FrontTooLarge},
		{"60,000 brackets", "---\na: " + strings.Repeat("[", 60_000) + "\n---\n", FrontTooDeep},
		{"60,000 brackets of TOML", "+++\na = " + strings.Repeat("[", 60_000) + "\n+++\n", FrontTooDeep},
		{"dots of TOML", "+++\na" + strings.Repeat(".a", 30_000) + " = 1\n+++\n", FrontTooDeep},
		{"60,000 brackets of JSON", "{\"a\": " + strings.Repeat("[", 60_000) + "}", FrontTooDeep},
		{"40,000 keys", "---\n" + keys.String() + "---\n", FrontTooLarge},
		{"many keys, one twice", "---\n" + keys.String()[:10_000] + "\nk1:\n---\n", FrontDuplicate},
		{"bomb", bomb, FrontAliases},
		{"1 MB unclosed", "---\nid: A\n" + strings.Repeat("a: bcdefgh\n", 100_000), FrontUnclosed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var front Front
			if n := gittest.Allocated(func() { front, _ = ParseFront([]byte(tt.src), nil) }); n > 16<<20 {
				t.Errorf("%d bytes were allocated for %d", n, len(tt.src))
			}
			if len(front.Faults) == 0 || front.Faults[0].Kind != tt.want {
				t.Fatalf("faults %v, want %s", front.Faults, tt.want)
			}
			f := front.Faults[0]
			if f.Span.Start < 0 || f.Span.End > len(tt.src) || f.Span.End <= f.Span.Start || f.Message == "" || f.Help == "" {
				t.Errorf("fault %+v has no place or words", f)
			}
		})
	}
}

// parsed reads a block by the YAML parser alone.
func parsed(block string) Front {
	r := newYAMLReader(block, 0, names)
	var f Front
	f.Fields, f.Faults = r.read()
	return f
}

// agrees checks that what the scanner accepts, the parser reads in the same way.
func agrees(t *testing.T, block string) {
	t.Helper()
	s := scanner{text: block, names: names}
	fields, ok := s.strict()
	if !ok {
		return
	}
	slow := parsed(block)
	if diff := cmp.Diff(dump(block, slow), dump(block, Front{Fields: fields})); diff != "" {
		t.Errorf("block %q\n(-parser +scanner):\n%s", block, diff)
	}
}

func TestScanAgrees(t *testing.T) {
	for _, tt := range frontTests {
		front, body := ParseFront([]byte(tt.src), names)
		if front.Format != "yaml" || len(front.Faults) > 0 {
			continue
		}
		inner := tt.src[strings.IndexByte(tt.src, '\n')+1 : body.Start]
		inner = inner[:strings.LastIndexByte(strings.TrimRight(inner, "\r\n"), '\n')+1]
		agrees(t, inner)
	}
	for _, block := range scanSeeds {
		agrees(t, block)
	}
}

var scanSeeds = []string{
	"a: b\n", "a: b", "a:\n- b\n- c\n\nd: e\n", "a:\n  # c\n  - b\n# d\n  - c\n", "a: [x, 'y', \"z\", 1, ~, null]\n",
	"a: http://x.y/z#frag\n", "a: [http://x.y, b:c]\n", "a: (x) [y] {z}\n", "a: x, y & z\n", "a: +1\nb: .5\nc: 1.\nd: .inf\ne: 0o17\nf: 017\ng: 1_000\n",
	"a: True\nb: No\nc: Null\n", "a: x#y\n", "a: 'x' # c\n", "null: 1\ntrue: 2\n", "a: ~x\n", "a: /x\n", "a: _\n", "a: $x\n", "a: é\n",
	"a: x\r\nb:\r\n  - y\r\n", "a: [ ]\n", "a: [x ]  # c\n", "a: 12:30\n", "a: 2024-01-01T00:00:00Z\n", "a: -5\n", "a: x: y\n", "a: b -\n", "a: 1 2\n",
	"a: x \\ y\n", "a: 'x\\'\n", "a: x\"y\n", "a: x'y\n", "a: [x'y, x\"y]\n", "a: [a b: c]\n", "a: x | y > z\n", "a: <x>\n", "a: 0x\n", "a: 1e5\n", "a: 100%\n",
	"a: x!\n", "a: x@y.z\n", "a: \"\"\nb: ''\n", "a:\n-1\n", "a: b\n\n\n", "a.b-c_d: 1\n", "a:  x\n", "a:   # c\nb: 1\n", "a: =\n", "a: x=y\n", "a: x\n  # c\n",
	"a: ~ \n", "a: null  \nb: y\n", "a:\n  - ~ \n  - x\n", "a: [~ , x]\n", "a: # null \n",
}

func FuzzScanAgrees(f *testing.F) {
	for _, s := range scanSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, block string) {
		if len(block) < 2000 && strings.ToValidUTF8(block, "") == block {
			agrees(t, block)
		}
	})
}

func FuzzParseFront(f *testing.F) {
	for _, tt := range frontTests {
		f.Add([]byte(tt.src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		front, body := ParseFront(src, names)
		if body.Start > body.End || body.End != len(src) {
			t.Fatalf("body %v of %d bytes", body, len(src))
		}
		if (front.Format == "") != (len(front.Faults) == 1 && front.Faults[0].Kind == FrontMissing) {
			t.Fatalf("format %q with %v", front.Format, front.Faults)
		}
		checkFields(t, src, front.Fields)
		for _, x := range front.Faults {
			checkSpan(t, src, x.Span)
		}
		Digest(src, front, body)
	})
}

func checkFields(t *testing.T, src []byte, fields []Field) {
	for _, x := range fields {
		checkSpan(t, src, x.KeySpan)
		checkSpan(t, src, x.ValueSpan)
		checkFields(t, src, x.Value.Map)
		for _, v := range x.Value.List {
			checkSpan(t, src, v.Span)
			checkFields(t, src, v.Map)
		}
	}
}

func checkSpan(t *testing.T, src []byte, s Span) {
	t.Helper()
	if s.Start < 0 || s.Start > s.End || s.End > len(src) {
		t.Fatalf("span %v of %d bytes", s, len(src))
	}
}
