package document

import (
	"strings"
	"testing"
)

// names are aliases as a configuration has them.
var names = map[string]string{"revision": "version", "next_review": "review_date", "document_id": "id"}

const sampleFront = `---
id: POL-001                       # never reused, never changed
title: Information Security Policy
kind: policy
version: "2.1"                    # major.minor
status: approved
owner: ciso
approver: ceo
effective_date: 2026-01-15
review_date: 2027-01-15
classification: internal
satisfies: [ISO27001:5.2, ISO27001:A.5.1]
supersedes: POL-000
---
`

// sample returns a policy of about 3 KB.
func sample() []byte {
	var b strings.Builder
	b.WriteString(sampleFront)
	b.WriteString("\n# Information Security Policy\n\n## Purpose\n\nThis policy protects the *confidentiality*, **integrity** and availability of information.\n\n")
	for _, s := range []string{"Scope", "Roles", "Access control", "Cryptography", "Suppliers", "Incidents"} {
		b.WriteString("## " + s + "\n\nEverybody who works for the company must follow this section. The [owner](../roles.md#owner) must\nreview it once a year, and shall report deviations to the management without delay. See `POL-002`\nfor details of the procedure that applies outside of working hours.\n\n- The asset register is kept up to date.\n- Access is granted by role, and removed on the last day.\n- Exceptions are written down with a reason and an end date.\n\n")
	}
	b.WriteString("## Responsibilities\n\n| Role | Task | Due |\n| --- | --- | --- |\n| CISO | Reviews the policy | yearly |\n| CEO | Approves the policy | yearly |\n| Staff | Follow the policy | always |\n")
	return []byte(b.String())
}

func BenchmarkParseFront(b *testing.B) {
	src := sample()
	b.ReportAllocs()
	for b.Loop() {
		if f, _ := ParseFront(src, names); len(f.Fields) != 12 {
			b.Fatal(f)
		}
	}
}

func BenchmarkParseFrontByParser(b *testing.B) {
	src := []byte(strings.Replace(string(sample()), "kind: policy\n", "kind: policy\nnote: >\n  two\n  lines\n", 1))
	b.ReportAllocs()
	for b.Loop() {
		if f, _ := ParseFront(src, names); len(f.Fields) != 13 {
			b.Fatal(f)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	src := sample()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if d := Parse("a.md", src, names); len(d.Headings()) != 9 {
			b.Fatal(d.Headings())
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	d := Parse("a.md", sample(), names)
	b.ReportAllocs()
	for b.Loop() {
		if must(d.HTML(Renderer{})) == "" {
			b.Fatal("empty")
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	src := sample()
	front, body := ParseFront(src, names)
	b.ReportAllocs()
	for b.Loop() {
		Digest(src, front, body)
	}
}

func BenchmarkPosition(b *testing.B) {
	d := Parse("a.md", sample(), names)
	for b.Loop() {
		must(d.Lines()).Position(2000)
	}
}

func BenchmarkEncode(b *testing.B) {
	d := Parse("a.md", sample(), names)
	b.SetBytes(int64(d.Size()))
	b.ReportAllocs()
	for b.Loop() {
		if Encode(d) == nil {
			b.Fatal("it isn't kept")
		}
	}
}

// BenchmarkDecode is what every document of a register costs that was read before; asking it for its parts comes on top.
func BenchmarkDecode(b *testing.B) {
	src := sample()
	facts := string(Encode(Parse("a.md", src, names)))
	read := func() ([]byte, error) { return src, nil }
	decode := func() *Document {
		d, err := Decode("a.md", facts, read)
		if err != nil {
			b.Fatal(err)
		}
		return d
	}
	for _, bm := range []struct {
		name string
		ask  func(*Document) int
	}{
		{"front matter", func(d *Document) int { return len(d.Front.Fields) }},
		{"links", func(d *Document) int { return len(d.Links()) }},
		{"each target", func(d *Document) int {
			n := 0
			d.EachTarget(func(string) { n++ })
			return n
		}},
		{"all parts", func(d *Document) int {
			return len(d.Headings()) + len(d.Links()) + len(d.Tables()) + len(d.Comments()) + len(d.Suppressions()) + len(d.Mentions()) + len(d.Stated())
		}},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if bm.ask(decode()) == 0 {
					b.Fatal("nothing was read")
				}
			}
		})
	}
}
