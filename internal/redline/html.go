package redline

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/document"
)

// Page says how a redline fits into a page.
type Page struct {
	Words    Words
	Old, New document.Renderer // of the links and images of either version; New also has the title that the page shows
}

// HTML writes a redline as HTML that is safe in any page, whatever the documents hold: a summary whose lines are
// links, the fields of the front matter that changed, and the text. <ins> and <del> are around words only, never
// around what words are set in, and say to those who can't see them where they begin and end. What didn't change is
// folded. All ids but those of headings begin with "writ-".
func HTML(r *Redline, p Page) string {
	w := &htmlWriter{r: r, page: p, linked: map[int]bool{}}
	w.summary()
	w.fields()
	w.text()
	return string(w.buf)
}

type htmlWriter struct {
	r      *Redline
	page   Page
	buf    []byte
	linked map[int]bool // blocks that something leads to
	list   string       // the end of the list that is open; "" for none
	quote  bool         // a quote is open
	folds  int          // how many details are open, which are never folded here
	item   itemList     // the open list
	spoken bool         // whether changed words say so themselves: nothing around them does
}

// itemList is what the items of one list have in common.
type itemList struct {
	depth   int
	ordered bool
}

func (w *htmlWriter) raw(all ...string) {
	for _, s := range all {
		w.buf = append(w.buf, s...)
	}
}

// escape writes plain words.
func (w *htmlWriter) escape(s string) {
	w.buf = w.page.New.AppendPieces(w.buf, []document.Piece{{Text: s}})
}

func blockID(i int) string { return "writ-b" + strconv.Itoa(i) }

func (w *htmlWriter) summary() {
	if w.r.Empty() {
		w.raw(`<p class="redline-summary">`)
		w.escape(w.page.Words.Text("nothing"))
		w.raw("</p>\n")
		return
	}
	w.raw(`<section class="redline-summary" aria-labelledby="writ-summary"><h2 id="writ-summary">`)
	w.escape(w.page.Words.say("changes", len(w.r.Changes)))
	w.raw("</h2>\n<ol>\n")
	for _, c := range w.r.Changes {
		at := "writ-fields"
		if c.Block >= 0 {
			at = blockID(c.Block)
			w.linked[c.Block] = true
		}
		w.raw(`<li><a href="#`, at, `">`)
		w.escape(w.page.Words.Say(w.r, c))
		w.raw("</a></li>\n")
	}
	w.raw("</ol></section>\n")
}

func (w *htmlWriter) fields() {
	if len(w.r.Fields) == 0 {
		return
	}
	words := w.page.Words
	name := html.EscapeString(words.Text("front"))
	w.raw(`<div class="table-scroll" role="region" tabindex="0" id="writ-fields" aria-label="`, name,
		`"><table class="redline-fields"><caption>`, name, "</caption>\n<thead><tr>")
	for _, head := range []string{"field", "old", "new"} {
		w.raw(`<th scope="col">`)
		w.escape(words.Text(head))
		w.raw("</th>")
	}
	w.raw("</tr></thead>\n<tbody>\n")
	for _, f := range w.r.Fields {
		w.raw(`<tr><th scope="row">`)
		w.escape(words.Field(f))
		w.raw("</th>")
		w.value("del", f.Old)
		w.value("ins", f.New)
		w.raw("</tr>\n")
	}
	w.raw("</tbody></table></div>\n")
}

func (w *htmlWriter) value(tag string, v *string) {
	w.raw("<td>")
	if v == nil {
		tag = "span"
	}
	w.raw("<", tag, ">")
	w.escape(w.page.Words.Value(v))
	w.raw("</", tag, "></td>")
}

// text writes the blocks: those that changed, and others folded.
func (w *htmlWriter) text() {
	w.raw(`<div class="redline" id="writ-redline">`, "\n")
	all := w.r.Blocks
	for i := range all {
		if all[i].Twin != 0 { // both ends of a move lead to each other
			w.linked[i] = true
		}
	}
	for i := 0; i < len(all); {
		end := i + 1
		for end < len(all) && alike(&all[i], &all[end]) {
			end++
		}
		switch {
		case all[i].Quiet():
			w.quiet(i, end)
		case all[i].State == Changed || all[i].State == Marked:
			w.shown(i, end)
		default:
			w.group(i, end)
		}
		i = end
	}
	w.close()
	w.raw("</div>\n")
}

