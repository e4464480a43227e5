package gitrepo

import (
	"fmt"
	"strings"
)

// setting is one value of a Git configuration file (git-config(1)).
type setting struct {
	key   string // section and name in lower case, with the subsection as written between them: "core.ignorecase"
	name  string // as written
	value string
	bare  bool // without =, which stands for true
}

// parseGitConfig reads a configuration file. The error names the line.
func parseGitConfig(text string) ([]setting, error) {
	p := configParser{text: strings.TrimPrefix(text, "\ufeff"), line: 1}
	for p.skip(); p.at < len(p.text); p.skip() {
		ok := false
		if p.text[p.at] == '[' {
			ok = p.section()
		} else {
			ok = p.setting()
		}
		if !ok {
			return nil, fmt.Errorf("line %d can't be read", p.line)
		}
	}
	return p.all, nil
}

type configParser struct {
	text     string
	at, line int
	prefix   string // of the section, with a dot at its end
	all      []setting
}

// next returns the next byte and moves on; a newline at the end.
func (p *configParser) next() byte {
	if p.at >= len(p.text) {
		p.at++
		return '\n'
	}
	c := p.text[p.at]
	p.at++
	if c == '\r' && p.at < len(p.text) && p.text[p.at] == '\n' {
		p.at++
		c = '\n'
	}
	if c == '\n' {
		p.line++
	}
	return c
}

// skip passes over blanks, empty lines and comments.
func (p *configParser) skip() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\n', '\r', '\v', '\f':
			p.next()
		case '#', ';':
			for p.next() != '\n' {
			}
		default:
			return
		}
	}
}

func isConfigName(c byte) bool {
	return c == '-' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// section reads [name], [name "sub"] or [name.sub].
func (p *configParser) section() bool {
	p.at++
	start := p.at
	for p.at < len(p.text) && (isConfigName(p.text[p.at]) || p.text[p.at] == '.') {
		p.at++
	}
	p.prefix = strings.ToLower(p.text[start:p.at]) + "."
	if p.at == start {
		return false
	}
	c := p.next()
	if c == ']' {
		return true
	}
	for c == ' ' || c == '\t' {
		c = p.next()
	}
	if c != '"' {
		return false
	}
	var sub []byte
	for c = p.next(); c != '"'; c = p.next() {
		if c == '\\' {
			c = p.next()
		}
		if c == '\n' {
			return false
		}
		sub = append(sub, c)
	}
	p.prefix += string(sub) + "."
	return p.next() == ']'
}

// setting reads name = value, or a name alone.
func (p *configParser) setting() bool {
	start := p.at
	for p.at < len(p.text) && isConfigName(p.text[p.at]) {
		p.at++
	}
	s := setting{name: p.text[start:p.at]}
	s.key = p.prefix + strings.ToLower(s.name)
	if p.at == start || p.prefix == "" {
		return false
	}
	c := p.next()
	for c == ' ' || c == '\t' {
		c = p.next()
	}
	ok := true
	switch c {
	case '\n':
		s.bare = true
	case '=':
		s.value, ok = p.value()
	default:
		return false
	}
	p.all = append(p.all, s)
	return ok
}

// value reads what follows the =, with its quotes, escapes and comments.
func (p *configParser) value() (string, bool) {
	var b []byte
	kept := 0 // bytes that blanks at the end don't reach into
	quoted := false
	for {
		switch c := p.next(); {
		case c == '\n':
			return string(b[:kept]), !quoted
		case (c == ' ' || c == '\t') && !quoted:
			if len(b) > 0 {
				b = append(b, c)
			}
			continue
		case (c == '#' || c == ';') && !quoted:
			for p.next() != '\n' {
			}
			return string(b[:kept]), true
		case c == '"':
			quoted = !quoted
		case c == '\\':
			switch c = p.next(); c {
			case '\n':
				continue
			case 't':
				c = '\t'
			case 'n':
				c = '\n'
			case 'b':
				c = '\b'
			case '\\', '"':
			default:
				return "", false
			}
			b = append(b, c)
		default:
			b = append(b, c)
		}
		kept = len(b)
	}
}
