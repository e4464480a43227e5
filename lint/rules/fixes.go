package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// Why a fix is safe or isn't.
const (
	whyKept    = "nothing that is approved changes"
	whyChanged = "the content changes, and an approval of it counts no longer"
)

// All fixes are nil where the text can't be read: then the finding has no place either, and the run ends with an
// error.

// setting is the fix that writes another value into a field of the document; nil where no edit of that field alone
// does it. doubt says why only a person knows whether the value is meant; "" where nobody can have meant another one.
func setting(p *lint.Pass, f document.Field, value, doubt string) *lint.Fix {
	text, err := edited(p.Doc, func(src []byte) ([]byte, error) {
		return document.SetField(src, p.Config.Fields, f.Name, value)
	})
	if err != nil {
		return nil
	}
	title := fmt.Sprintf("write %s as %s", f.Key, value)
	if strings.TrimSpace(f.Value.Text) == value {
		title = fmt.Sprintf("put the %s %s in quotes", f.Key, value)
	}
	return rewriting(p.Input, p.Doc, title, text, doubt)
}

// adding is the fix that writes a field which the document lacks; nil where it has no place for one.
func adding(in *lint.Input, e *register.Entry, name, value, doubt string) *lint.Fix {
	text, err := edited(e, func(src []byte) ([]byte, error) {
		return document.SetField(src, in.Config.Fields, name, value, neighboursOf(e, name)...)
	})
	if err != nil {
		return nil
	}
	return rewriting(in, e, fmt.Sprintf("add %s: %s", name, short(value)), text, doubt)
}

// edited returns what an edit makes of a document's text.
func edited(e *register.Entry, edit func(src []byte) ([]byte, error)) ([]byte, error) {
	src, err := e.Source()
	if err != nil {
		return nil, err
	}
	return edit(src)
}

// neighboursOf returns the fields of a document after which another one is best written, the best first.
func neighboursOf(e *register.Entry, name string) []string {
	var before []string
	for _, f := range schema.Fields() {
		if f.Name == name {
			break
		}
		before = append(before, f.Name)
	}
	slices.Reverse(before)
	for _, f := range slices.Backward(e.Front.Fields) {
		before = append(before, f.Name)
	}
	return before
}

// rewriting is the fix that makes another text of a document. It is safe where the content digest stays, and there is
// no doubt.
func rewriting(in *lint.Input, e *register.Entry, title string, text []byte, doubt string) *lint.Fix {
	src, err := e.Source()
	if err != nil {
		return nil
	}
	edit, err := lint.EditTo(e, text)
	if err != nil {
		return nil
	}
	fix := &lint.Fix{Title: title, Why: doubt, Edits: []lint.Edit{edit}}
	front, body := document.ParseFront(text, in.Config.Fields)
	switch {
	case document.Digest(src, e.Front, e.Body) != document.Digest(text, front, body):
		fix.Why = whyChanged
		if doubt != "" {
			fix.Why = doubt + "; " + whyChanged
		}
	case doubt == "":
		fix.Safe, fix.Why = true, whyKept
	}
	return fix
}

// sameWord returns the word of known that differs from a text in capitals, blanks, hyphens and underscores alone; ""
// for none.
func sameWord(text string, known []string) string {
	plain := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
			return unicode.IsSpace(r) || r == '-' || r == '_'
		}), "-")
	}
	for _, k := range known {
		if plain(k) == plain(text) {
			return k
		}
	}
	return ""
}

// choosing is the fix that writes a word of a list in place of one that isn't in it: the same word written otherwise,
// or, where near says so, the nearest; nil for neither.
func choosing(p *lint.Pass, f document.Field, text, near string, known []string) *lint.Fix {
	if same := sameWord(text, known); same != "" {
		return setting(p, f, same, "")
	}
	if near == "" {
		return nil
	}
	return setting(p, f, near, fmt.Sprintf("%s is the nearest word, and only a person knows whether it is meant", near))
}

