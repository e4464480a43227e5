package document

import "bytes"

// conflicts reports the first marks of a merge conflict in a file, as git writes them (git-merge, "How conflicts are
// presented"): three lines that begin with <<<<<<<, ======= and >>>>>>>, in this order. Those in fenced code are an
// example.
func conflicts(src []byte) []Fault {
	if !bytes.Contains(src, []byte("<<<<<<< ")) {
		return nil
	}
	marks := [...]string{"<<<<<<< ", "=======", ">>>>>>> "}
	next, first, fence, at := 0, Span{}, "", 0
	for line := range bytes.Lines(src) {
		text := bytes.TrimRight(line, "\r\n")
		trimmed := bytes.TrimLeft(text, " ")
		switch {
		case fence != "":
			if bytes.HasPrefix(trimmed, []byte(fence)) {
				fence = ""
			}
		case bytes.HasPrefix(trimmed, []byte("```")), bytes.HasPrefix(trimmed, []byte("~~~")):
			fence = string(trimmed[:3])
		case bytes.HasPrefix(text, []byte(marks[next])) && (next != 1 || len(text) == len(marks[1])):
			if next == 0 {
				first = Span{at, at + len(text)}
			}
			if next++; next == len(marks) {
				return []Fault{{Kind: Conflict, Span: first,
					Message: "a merge conflict was never settled: its marks <<<<<<<, ======= and >>>>>>> are still " +
						"in the file",
					Help: "keep what is meant of both sides, and remove the three lines"}}
			}
		}
		at += len(line)
	}
	return nil
}
