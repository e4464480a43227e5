package story

import "strings"

// hunk replaces the lines old, which must occur once, by the lines new.
type hunk struct{ old, new string }

// parseHunks reads the body of `git: edit`.
func parseHunks(line int, body string) ([]hunk, error) {
	var out []hunk
	fresh := true
	for i, l := range strings.Split(strings.TrimSuffix(body, "\n"), "\n") {
		if l == "" {
			fresh = true
			continue
		}
		mark, text := l[:1], strings.TrimPrefix(l[1:], " ")+"\n"
		if mark != "<" && mark != ">" {
			return nil, faultf(line+1+i, "a line of git: edit begins with < (old) or > (new); found %q", l)
		}
		if fresh || mark == "<" && out[len(out)-1].new != "" {
			out, fresh = append(out, hunk{}), false
		}
		h := &out[len(out)-1]
		if mark == "<" {
			h.old += text
		} else {
			h.new += text
		}
	}
	for _, h := range out {
		if h.old == "" {
			return nil, faultf(line, "a hunk of git: edit has no old lines (<)")
		}
	}
	if len(out) == 0 {
		return nil, faultf(line, "git: edit changes nothing; its body has lines < old and > new")
	}
	return out, nil
}

// applyHunks edits text, whose lines end with a line feed.
func applyHunks(line int, text, body string) (string, error) {
	hunks, err := parseHunks(line, body)
	if err != nil {
		return "", err
	}
	for _, h := range hunks {
		// A line feed in front lets the old lines match whole lines only.
		at := "\n" + text
		switch n := strings.Count(at, "\n"+h.old); n {
		case 1:
			text = strings.Replace(at, "\n"+h.old, "\n"+h.new, 1)[1:]
		default:
			first, _, _ := strings.Cut(h.old, "\n")
			return "", faultf(line, "the old lines from %q occur %d times, expected once", first, n)
		}
	}
	return text, nil
}