// alike reports whether two blocks that follow each other are shown together.
func alike(a, b *Block) bool {
	if a.Quiet() || b.Quiet() {
		return a.Quiet() && b.Quiet()
	}
	return a.State == b.State && (a.Twin == 0) == (b.Twin == 0) && a.Twin == b.Twin
}

// quiet writes blocks that didn't change: folded, but for the heading of the section in which the next one did.
func (w *htmlWriter) quiet(i, end int) {
	all := w.r.Blocks
	head := -1
	if end < len(all) {
		for k := i; k < end; k++ {
			if all[k].Kind == document.HeadingBlock && all[k].Section == all[end].Section {
				head = k
			}
		}
	}
	if head < 0 {
		w.fold(i, end)
		return
	}
	w.fold(i, head)
	w.block(head)
	w.fold(head+1, end)
}

// fold writes blocks behind their number. A single one is shown.
func (w *htmlWriter) fold(i, end int) {
	if end-i < 2 {
		w.shown(i, end)
		return
	}
	w.close()
	w.raw(`<details class="unchanged"><summary>`)
	w.escape(w.page.Words.Count(end-i, false))
	w.raw("</summary>\n")
	w.shown(i, end)
	w.close()
	w.raw("</details>\n")
}

func (w *htmlWriter) shown(i, end int) {
	w.spoken = true
	for ; i < end; i++ {
		w.block(i)
	}
	w.spoken = false
}

// group writes blocks that are all only on one side, or moved together. Items of a list stay in their list, and say
// what they are themselves.
func (w *htmlWriter) group(i, end int) {
	all := w.r.Blocks
	state := all[i].State
	if all[i].Twin == 0 && !slices.ContainsFunc(all[i:end], func(b Block) bool { return b.Kind != document.ItemBlock }) {
		w.shown(i, end)
		return
	}
	w.close()
	w.raw(`<div class="block-`, string(state), `"><p class="block-label">`)
	switch twin := i + all[i].Twin; state {
	case MovedFrom, MovedTo:
		w.raw(`<a href="#`, blockID(twin), `">`)
		w.escape(w.page.Words.Moved(w.r, i))
		w.raw("</a>")
	default:
		w.escape(w.page.Words.Text(string(state)))
	}
	w.raw("</p>\n")
	w.spoken = state == MovedTo
	for ; i < end; i++ {
		w.block(i)
	}
	w.spoken = false
	w.close()
	w.raw("</div>\n")
}

// close ends the list, the quote and the details that are open.
func (w *htmlWriter) close() {
	w.closeList()
	if w.quote {
		w.raw("</blockquote>\n")
		w.quote = false
	}
	for ; w.folds > 0; w.folds-- {
		w.raw("</div>\n")
	}
}

func (w *htmlWriter) closeList() {
	w.raw(w.list)
	w.list, w.item = "", itemList{}
}

// enter opens the list, the quote and the details in which a block is, and closes others.
func (w *htmlWriter) enter(b *Block) {
	item := itemList{}
	if b.Kind == document.ItemBlock {
		item = itemList{b.Depth, b.Ordered}
	}
	if w.quote != b.Quoted || w.folds != b.Folded {
		w.close()
		for ; w.folds < b.Folded; w.folds++ {
			w.raw(`<div class="details">`, "\n")
		}
		if w.quote = b.Quoted; b.Quoted {
			w.raw("<blockquote>\n")
		}
	}
	if w.item != item {
		w.closeList()
	}
	if item.depth > 0 && w.list == "" {
		tag := "ul"
		if item.ordered {
			tag = "ol"
		}
		w.raw("<", tag, depthClass(item.depth), ">\n")
		w.list, w.item = "</"+tag+">\n", item
	}
}

// depthClass is the class of what is so deep in lists; deeper ones than six look like the sixth.
func depthClass(depth int) string {
	if depth < 2 {
		return ""
	}
	return ` class="depth-` + strconv.Itoa(min(depth, 6)) + `"`
}

