package patterns

import "strings"

// Pattern is one pattern, read for paths below the folder that its file lies in.
type Pattern struct {
	Not bool // written with a ! before it

	base   string // the folder, "" or ending in a slash
	folder bool   // matches folders only
	name   bool   // has no slash: matches the last part of a path
	prefix string // what a path begins with, before rest
	rest   glob
	exact  bool // rest has no part: the path is prefix
	never  bool // can't match
}

// Parse reads one pattern of a file in the folder base, which is "" or ends in a slash.
func Parse(text, base string, fold bool) Pattern {
	p := Pattern{base: base}
	if strings.HasPrefix(text, "!") {
		p.Not, text = true, text[1:]
	}
	if strings.HasSuffix(text, "/") {
		p.folder, text = true, text[:len(text)-1]
	}
	p.name = !strings.Contains(text, "/")
	text = strings.TrimPrefix(text, "/")
	// Of a pattern with a slash, git compares what comes before the first wildcard by itself.
	plain := strings.IndexAny(text, `*?[\`)
	if plain < 0 {
		plain = len(text)
	} else if p.name {
		plain = 0
	}
	p.prefix, p.exact = text[:plain], plain == len(text)
	var ok bool
	p.rest, ok = compile(text[plain:], fold)
	p.never = !ok || text == ""
	return p
}

// Match reports whether the pattern matches a path, which lies below the pattern's folder.
func (p *Pattern) Match(path string, isFolder bool) bool {
	if p.never || p.folder && !isFolder || len(path) < len(p.base) {
		return false
	}
	text := path[len(p.base):]
	if p.name {
		text = text[strings.LastIndexByte(text, '/')+1:]
	}
	if len(text) < len(p.prefix) || !same(text[:len(p.prefix)], p.prefix, p.rest.fold) {
		return false
	}
	if p.exact {
		return len(text) == len(p.prefix)
	}
	return p.rest.match(text[len(p.prefix):])
}

func same(a, b string, fold bool) bool {
	if !fold {
		return a == b
	}
	for i := range len(a) {
		if lower(a[i], true) != lower(b[i], true) {
			return false
		}
	}
	return true
}

// Ignore is the patterns of one file such as .gitignore.
type Ignore []Pattern

// ParseIgnore reads such a file, which lies in the folder base.
func ParseIgnore(file []byte, base string, fold bool) Ignore {
	var all Ignore
	for line := range strings.Lines(strings.TrimPrefix(string(file), "\ufeff")) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if line = trimBlanks(line); line != "" {
			all = append(all, Parse(line, base, fold))
		}
	}
	return all
}

// trimBlanks removes the blanks at the end of a line that no backslash keeps.
func trimBlanks(line string) string {
	end := len(line)
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			end = min(end, i)
			continue
		case '\\':
			i++
		}
		end = len(line)
	}
	return line[:end]
}

// Ignores reports whether files say that git ignores a path. The last pattern that matches decides, and a later file
// goes before an earlier one. A path below an ignored folder is ignored too, which isn't looked at here.
func Ignores(files []Ignore, path string, isFolder bool) bool {
	for i := len(files) - 1; i >= 0; i-- {
		for k := len(files[i]) - 1; k >= 0; k-- {
			if p := &files[i][k]; p.Match(path, isFolder) {
				return !p.Not
			}
		}
	}
	return false
}

// MatchPath reports whether a whole path matches a pattern.
func MatchPath(pattern, path string, fold bool) bool {
	g, ok := compile(pattern, fold)
	return ok && g.match(path)
}
