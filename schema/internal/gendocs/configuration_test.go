package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestConfigurationIsFresh: docs/configuration.md is what the schema says.
func TestConfigurationIsFresh(t *testing.T) {
	want, err := configuration()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "configuration.md"))
	if err != nil || !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
		t.Errorf("docs/configuration.md is out of date, run go generate ./... (%v)", err)
	}
}

// TestEachKeyIsTold: no row lacks its type, its default, what it does or its example.
func TestEachKeyIsTold(t *testing.T) {
	text, err := configuration()
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("^\\| `([a-z_A-Z.\\[\\]]+)` \\| (.+) \\| (.*) \\| (.*) \\| `(.+)` \\|$")
	rows := 0
	for line := range strings.Lines(string(text)) {
		m := row.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		rows++
		for i, what := range []string{"key", "type", "default", "description", "example"} {
			if strings.TrimSpace(m[i+1]) == "" {
				t.Errorf("%s has no %s", m[1], what)
			}
		}
	}
	if rows < 70 {
		t.Errorf("only %d keys are told", rows)
	}
}