func (w *htmlWriter) block(i int) {
	b := &w.r.Blocks[i]
	w.enter(b)
	id := ""
	if w.linked[i] {
		id = ` id="` + blockID(i) + `"`
	}
	switch b.Kind {
	case document.HeadingBlock:
		w.heading(b, id)
	case document.ItemBlock:
		if b.Ordered {
			id += ` value="` + strconv.Itoa(b.Number) + `"`
		}
		w.element("li", id, b)
	case document.NoteBlock:
		w.raw(`<p class="footnote"`, id, `><sup>`)
		w.escape(b.Label)
		w.raw("</sup> ")
		w.runs(b.Runs)
		w.raw("</p>\n")
	case document.CodeBlock:
		w.raw("<pre", id, "><code>")
		w.code(b.Runs)
		w.raw("</code></pre>\n")
	case document.TableBlock:
		w.table(b, id)
	case document.RuleBlock:
		w.raw("<hr", id, ">\n")
	case document.SummaryBlock:
		w.element("p", id+` class="details-summary"`, b)
	default:
		if b.Depth > 0 {
			id += depthClass(b.Depth + 1)
		}
		w.element("p", id, b)
	}
	w.links(b)
}

func (w *htmlWriter) element(tag, attributes string, b *Block) {
	w.raw("<", tag, attributes, ">")
	w.runs(b.Runs)
	w.raw("</", tag, ">\n")
}

// heading writes a heading. Only those of the new text have their own id, for links within it.
func (w *htmlWriter) heading(b *Block, id string) {
	if b.Level == 1 && b.State == Same && strings.EqualFold(textOf(b.Runs, Deleted), w.page.New.SkipTitle) && id == "" {
		return // the page shows it
	}
	tag := "h" + strconv.Itoa(max(2, b.Level))
	if b.Anchor != "" && b.State != Removed && b.State != MovedFrom {
		if id != "" {
			w.raw(`<span`, id, `></span>`)
		}
		id = ` id="` + html.EscapeString(b.Anchor) + `"`
	}
	w.element(tag, id, b)
}

func (w *htmlWriter) links(b *Block) {
	if len(b.Links) == 0 {
		return
	}
	if b.Kind == document.ItemBlock { // between two items nothing else can be
		w.buf = w.buf[:len(w.buf)-len("</li>\n")]
		defer w.raw("</li>\n")
	}
	for _, l := range b.Links {
		w.raw(`<p class="link-note">`)
		l.Old, l.New = w.target(&w.page.Old, l.Old), w.target(&w.page.New, l.New)
		w.escape(w.page.Words.Link(l))
		w.raw("</p>\n")
	}
}

// target is where a link leads, unless its readers may not know that.
func (w *htmlWriter) target(r *document.Renderer, target string) string {
	if r.Link != nil && target != "" {
		if href, ok := r.Link(target); ok && href == "" {
			return w.page.Words.Text("elsewhere")
		}
	}
	return target
}

// runs writes words, those that changed in <del> and <ins>.
func (w *htmlWriter) runs(all []Run) {
	for _, r := range all {
		w.open(r.Op)
		w.buf = w.renderer(r.Op).AppendPieces(w.buf, r.Pieces)
		w.end(r.Op)
	}
}

func (w *htmlWriter) renderer(op Op) *document.Renderer {
	if op == Deleted {
		return &w.page.Old
	}
	return &w.page.New
}

// open begins words that changed. Where nothing around says so, a hidden text does.
func (w *htmlWriter) open(op Op) {
	if op == Equal {
		return
	}
	w.raw("<", tagOf(op), ">")
	if w.spoken {
		w.hidden(w.page.Words.Text(string(op)) + " ")
	}
}

func (w *htmlWriter) end(op Op) {
	if op == Equal {
		return
	}
	if w.spoken {
		w.hidden(" " + w.page.Words.Text("end") + " ")
	}
	w.raw("</", tagOf(op), ">")
}

func tagOf(op Op) string {
	if op == Deleted {
		return "del"
	}
	return "ins"
}

func (w *htmlWriter) hidden(text string) {
	w.raw(`<span class="visually-hidden">`)
	w.escape(text)
	w.raw("</span>")
}

// code writes lines as they are.
func (w *htmlWriter) code(all []Run) {
	for _, r := range all {
		w.open(r.Op)
		for i, l := range strings.Split(r.Text(), "\n") {
			if i > 0 {
				w.raw("\n")
			}
			w.escape(l)
		}
		w.end(r.Op)
	}
}
