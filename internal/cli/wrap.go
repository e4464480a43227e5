package cli

import (
	"strings"
	"unicode/utf8"
)

// columns is the width of the terminal that help is written for.
const columns = 80

// wrapped breaks the paragraphs of a text, which blank lines part, into lines of at most 80 columns where words allow
// it. A line that begins with a blank, and an item of a list, stay lines of their own. It ends with a line break.
func wrapped(text string) string {
	var out, line strings.Builder
	width := 0
	end := func() {
		out.WriteString(line.String() + "\n")
		line.Reset()
		width = 0
	}
	for raw := range strings.Lines(strings.TrimSpace(text)) {
		words := strings.Fields(raw)
		verbatim := strings.HasPrefix(raw, " ")
		if width > 0 && (len(words) == 0 || verbatim || strings.HasPrefix(raw, "- ")) {
			end()
		}
		if len(words) == 0 || verbatim {
			line.WriteString(strings.TrimRight(raw, " \n"))
			end()
			continue
		}
		for _, w := range words {
			n := utf8.RuneCountInString(w)
			if width > 0 && width+1+n > columns {
				end()
			} else if width > 0 {
				line.WriteByte(' ')
				width++
			}
			line.WriteString(w)
			width += n
		}
	}
	if width > 0 {
		end()
	}
	return out.String()
}
