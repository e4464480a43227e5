package records

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// lists reads the lists that stand for tables.
func (r *reader) lists(lines []line) {
	for _, b := range r.blocks(lines) {
		s, above := r.named(b, lines)
		if s == nil {
			s = r.listed(b)
		}
		if s == nil {
			continue
		}
		span := document.Span{Start: b[0].span.Start, End: b[len(b)-1].span.End}
		l := &lister{r, s, -1, span, above}
		switch s.Of.List {
		case schema.Groups:
			l.groups(b)
		case schema.Headed:
			l.headed(b)
		default:
			for _, x := range b {
				l.item(x)
			}
		}
	}
}

// listed returns the table that a list stands for: the one of the innermost section. Where a list may have numbers or
// words behind grades, what it has decides.
func (r *reader) listed(b block) *sort {
	var best *sort
	var least near
	mayGrade := slices.ContainsFunc(r.sorts, func(s *sort) bool { return s.Of.List == schema.Graded })
	for _, s := range r.sorts {
		if s.Of.List == schema.Graded && !grades(b) || s.Of.List == schema.Pairs && mayGrade && grades(b) {
			continue
		}
		n, in := r.outline.near(b[0].span.Start, s.Of.In)
		switch {
		case s.Of.List == "" || s.Of.List == schema.Listed || (s.Of.List == schema.Tasks) != b[0].item.task:
		case s.Of.List == schema.Tasks:
			return s
		case in && (best == nil || n.before(least)):
			best, least = s, n
		}
	}
	return best
}

// named returns the table that a list of names stands for, and what is above the list: a heading, or a line that ends
// with a colon. It is nothing but a name of the table's section, or a word for those who weren't there.
func (r *reader) named(b block, lines []line) (*sort, string) {
	above := r.outline.at(b[0].span.Start)
	i, _ := slices.BinarySearchFunc(lines, b[0].span.Start, func(l line, at int) int { return l.span.Start - at })
	if i > 0 && r.outline.index(lines[i-1].span.Start) == r.outline.index(b[0].span.Start) &&
		strings.HasSuffix(lines[i-1].text, ":") {
		above = lines[i-1].text
	}
	above = headerName(above)
	for _, s := range r.sorts {
		if s.Of.List == schema.Listed && !b[0].item.task && (slices.Contains(s.Of.In, above) || absence(above)) {
			return s, above
		}
	}
	return nil, ""
}

// absence reports whether a heading or a label is a word for those who weren't there.
func absence(text string) bool { return Vocabularies()["present"].has("no", headerName(text)) }

// grades reports whether a list has words behind its grades, and no numbers.
func grades(b block) bool {
	words := Vocabularies()["result"]
	return slices.ContainsFunc(b, func(x line) bool {
		_, rest, ok := words.result(x.text, false)
		rest, state := read(strings.TrimLeft(rest, " :-–—"))
		return ok && state == Known && !strings.ContainsAny(rest[:1], "0123456789<>=≤≥~")
	})
}

// lister adds rows for the items of a list.
type lister struct {
	*reader
	s     *sort
	piece int // -1 before the first row
	span  document.Span
	above string // of a list of names
}

// add adds a row of texts, by the names of columns. Each has the place of the line that says it.
func (l *lister) add(x line, span document.Span, texts map[string]string) *Row {
	if l.piece < 0 {
		l.s.Pieces = append(l.s.Pieces, Piece{Form: "list", Section: l.outline.at(l.span.Start), Span: l.span})
		l.piece = len(l.s.Pieces) - 1
	}
	row := Row{Piece: l.piece, Section: l.outline.at(x.span.Start), Cells: make([]Cell, len(l.s.columns)), Span: span}
	for i, c := range l.s.columns {
		if text, ok := texts[c.Name]; ok && text != "" {
			row.Cells[i] = Cell{c.read(text), l.place(span, text)}
		}
	}
	l.s.Rows = append(l.s.Rows, row)
	return &l.s.Rows[len(l.s.Rows)-1]
}

// place finds a text in the lines that it is from; where marks are between its words it is the lines.
func (l *lister) place(span document.Span, text string) document.Span {
	if i := strings.Index(string(l.src[span.Start:span.End]), text); i >= 0 {
		return document.Span{Start: span.Start + i, End: span.Start + i + len(text)}
	}
	return span
}

// groups adds a row for each outer item, with the texts of the inner ones.
func (l *lister) groups(b block) {
	outer := b[0].item.indent
	for i := 0; i < len(b); {
		var points []string
		j := i + 1
		for ; j < len(b) && b[j].item.indent > outer; j++ {
			points = append(points, b[j].text)
		}
		name := strings.TrimRight(b[i].text, ": ")
		if b[i].label != "" && b[i].rest != "" {
			name, points = b[i].label, append([]string{b[i].rest}, points...)
		}
		span := document.Span{Start: b[i].span.Start, End: b[j-1].span.End}
		l.add(b[i], span, l.pair(name, strings.Join(points, "\n")))
		i = j
	}
}

