package schema

import (
	"slices"
	"testing"
)

// TestISO27001: the standard's own numbers, and what it asks for, of kinds that there are.
func TestISO27001(t *testing.T) {
	s := StandardNamed("ISO/IEC 27001:2022")
	if s == nil || s.Title != "ISO/IEC 27001:2022" || len(Standards()) < 2 {
		t.Fatalf("%+v of %d", s, len(Standards()))
	}
	count := map[PointSort]int{}
	mandatory, expected := 0, 0
	kinds, err := KindSources()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Points {
		count[p.Sort]++
		if p.Title == "" || p.Number == "" {
			t.Errorf("%+v", p)
		}
		for _, a := range p.Asks {
			if a.Mandatory {
				mandatory++
			} else {
				expected++
			}
			if a.What == "" {
				t.Errorf("%s asks for nothing", p.Number)
			}
			for _, k := range a.Kinds {
				if kinds[k] == nil {
					t.Errorf("%s asks for the kind %s", p.Number, k)
				}
			}
		}
	}
	if count[Clause] != 30 || count[Control] != 93 || count[Group] != 15 || mandatory != 16 || expected != 13 {
		t.Errorf("%v, %d mandatory, %d expected", count, mandatory, expected)
	}
	if p, ok := s.Point("a.8.34"); !ok || p.Number != "A.8.34" {
		t.Errorf("A.8.34: %+v", p)
	}
	if _, ok := s.Point("A.9.2.3"); ok {
		t.Error("a control of 2013 is known")
	}
}

func TestReplaced(t *testing.T) {
	if got := Replaced("A.5.1.1"); !slices.Equal(got, []string{"A.5.1"}) {
		t.Errorf("A.5.1.1: %v", got)
	}
	if got := Replaced("a.12.3"); !slices.Equal(got, []string{"A.8.13"}) {
		t.Errorf("A.12.3: %v", got)
	}
	if got := Replaced("A.5"); len(got) > 0 {
		t.Errorf("A.5: %v", got)
	}
	for old, now := range replaced() {
		for _, n := range now {
			if _, ok := StandardNamed(ISO27001).Point(n); !ok {
				t.Errorf("%s became %q, which isn't there", old, n)
			}
		}
	}
	if len(replaced()) != 114 {
		t.Errorf("%d controls", len(replaced()))
	}
}

func TestParseReference(t *testing.T) {
	for text, want := range map[string]Reference{
		"ISO27001:5.2": {ISO27001, "5.2"}, "iso/iec 27001:a.5.1": {ISO27001, "A.5.1"}, "ISO 27001:2022:A.8.1": {ISO27001, "A.8.1"},
		"A.5.1": {"", "A.5.1"}, "SOC2:CC6.1": {"SOC2", "CC6.1"}, "ISO-27001: 99.9": {ISO27001, "99.9"},
	} {
		if got := ParseReference(text); got != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if got := (Reference{ISO27001, "5.2"}).String(); got != "ISO27001:5.2" {
		t.Error(got)
	}
}

// TestISO9001: a second standard is one file, and its numbers are its own.
func TestISO9001(t *testing.T) {
	s := StandardNamed("ISO 9001:2015")
	if s == nil || s.Title != "ISO 9001:2015" {
		t.Fatalf("%+v", s)
	}
	mine, _ := s.Point("5.2")
	if other, _ := StandardNamed(ISO27001).Point("5.2"); mine.Title == other.Title || len(mine.Asks) != 1 {
		t.Errorf("5.2: %+v and %+v", mine, other)
	}
	kinds, err := KindSources()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Points {
		for _, a := range p.Asks {
			for _, k := range a.Kinds {
				if kinds[k] == nil {
					t.Errorf("%s asks for the kind %s", p.Number, k)
				}
			}
		}
		if _, ok, _ := s.Control("", p.Number); ok {
			t.Errorf("%s is a control", p.Number)
		}
	}
}

func TestStandardsIn(t *testing.T) {
	for text, want := range map[string][]string{
		"ISO/IEC 27001:2022": {"ISO27001"}, "Controls of DIN EN ISO/IEC 27001": {"ISO27001"}, "NEN-EN-ISO/IEC 27001:2023": {"ISO27001"},
		"ISO 27002": {"ISO27001"}, "NEN 7510": {"NEN7510"}, "ISO27001:A.5.1": {"ISO27001"}, "SOC 2 and ISO 9001": {"SOC2", "ISO9001"},
		"POL-001": nil, "Annex A 5.1": nil, "2 of 3": nil,
	} {
		if got := StandardsIn(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
