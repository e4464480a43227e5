package rules

import (
	"regexp"
	"testing"
)

// FuzzInRow compares the reading of ids by hand with the pattern that says the same.
func FuzzInRow(f *testing.F) {
	pattern := regexp.MustCompile(`^([A-Z][A-Za-z0-9]*(?:[-_.][A-Za-z]+)*[-_.])([0-9]{2,8})$`)
	for _, id := range []string{"POL-001", "A1-B.c_12", "A1-B2-12", "P--12", "POL001", "-12", "POL-1", "POL-123456789", "pol-01", "A-12", "12", "", "Ä-12", "POL-01\n"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		row, number, ok := inRow(id)
		want := pattern.FindStringSubmatch(id)
		if ok != (want != nil) || ok && (row != want[1] || number != want[2]) {
			t.Errorf("inRow(%q) = %q, %q, %v; the pattern says %q", id, row, number, ok, want)
		}
	})
}