// headed adds a row for the heading above a list, or for each of its items where they have labels.
func (l *lister) headed(b block) {
	var texts []string
	labels := 0
	for _, x := range b {
		texts = append(texts, x.text)
		if x.label != "" {
			labels++
		}
	}
	n, _ := l.outline.near(b[0].span.Start, l.s.Of.In)
	if n.depth > 0 || labels < len(b) {
		l.add(b[0], l.span, l.pair(strings.TrimRight(l.outline.at(b[0].span.Start), ": "), strings.Join(texts, "\n")))
		return
	}
	for _, x := range b {
		l.add(x, x.span, l.pair(x.label, x.rest))
	}
}

// pair names two texts by the first two columns.
func (l *lister) pair(first, second string) map[string]string {
	return map[string]string{l.s.Of.Columns[0].Name: first, l.s.Of.Columns[1].Name: second}
}

// item adds a row for an item of its own.
func (l *lister) item(x line) {
	switch l.s.Of.List {
	case schema.Pairs:
		if before, after, ok := strings.Cut(x.text, ":"); ok {
			l.add(x, x.span, l.pair(strings.TrimSpace(before), strings.TrimSpace(after)))
		}
	case schema.Graded:
		if word, rest, ok := Vocabularies()["result"].result(x.text, false); ok {
			l.add(x, x.span, map[string]string{"grade": word, "description": note(rest)})
		}
	case schema.Reasons:
		l.add(x, x.span, l.pair(Reason(x.text)))
	case schema.Numbers:
		texts := map[string]string{l.s.Of.Columns[0].Name: x.text}
		if digitAt(x.text, 0) {
			texts[l.s.Of.Columns[1].Name] = x.text
		}
		l.add(x, x.span, texts)
	case schema.Tasks:
		l.task(x)
	case schema.Labelled:
		l.add(x, x.span, l.labelled(x))
	case schema.Listed:
		l.add(x, x.span, l.attendee(x))
	}
}

var reasonAt = lazyregexp.New(`(?i)^(.+?)(?:\s*\((.+)\)\.?$|\s+[-–—]\s+(.+)$|:\s+(.+)$|` +
	`,?\s+(?:because|since|as|weil|da)\s+(.+)$)`)

// Reason parts an exclusion from its reason.
func Reason(text string) (what, reason string) {
	m := reasonAt.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	return m[1], m[2] + m[3] + m[4] + m[5]
}

// attendee reads a name, which may have a role or a word for absence before it.
func (l *lister) attendee(x line) map[string]string {
	texts := map[string]string{"name": x.text}
	if x.label != "" && x.rest != "" {
		texts["name"], texts["role"] = x.rest, x.label
	}
	for _, text := range []string{x.label, l.above} {
		if absence(text) {
			texts["present"] = text
		}
	}
	return texts
}

// task adds an item of an audit. A tick without a word is conform; no tick and no word is no answer.
func (l *lister) task(x line) {
	texts := map[string]string{"item": x.text}
	_, i := l.s.Of.Columns.Named("result")
	if i < 0 {
		l.add(x, x.span, texts)
		return
	}
	item, result, notes := l.s.columns[i].words.resultOf(x.raw, x.text)
	if result != "" {
		texts["item"], texts["result"], texts["note"] = item, result, notes
	} else if x.item.ticked {
		texts["result"] = "✓"
	}
	if row := l.add(x, x.span, texts); result == "" && x.item.ticked {
		row.Cells[i].Span = x.span
	}
}

var bold = lazyregexp.New(`\*\*([^*]+)\*\*`)

// resultOf finds the result that an item of an audit gives behind its question: a result word after a sign, or in
// bold. Words within the question are none.
func (w *Words) resultOf(raw, text string) (item, result, behind string) {
	end := strings.LastIndexByte(text, '?') + 1
	for i := len(text) - 1; i > 0; i-- {
		if i < end && text[i-1] != '?' || i > end && !afterSign(text, i) {
			continue
		}
		if word, rest, ok := w.result(text[i:], text[i-1] == '?'); ok {
			return strings.TrimRight(text[:i], " :-–—"), word, note(rest)
		}
	}
	for _, m := range bold.FindAllStringSubmatchIndex(raw, -1) {
		inner := raw[m[2]:m[3]]
		word, rest, ok := w.result(inner, true)
		if ok && note(rest) == "" && besideQuestion(raw[:m[0]], raw[m[1]:]) {
			return strings.Trim(strings.Replace(text, inner, "", 1), " :-–—"), word, note(inline(raw[m[1]:]))
		}
	}
	return text, "", ""
}

// afterSign reports whether a colon or a dash is right before a place. A hyphen within a word is none.
func afterSign(text string, i int) bool {
	switch {
	case text[i-1] == ':', strings.HasSuffix(text[:i], "–"), strings.HasSuffix(text[:i], "—"):
		return true
	case text[i-1] == '-':
		return text[i] == ' ' || i > 1 && text[i-2] == ' '
	}
	return false
}

