package phrases

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSay(t *testing.T) {
	german := Table{"diff_changes": "{n} Änderungen", "diff_changes.one": "1 Änderung", "day_form": "{day}.{month}.{year}"}
	for want, got := range map[string]string{
		"3 changes":           Table(nil).Say("diff_changes", 3),
		"1 change":            Table(nil).Say("diff_changes", 1),
		"2 Änderungen":        german.Say("diff_changes", 2),
		"1 Änderung":          german.Say("diff_changes", 1),
		"approved by {n} {x}": german.Say("proof_approved", -1, "{who}", "{n} {x}"),
		"31.01.2026":          german.Day("2026-01-31"),
		"2026-01-31":          Table(nil).Day("2026-01-31"),
		"":                    german.Day(""),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestUsed: each text is asked for by one of the packages that say it. Some put its key together.
func TestUsed(t *testing.T) {
	var used strings.Builder
	for _, name := range []string{"document", "redline", "trail", "phrases"} {
		files, err := filepath.Glob("../" + name + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") || strings.HasSuffix(f, "english.go") {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			used.Write(data)
		}
	}
	for key := range English() {
		whole := strings.TrimSuffix(key, ".one")
		_, rest, _ := strings.Cut(whole, "_")
		if !strings.Contains(used.String(), `"`+whole+`"`) &&
			!strings.Contains(used.String(), `"`+strings.TrimSuffix(rest, "_in")+`"`) {
			t.Errorf("nobody says %s", key)
		}
	}
}
