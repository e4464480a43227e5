package document

import "strings"

// guard reads a YAML block's tokens far enough to refuse, at its place, what must not reach the YAML parser:
// deep nesting, anchors, aliases and merge keys. It also finds tabs in the indentation and control
// characters, for which it has better words than the parser.
type guard struct {
	text   string
	at     int
	flow   int   // open brackets and braces
	indent []int // of the open block collections
	key    int   // column of the last key or dash on the line
	start  bool  // a node may start here
	plain  bool  // the last line ended within an unquoted scalar, whose key is in column key
	fault  *guardFault
}

type guardFault struct {
	kind       FaultKind
	start, end int // in the block
	what       string
}

// check returns the first fault of the block, or nil.
func (g *guard) check() *guardFault {
	for g.at < len(g.text) && g.fault == nil {
		g.line()
	}
	return g.fault
}

func (g *guard) fail(kind FaultKind, start, end int, what string) {
	if g.fault == nil {
		g.fault = &guardFault{kind, start, end, what}
	}
}

// line reads one line, and those that a quoted or block scalar takes with it.
func (g *guard) line() {
	begin := g.at
	for g.at < len(g.text) && g.text[g.at] == ' ' {
		g.at++
	}
	column := g.at - begin
	if g.blankOrComment() {
		g.comment()
		g.at++
		return
	}
	if g.flow == 0 {
		if g.peek() == '\t' {
			g.fail(FrontSyntax, g.at, g.at+1, "there is a tab in the indentation")
			return
		}
		continues := g.plain && column > g.key
		g.start, g.plain = !continues, false
		if g.start {
			g.key = -1
			g.nest(column)
		}
	}
	for g.fault == nil && g.at < len(g.text) && g.text[g.at] != '\n' {
		g.token(g.at - begin)
	}
	g.at++
}

func (g *guard) peek() byte {
	if g.at < len(g.text) {
		return g.text[g.at]
	}
	return 0
}

func (g *guard) blankOrComment() bool {
	rest := strings.TrimLeft(g.text[g.at:], " \t\r")
	return rest == "" || rest[0] == '\n' || rest[0] == '#'
}

// nest notes a block collection that starts in a column.
func (g *guard) nest(column int) {
	for len(g.indent) > 0 && g.indent[len(g.indent)-1] >= column {
		g.indent = g.indent[:len(g.indent)-1]
	}
	g.indent = append(g.indent, column)
	g.depth()
}

func (g *guard) depth() {
	if len(g.indent)+g.flow > maxDepth {
		g.fail(FrontTooDeep, g.at, g.at+1, "")
	}
}

// token reads one token; column is its own.
func (g *guard) token(column int) {
	c := g.text[g.at]
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		g.at++
	case c < ' ' || c == 0x7f:
		g.fail(FrontSyntax, g.at, g.at+1, "there is a control character in the front matter")
	case c == '#' && (g.at == 0 || isBlank(g.text[g.at-1])):
		g.comment()
	case g.flow > 0 && (c == ']' || c == '}'):
		g.flow--
		g.start = false
		g.at++
	case g.flow > 0 && c == ',':
		g.start = true
		g.at++
	case c == ':' && (g.flow > 0 || g.ends(g.at+1)):
		g.start = true
		g.at++
	case g.start:
		g.node(c, column)
	default:
		g.plainText(column)
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// ends reports whether a blank or the end is at an offset.
func (g *guard) ends(at int) bool { return at >= len(g.text) || isBlank(g.text[at]) }

func (g *guard) comment() {
	if i := strings.IndexByte(g.text[g.at:], '\n'); i >= 0 {
		g.at += i
		return
	}
	g.at = len(g.text)
}

// node reads the start of a node.
func (g *guard) node(c byte, column int) {
	switch {
	case (c == '-' || c == '?') && g.flow == 0 && g.ends(g.at+1):
		g.key = column
		g.at++
		if !g.blankOrComment() {
			g.nest(column + 1)
		}
	case (c == '&' || c == '*') && !g.ends(g.at+1) && strings.IndexByte(",[]{}", g.text[g.at+1]) < 0:
		what := "an anchor"
		if c == '*' {
			what = "an alias"
		}
		g.fail(FrontAliases, g.at, g.wordEnd(), what)
	case c == '<' && strings.HasPrefix(g.text[g.at:], "<<:"):
		g.fail(FrontAliases, g.at, g.at+2, "a merge key")
	case c == '!' && !strings.HasPrefix(g.text[g.at:], "!!"):
		g.fail(FrontTag, g.at, g.wordEnd(), g.text[g.at:g.wordEnd()])
	case c == '!':
		g.at = g.wordEnd()
	case c == '"' || c == '\'':
		g.quoted(c, column)
	case c == '[' || c == '{':
		g.flow++
		g.depth()
		g.at++
	case (c == '|' || c == '>') && g.flow == 0:
		g.blockScalar()
	default:
		g.plainText(column)
	}
}

func (g *guard) wordEnd() int {
	i := g.at + 1
	for i < len(g.text) && !isBlank(g.text[i]) && strings.IndexByte(",[]{}", g.text[i]) < 0 {
		i++
	}
	return i
}

// quoted skips a quoted scalar, over several lines if need be.
func (g *guard) quoted(quote byte, column int) {
	g.start = false
	g.mark(column)
	for g.at++; g.at < len(g.text); g.at++ {
		switch c := g.text[g.at]; {
		case c == '\\' && quote == '"':
			g.at++
		case c == quote && quote == '\'' && g.at+1 < len(g.text) && g.text[g.at+1] == quote:
			g.at++
		case c == quote:
			g.at++
			return
		}
	}
}

// mark takes the column of the first scalar of a line or item as its key's.
func (g *guard) mark(column int) {
	if g.flow == 0 && g.key < column && !g.plain && g.onlyDashesBefore() {
		g.key = column
	}
}

func (g *guard) onlyDashesBefore() bool {
	for i := g.at - 1; i >= 0 && g.text[i] != '\n'; i-- {
		if c := g.text[i]; c != ' ' && c != '-' && c != '?' {
			return false
		}
	}
	return true
}

// plainText skips an unquoted scalar on its line.
func (g *guard) plainText(column int) {
	if g.start {
		g.mark(column)
	}
	g.start = false
	for ; g.at < len(g.text); g.at++ {
		switch c := g.text[g.at]; {
		case c == '\n':
			g.plain = g.flow == 0
			return
		case c == ':' && g.ends(g.at+1), c == '#' && isBlank(g.text[g.at-1]):
			return
		case g.flow > 0 && strings.IndexByte(",[]{}", c) >= 0:
			if c == '[' || c == '{' {
				g.start = true
			}
			return
		case c < ' ' && !isBlank(c):
			return
		}
	}
}

// blockScalar skips a block scalar: its header and all lines that are blank or indented deeper than its key.
func (g *guard) blockScalar() {
	g.comment()
	for g.at < len(g.text) {
		next := g.at + 1
		i := next
		for i < len(g.text) && g.text[i] == ' ' {
			i++
		}
		if i < len(g.text) && g.text[i] != '\n' && g.text[i] != '\r' && i-next <= max(g.key, 0) {
			return
		}
		if j := strings.IndexByte(g.text[i:], '\n'); j >= 0 {
			g.at = i + j
		} else {
			g.at = len(g.text)
		}
	}
}
