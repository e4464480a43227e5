package search

import (
	"testing"

	"github.com/writ-docs/writ/internal/document"
)

// BenchmarkBuild makes an index of 1,000 documents of 900 words: whole, and of words that were cut before.
func BenchmarkBuild(b *testing.B) {
	all := corpus(1000, 900)
	parsed := make([]*document.Document, len(all))
	for i, s := range all {
		parsed[i] = document.Parse("x.md", []byte(s.text), nil)
	}
	kept := make([][]byte, len(all))
	b.Run("cut", func(b *testing.B) {
		for b.Loop() {
			for i, d := range parsed {
				c, err := Cut(d, all[i].entry.Title)
				if err != nil {
					b.Fatal(err)
				}
				kept[i] = c.Encode()
			}
		}
	})
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			x := New("en", func(string, []byte) error { return nil })
			for i, data := range kept {
				c, err := Decode(data)
				if err != nil {
					b.Fatal(err)
				}
				if err := x.Add(all[i].entry, c); err != nil {
					b.Fatal(err)
				}
			}
			sum, err := x.Close()
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(sum.Bytes)/1e6, "MB/index")
			b.ReportMetric(float64(sum.Files), "files/index")
		}
	})
}