// besideQuestion reports whether words in bold are apart from the question: at the beginning of the item, before a
// sign or at its end, but not in the middle of a sentence that asks.
func besideQuestion(before, after string) bool {
	before, after = strings.TrimSpace(before), strings.TrimSpace(after)
	apart := after == "" || strings.IndexByte(":-(,;.", after[0]) >= 0 || strings.HasPrefix(after, "–") ||
		strings.HasPrefix(after, "—")
	if before == "" {
		return apart
	}
	ends := strings.IndexByte("?:-.,;(", before[len(before)-1]) >= 0 || strings.HasSuffix(before, "–") ||
		strings.HasSuffix(before, "—")
	return !strings.Contains(after, "?") && (apart || ends)
}

// result reads a result word at the beginning of a text. A grade, and a word for what isn't conform, count alone or
// before a sign: "minor releases" is no result. "No" is one as the answer to a question.
func (w *Words) result(text string, asked bool) (word, rest string, ok bool) {
	text = unmarked(strings.TrimSpace(text))
	class, rest, ok := w.at(text)
	word = text[:len(text)-len(rest)]
	if !ok || word == "" {
		return "", "", false
	}
	low := lower(word)
	if low == "minor" || low == "major" || w.classes[class] == nonconforming {
		ok = opensResult(rest)
	}
	if low == "no" || low == "nein" {
		ok = ok && asked
	}
	return word, rest, ok
}

// nonconforming is the class of results that aren't conform and have no grade.
const nonconforming = "nonconforming"

// opensResult reports whether what follows a word sets it apart.
func opensResult(rest string) bool {
	next := strings.TrimLeft(rest, " ")
	switch {
	case next == "" || strings.HasPrefix(next, "–") || strings.HasPrefix(next, "—"):
		return true
	case next == rest: // no blank between
		return strings.IndexByte(",;:.()[]", next[0]) >= 0
	}
	return opensNote(next)
}

var (
	ownerIn = lazyregexp.New(`(?i)\s*\(?\b(?:owner|responsible|verantwortlich):\s*([^()]+?)\s*(?:\)|,|;|$)`)
	dueIn   = lazyregexp.New(`(?i)(?:^|[\s,]+)[(]?\b` +
		`(?:due(?:\s+(?:by|on))?:?|fällig(?:\s+(?:am|bis))?:?|(?:deadline|frist):)\s+([^()]+?)\)?\.?$`)
	byAtEnd = lazyregexp.New(`(?i)[\s,]+(?:by|bis)\s+([^()]{4,24}?)\.?$`)
)

// labelled reads a decision or an action that an item states.
func (l *lister) labelled(x line) map[string]string {
	label, text := x.label, x.rest
	texts := map[string]string{}
	if label != "" && !Vocabularies()["stopwords"].has("label", lower(firstWord(label))) {
		label, text = "", x.text
	}
	if label == "" {
		label, text = labelIn(x.text)
	}
	if m := ownerIn.FindStringSubmatch(label); m != nil {
		texts["owner"], label = m[1], strings.Replace(label, m[0], "", 1)
	}
	if m := ownerIn.FindStringSubmatch(text); m != nil {
		texts["owner"], text = m[1], strings.TrimSpace(strings.Replace(text, m[0], "", 1))
	}
	words := strings.Fields(label)
	if len(words) > 0 {
		texts["type"] = words[0]
		if len(words) > 1 {
			texts["id"] = words[1]
		}
	}
	sort := lower(texts["type"])
	decision := strings.HasPrefix(sort, "decision") || strings.HasPrefix(sort, "entscheidung")
	texts["due"], text = l.dueOf(text)
	if party, rest, ok := strings.Cut(text, " to "); ok && !decision && texts["owner"] == "" && l.isParty(party) {
		texts["owner"], text = party, rest
	}
	texts["action"] = strings.TrimSpace(text)
	return texts
}

// dueOf takes the due date at the end of an action.
func (l *lister) dueOf(text string) (due, rest string) {
	for _, form := range []*lazyregexp.Regexp{dueIn, byAtEnd} {
		if m := form.FindStringSubmatchIndex(text); m != nil {
			due := text[m[2]:m[3]]
			if _, p := ReadWhen(due, l.context.Calendar); p == nil || p.Certain {
				return due, text[:m[0]]
			}
		}
	}
	return "", text
}

// labelIn finds a label that isn't set apart: "Action 3: words".
func labelIn(text string) (label, rest string) {
	if before, after, ok := strings.Cut(text, ":"); ok && len(before) < maxWord &&
		Vocabularies()["stopwords"].has("label", lower(firstWord(before))) {
		return before, strings.TrimSpace(after)
	}
	return "", text
}

func firstWord(s string) string { return s[:wordEnd(s)] }

// isParty reports whether words before "to" name somebody: the roster knows them, or they are a title.
func (l *lister) isParty(text string) bool {
	return len(ReadParty(text, l.context.Roster).Known) > 0 || titled(text)
}

// titled reports whether words may be a name or a title: there are few, and each begins with a capital.
func titled(text string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && len(words) <= 5 && !slices.ContainsFunc(words, func(w string) bool {
		return !capital(w) && w != "and" && w != "&" && w != "of"
	})
}
