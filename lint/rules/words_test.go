package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/document"
)

func TestLists(t *testing.T) {
	for _, tc := range []struct {
		words []string
		want  string
	}{{nil, ""}, {[]string{"a"}, "a"}, {[]string{"a", "b"}, "a or b"}, {[]string{"a", "b", "c"}, "a, b or c"}} {
		if got := oneOf(tc.words); got != tc.want {
			t.Errorf("oneOf(%q) = %q, want %q", tc.words, got, tc.want)
		}
	}
}

func TestMeantVersion(t *testing.T) {
	for text, want := range map[string]string{
		"2": "2.0", "v1.4": "1.4", "1.2.3": "1.2", "01.02": "1.2", "“2.3”": "2.3", "3.2-rc1": "3.2", "4,1": "4.1", "Rev. 7": "7.0", "5_2": "5.2",
		"Version 1.0 (draft)": "1.0", "first edition": "", "": "", "01.02.2026": "", "2026-02-01": "", "20260201": "", "3 of 2026": "", "2-1": "",
		"Edition of 2026": "", "1.2,3": "",
	} {
		if got := meantVersion(text); got != want {
			t.Errorf("meantVersion(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNoSuchDay(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-30": "February 2024 has 29 days", "2023-02-29": "February 2023 has 28 days", "2024-13-01": "there is no month 13",
		"2024-04-00": "April 2024 has 30 days", "0024-01-01": "the year lies before 1900", "2024-1-1": "", "2024-0x-01": "",
	} {
		if got := noSuchDay(text); got != want {
			t.Errorf("noSuchDay(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, tc := range [][3]string{{"a/b.md", "a/c.md", "c.md"}, {"b.md", "a/c.md", "a/c.md"}, {"a/x/b.md", "a/c d.md", "../c%20d.md"}, {"x/b.md", "c.md", "../c.md"}} {
		if got := relative(tc[0], tc[1]); got != tc[2] {
			t.Errorf("relative(%q, %q) = %q, want %q", tc[0], tc[1], got, tc[2])
		}
	}
}

func TestTemplates(t *testing.T) {
	for text, want := range map[string][]string{
		"[Organization Name] and [organisation name]":   {"[Organization Name]", "[organisation name]"},
		"Call [Name]. TBD":                              {"[Name]", "TBD"},
		"[YYYY-MM-DD]":                                  {"[YYYY-MM-DD]"},
		"Date: YYYY-MM-DD":                              {"YYYY-MM-DD"},
		"| dd/mm/yyyy |":                                {"dd/mm/yyyy"},
		"Dates are written YYYY-MM-DD.":                 nil,
		"Date (YYYY-MM-DD)":                             nil,
		"TODO.md, TODOs, XXX-17, tbd, #TODO, a_TBD":     nil,
		"TODO, TBC. FIXME!":                             {"TODO", "TBC", "FIXME"},
		"[...] [x] [ ] [1] [Scope] [Names of all of us": nil,
		"Lorem Ipsum dolor":                             {"Lorem Ipsum"},
		"[[Name]]":                                      {"[Name]"},
		"ÄTBDÖ İ [Date]":                                {"[Date]"},
		"[":                                             nil,
	} {
		var got []string
		for _, s := range templates().in([]byte(text), document.Span{End: len(text)}) {
			got = append(got, text[s.Start:s.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("placeholders in %q (-want +got):\n%s", text, diff)
		}
	}
}

func TestCompareVersions(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want int
	}{{"2.10", "2.9", 1}, {"1.9", "2.0", -1}, {"2.0", "2.0", 0}, {"v2", "1.0", 0}, {"", "1.0", 0}, {"2", "2.0", -1}} {
		if got := compareVersions(tc.a, tc.b); got != tc.want {
			t.Errorf("compareVersions(%q, %q) = %d, want %d", tc.a, tc.b, got, tc.want)
		}
	}
}

func FuzzTemplates(f *testing.F) {
	f.Add([]byte("[Organization Name] TBD Date: YYYY-MM-DD [[ lorem ipsum"))
	f.Fuzz(func(t *testing.T, text []byte) {
		end := 0
		for _, s := range templates().in(text, document.Span{End: len(text)}) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v after %d in %q", s, end, text)
			}
			end = s.End
		}
	})
}
