package rules

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/lint"
)

// dash is what precedes an item of a list that has a line of its own.
var dash = lazyregexp.New(`^[ \t]*-[ \t]+$`)

// droppingEntry is the fix that takes an entry out of the configuration's suppressions, or all of them with their key
// where none has anything to suppress; nil where that can't be done with certainty.
func droppingEntry(in *lint.Input, index int, all bool) (*lint.Fix, error) {
	src, err := in.Register.Read(config.File)
	if err != nil {
		return nil, err
	}
	left, title := len(in.Config.Suppressions)-1, "remove the entry of `suppressions`"
	at, ok := suppressionAt(src, in.Config, index)
	if all {
		left, title = 0, "remove `suppressions`, none of which has anything to suppress"
		at, ok = allEntriesOf(src, in.Config)
	}
	if !ok {
		return nil, nil
	}
	text := without(src, at)
	if cfg, problems := config.Load(text, in.Register.Read); len(problems) > 0 || len(cfg.Suppressions) != left {
		return nil, nil
	}
	return &lint.Fix{Title: title, Why: whyKept, Safe: true,
		Edits: []lint.Edit{lint.EditFile(config.File, src, text)}}, nil
}

// suppressionAt is the place of an entry, with its line where it has one of its own, else with a comma.
func suppressionAt(src []byte, cfg *config.Config, index int) (at document.Span, ok bool) {
	p, ok := cfg.Place("suppressions", strconv.Itoa(index))
	if !ok {
		return at, false
	}
	at = document.Span{Start: p.Start, End: p.End}
	line := bytes.LastIndexByte(src[:at.Start], '\n') + 1
	if dash.Match(src[line:at.Start]) {
		return document.Span{Start: line, End: lineEndOf(src, at.End)}, true
	}
	rest := string(src[at.End:])
	if after := strings.TrimLeft(rest, " \t\r\n"); strings.HasPrefix(after, ",") {
		at.End += len(rest) - len(strings.TrimLeft(after[1:], " \t\r\n"))
		return at, true
	}
	before := bytes.TrimRight(src[:at.Start], " \t\r\n")
	if bytes.HasSuffix(before, []byte(",")) {
		at.Start = len(before) - 1
	}
	return at, true
}

// allEntriesOf is the place of all entries with their key, in whole lines.
func allEntriesOf(src []byte, cfg *config.Config) (at document.Span, ok bool) {
	key, ok := cfg.Place("suppressions")
	last, known := cfg.Place("suppressions", strconv.Itoa(len(cfg.Suppressions)-1))
	if !ok || !known || key.Column != 1 {
		return at, false
	}
	end := last.End
	if line := bytes.LastIndexByte(src[:last.Start], '\n') + 1; !dash.Match(src[line:last.Start]) {
		closing := bytes.IndexByte(src[end:], ']')
		if closing < 0 {
			return at, false
		}
		end += closing
	}
	return document.Span{Start: key.Start, End: lineEndOf(src, end)}, true
}
