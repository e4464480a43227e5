package gitrepo

import "strings"

// Trailer is one "Key: value" line of a message, continuation lines unfolded to one blank each.
type Trailer struct {
	Key, Value string // Key as written; keys compare without case
	Line       string // the first line, as written
}

// Is reports whether the trailer has the key, compared without case.
func (t Trailer) Is(key string) bool { return strings.EqualFold(t.Key, key) }

// Trailers returns the trailers of a commit message by git's rules (git-interpret-trailers(1)): they stand in
// the last paragraph, which is never the title; all its lines are trailers, or one of git's own prefixes is
// among them and at least a quarter of the lines are trailers. A line "---" ends nothing: messages aren't patches.
func Trailers(message string) []Trailer {
	lines := splitLines(message)
	start, end := trailerBlock(lines)
	return readBlock(lines[start:end])
}

// InnerBlocks returns the paragraphs before the last one that consist of nothing but trailers. A squash merge
// leaves the trailers of its commits there. Text within code fences is passed over.
func InnerBlocks(message string) [][]Trailer {
	lines := splitLines(message)
	last, _ := trailerBlock(lines)
	if last == len(lines) { // no trailer block: then the last paragraph is prose, and itself never counts
		last = lastParagraph(lines)
	}
	var blocks [][]Trailer
	fenced := false
	for i := 0; i < last; {
		if isBlank(lines[i]) {
			i++
			continue
		}
		j := i
		for j < last && !isBlank(lines[j]) {
			j++
		}
		wasFenced := fenced
		for _, l := range lines[i:j] {
			if t := strings.TrimSpace(l); strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
				fenced = !fenced
			}
		}
		if i > 0 && !wasFenced && !fenced && onlyTrailers(lines[i:j]) {
			blocks = append(blocks, readBlock(lines[i:j]))
		}
		i = j
	}
	return blocks
}

func onlyTrailers(lines []string) bool {
	for i, l := range lines {
		if isSpace(l[0]) && i > 0 || separator(l) >= 1 && !isSpace(l[0]) {
			continue
		}
		return false
	}
	return true
}

func splitLines(s string) []string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}

func isBlank(l string) bool   { return strings.TrimSpace(l) == "" }
func isSpace(c byte) bool     { return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r' }
func isComment(l string) bool { return strings.HasPrefix(l, "#") }

func lastParagraph(lines []string) int {
	end := len(lines)
	for end > 0 && isBlank(lines[end-1]) {
		end--
	}
	for end > 0 && !isBlank(lines[end-1]) {
		end--
	}
	return end
}

// separator returns the place of the colon that ends a trailer's key, or -1.
func separator(l string) int {
	blank := false
	for i := 0; i < len(l); i++ {
		c := l[i]
		switch {
		case c == ':':
			return i
		case !blank && (c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'):
		case i > 0 && (c == ' ' || c == '\t'):
			blank = true
		default:
			return -1
		}
	}
	return -1
}

func generatedPrefix(l string) bool {
	return strings.HasPrefix(l, "Signed-off-by: ") || strings.HasPrefix(l, "(cherry picked from commit ")
}

// trailerBlock returns the half-open range of lines that git reads as the trailer block; empty at the end of
// the message when there is none.
func trailerBlock(lines []string) (start, end int) {
	none := len(lines)
	end = endOfLog(lines)
	title := 0
	for title < end && (isComment(lines[title]) || !isBlank(lines[title])) {
		title++
	}
	var trailers, others, folded int
	recognized, onlySpaces := false, true
	for i := end - 1; i >= title; i-- {
		l := lines[i]
		switch {
		case isComment(l):
			others += folded
			folded = 0
		case isBlank(l):
			if onlySpaces {
				continue
			}
			others += folded
			if recognized && trailers*3 >= others || trailers > 0 && others == 0 {
				return i + 1, end
			}
			return none, none
		case generatedPrefix(l):
			onlySpaces, recognized = false, true
			trailers++
			folded = 0
		case separator(l) >= 1 && !isSpace(l[0]):
			onlySpaces = false
			trailers++
			folded = 0
		case isSpace(l[0]):
			onlySpaces = false
			folded++
		default:
			onlySpaces = false
			others += 1 + folded
			folded = 0
		}
	}
	return none, none
}

// endOfLog cuts trailing blanks, comments and an old "Conflicts:" block, as git does before it looks for trailers.
func endOfLog(lines []string) int {
	boc, inConflicts := -1, false
	for i, l := range lines {
		switch {
		case isComment(l) || l == "":
			if boc < 0 {
				boc = i
			}
		case l == "Conflicts:":
			inConflicts = true
			if boc < 0 {
				boc = i
			}
		case inConflicts && strings.HasPrefix(l, "\t"):
		default:
			boc, inConflicts = -1, false
		}
	}
	if boc >= 0 {
		return boc
	}
	return len(lines)
}

func readBlock(lines []string) []Trailer {
	var out []Trailer
	open := false
	for _, l := range lines {
		if l == "" || isComment(l) {
			continue
		}
		if isSpace(l[0]) {
			if open {
				t := &out[len(out)-1]
				t.Value = strings.TrimSpace(t.Value + " " + strings.TrimSpace(l))
			}
			continue
		}
		i := separator(l)
		open = i >= 1
		if open {
			out = append(out, Trailer{Key: strings.TrimRight(l[:i], " \t"), Value: strings.TrimSpace(l[i+1:]), Line: l})
		}
	}
	return out
}
