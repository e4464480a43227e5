package document

import (
	"bytes"
	"strings"
)

// Suppression is a `writ:ignore` comment: it names rules that are to be silent about a part of the document. What
// it lacks, and whether it holds, is for the linter to say.
type Suppression struct {
	Rules  []Word // the rules that it names, in upper case where they look like an id
	Until  Word   // the last day, as written; "" where it has none
	Reason Word   // "" where it has none
	Extra  Word   // words that mean nothing, from the first to the last of them; "" for none
	Slip   Word   // how it begins where that isn't `writ:ignore`, though it was meant: it suppresses nothing; else ""
	Open   bool   // the quote of a value never closes
	Span   Span   // the comment, without the marks that YAML and HTML need
	Scope  Span   // what starts here is meant; empty where nothing follows
	Whole  bool   // the whole file is meant, what has no place included
}

// Word is a piece of a text, with its place in the file.
type Word struct {
	Text string
	Span Span
}

const suppression = "writ:ignore"

func isSuppression(comment string) bool {
	rest, ok := strings.CutPrefix(comment, suppression)
	return ok && (rest == "" || isBlank(rest[0]))
}

// readSuppression reads the comment at s, whose beginning takes a number of bytes. Rules, until=… and reason="…" may
// follow in any order, with blanks or commas between them; line ends count as blanks.
func readSuppression(src []byte, s Span, begin int) Suppression {
	out := Suppression{Span: s}
	if at := (Span{s.Start, s.Start + begin}); !isSuppression(string(src[s.Start:s.End])) {
		out.Slip = Word{string(src[at.Start:at.End]), at}
	}
	w := wordReader{text: src[:s.End], at: s.Start + begin}
	for {
		word, ok := w.next()
		if !ok {
			out.Open = w.open
			return out
		}
		key, _, pair := strings.Cut(word.Text, "=")
		switch key = strings.ToLower(key); {
		case pair && key == "until" && out.Until.Text == "":
			out.Until = w.value(word)
		case pair && key == "reason" && out.Reason.Text == "":
			out.Reason = w.value(word)
		case looksLikeRule(word.Text):
			word.Text = ruleID(word.Text)
			out.Rules = append(out.Rules, word)
		case out.Extra.Text == "":
			out.Extra = word
		default:
			out.Extra.Span.End = word.Span.End
			out.Extra.Text = string(src[out.Extra.Span.Start:word.Span.End])
		}
	}
}

// wordReader cuts the text of a comment into words.
type wordReader struct {
	text []byte
	at   int
	open bool // a quote never closed
}

func separates(c byte) bool { return isBlank(c) || c == ',' || c == ';' }

// next returns the next word; of key="a value" the part up to the equals sign and what touches it.
func (w *wordReader) next() (Word, bool) {
	for w.at < len(w.text) && separates(w.text[w.at]) {
		w.at++
	}
	start := w.at
	for w.at < len(w.text) && !separates(w.text[w.at]) {
		w.at++
		if w.text[w.at-1] == '=' {
			break
		}
	}
	return Word{string(w.text[start:w.at]), Span{start, w.at}}, w.at > start
}

// quotes are the marks around a value, and what closes each. Word processors make the last ones.
var quotes = []struct{ open, end string }{{`"`, `"`}, {`'`, `'`}, {"“", "”"}, {"„", "“"}}

// value reads what follows the equals sign of key. A quote that never closes holds all that follows.
func (w *wordReader) value(key Word) Word {
	for _, q := range quotes {
		if !bytes.HasPrefix(w.text[w.at:], []byte(q.open)) {
			continue
		}
		start := w.at + len(q.open)
		end := len(w.text)
		w.at, w.open = end, true
		if i := bytes.Index(w.text[start:], []byte(q.end)); i >= 0 {
			end = start + i
			w.at, w.open = end+len(q.end), false
		}
		return Word{strings.Join(strings.Fields(string(w.text[start:end])), " "), Span{start, end}}
	}
	start := w.at
	for w.at < len(w.text) && !separates(w.text[w.at]) {
		w.at++
	}
	return Word{string(w.text[start:w.at]), Span{start, w.at}}
}

// looksLikeRule reports whether a word is meant as a rule: letters and digits as in WR601, or a name as in
// link-broken.
func looksLikeRule(word string) bool {
	letters, digits, hyphens := 0, 0, 0
	for i := range len(word) {
		switch c := word[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			letters++
		case '0' <= c && c <= '9' && letters > 0:
			digits++
		case c == '-' && letters > 0 && i+1 < len(word):
			hyphens++
		default:
			return false
		}
	}
	return letters > 1 && digits > 0 || hyphens > 0 && word == strings.ToLower(word)
}

// ruleID writes ids in capitals; names stay as they are.
func ruleID(word string) string {
	if strings.Contains(word, "-") {
		return word
	}
	return strings.ToUpper(word)
}
