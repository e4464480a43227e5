package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/snapshot"
)

// diffs shows the lines that files gain, with where each value is from.
func (t *adoptPrinter) diffs() {
	gaining := t.gaining()
	for i, p := range gaining {
		if !t.flags.all && len(gaining) > manyDiffs && i == mostDiffs {
			t.line("… and %s (--all shows each)", counted(len(gaining)-i, "more document", "more documents"))
			t.line("")
			break
		}
		t.diff(p.Path, p.Was, p.Text, p.Fields)
	}
	if t.changesConfig() {
		was, err := snapshot.Read(t.snapshot, config.File)
		t.err = cmp.Or(t.err, err)
		t.diff(config.File, was, t.writes[config.File], nil)
	}
}

func (t *adoptPrinter) diff(path string, was, now []byte, fields []adopt.Field) {
	t.line("%s", path)
	body := false
	for l := range strings.SplitSeq(string(diff.Diff(path, was, path, now)), "\n") {
		body = body || strings.HasPrefix(l, "@@")
		if l = strings.TrimRight(l, "\r"); !body || l == "+" || l == "" || l[0] != '+' && l[0] != '-' {
			continue
		}
		note := ""
		for _, f := range fields {
			rest, ok := strings.CutPrefix(l, "+"+f.Name)
			if !ok {
				rest, ok = strings.CutPrefix(strings.TrimSpace(l[1:]), `"`+f.Name+`"`)
			}
			if ok && strings.HasPrefix(strings.TrimSpace(rest), ":") || ok && strings.HasPrefix(rest, " =") {
				note = "   (" + origin(f.From) + ")"
			}
		}
		t.line("  %-48s%s", l, note)
	}
	t.line("")
}

// origin says where a value is from.
func origin(from []adopt.Source) string {
	var all []string
	for i, s := range from {
		if i == 2 {
			all = append(all, "…")
			break
		}
		all = append(all, placeWords(s))
	}
	return strings.Join(all, "; ")
}

func placeWords(s adopt.Source) string {
	words := ""
	if s.Words != "" {
		words = ": " + s.Words
	}
	switch s.Form {
	case adopt.Line:
		return fmt.Sprintf("line %d%s", s.Line, words)
	case adopt.Cell:
		return fmt.Sprintf("table, line %d%s", s.Line, words)
	case adopt.Key:
		return fmt.Sprintf("key in line %d%s", s.Line, words)
	case adopt.Heading:
		return fmt.Sprintf("heading, line %d%s", s.Line, words)
	case adopt.Commit:
		return fmt.Sprintf("only author, commit %s", s.Commit[:10])
	case adopt.Made:
		return "a free id"
	}
	return string(s.Form) + words
}