// retargeting is the fix that lets a link lead elsewhere, by its own target or by the definition of its label; nil
// where the target isn't written there letter by letter. why says what a person has to look at.
func retargeting(in *lint.Input, e *register.Entry, l document.Link, target, why string) *lint.Fix {
	src, err := e.Source()
	if err != nil || l.Target == "" || strings.ContainsAny(target, " \t\r\n()<>\"'\\") {
		return nil
	}
	at := inlineTarget(src, l)
	if at < 0 {
		at = definedTarget(in, e, src, l, target)
	}
	if at < 0 {
		return nil
	}
	edit, err := lint.EditAt(e, document.Span{Start: at, End: at + len(l.Target)}, target)
	if err != nil {
		return nil
	}
	return &lint.Fix{Title: fmt.Sprintf("link to %s instead of %s", short(target), short(l.Target)),
		Why: why + "; " + whyChanged, Edits: []lint.Edit{edit}}
}

// inlineTarget returns where a link's target is within the link; -1 where it isn't, or in several places.
func inlineTarget(src []byte, l document.Link) int {
	text, at := string(src[l.Span.Start:l.Span.End]), -1
	for _, before := range []string{"](", "](<", `="`, `='`} {
		for i := 0; i < len(text); {
			k := strings.Index(text[i:], before+l.Target)
			if k < 0 {
				break
			}
			start := i + k + len(before)
			i = start
			if end := start + len(l.Target); end < len(text) && strings.IndexByte(" \t\r\n)>\"'", text[end]) >= 0 {
				if at >= 0 {
					return -1
				}
				at = l.Span.Start + start
			}
		}
	}
	return at
}

// definition is a line that may define the target of a label.
var definition = lazyregexp.New(`(?m)^[ \t>]*\[[^\]\r\n]+\]:[ \t]*<?`)

// definedTarget returns where the definition of a link's label states its target; -1 where that isn't found. It is
// found where another target in its place lets the link, and no link with another target, lead elsewhere.
func definedTarget(in *lint.Input, e *register.Entry, src []byte, l document.Link, target string) int {
	links := e.Links()
	for _, m := range definition.FindAllIndex(src[e.Body.Start:e.Body.End], -1) {
		at := e.Body.Start + m[1]
		end := at + len(l.Target)
		if !bytes.HasPrefix(src[at:], []byte(l.Target)) ||
			end < len(src) && strings.IndexByte(" \t\r\n>", src[end]) < 0 {
			continue
		}
		changed := document.Parse(e.Path, slices.Concat(src[:at], []byte(target), src[end:]), in.Config.Fields).Links()
		led := len(changed) == len(links)
		for i := 0; led && i < len(links); i++ {
			if changed[i].Target != links[i].Target {
				led = links[i].Target == l.Target && changed[i].Target == target
			} else if links[i].Span == l.Span {
				led = false
			}
		}
		if led {
			return at
		}
	}
	return -1
}

// leadingTo writes a link's target so that it leads from a document to another path, in the manner of the target that
// it had, with its query and its place in the file.
func leadingTo(e *register.Entry, target, to string) string {
	rest := ""
	if i := strings.IndexAny(target, "?#"); i >= 0 {
		target, rest = target[:i], target[i:]
	}
	routes, target := e.Routes(), strings.TrimSpace(target)
	to = register.Address(routes, target, to)
	if !strings.HasPrefix(target, "/") {
		return relative(e.Path, to) + rest
	}
	return "/" + strings.ReplaceAll(strings.TrimPrefix(to, routes.Root+"/"), " ", "%20") + rest
}

// recalled returns what history last knew of a field that the document lacks. same reports whether the document has
// the words that it had then. "" stands for nothing: no field of the kind was ever committed.
func recalled(in *lint.Input, e *register.Entry, field func(*history.Facts) string) (value string, same bool) {
	d := in.View().InHistory(e)
	if d == nil {
		return "", false
	}
	for _, ch := range slices.Backward(d.Changes) {
		if ch.Facts == nil {
			continue
		}
		if value := strings.TrimSpace(field(ch.Facts)); value != "" {
			return value, ch.Facts.Digest == factsOf(in, e).Digest
		}
	}
	return "", false
}

// restoring is the fix that writes a field as history last knew it; nil where history doesn't.
func restoring(p *lint.Pass, name string, field func(*history.Facts) string) *lint.Fix {
	value, same := recalled(p.Input, p.Doc, field)
	if value == "" {
		return nil
	}
	doubt := "history last had this value, and only a person knows whether it is still meant"
	if same {
		doubt = ""
	}
	return adding(p.Input, p.Doc, name, value, doubt)
}
