package story

import (
	"encoding/base64"
	"io/fs"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// step is one section, read.
type step struct {
	line    int
	verb    string // "write" for a plain file section
	path    string
	target  string   // of move and symlink; the mode of mode
	names   []string // branches, tags, refs
	sig     signature
	day     day.Day
	body    string
	message string
}

// verbs maps each verb to the number of words that it takes, and -1 to those that read their own.
var verbs = map[string]int{
	"person": -1, "commit": -1, "merge": -1, "tag": -1, "branch": 1, "switch": 1, "remove": 1, "move": 2, "edit": 1,
	"file": 1, "crlf": 1, "bom": 1, "chomp": 1, "base64": 1, "mode": 2, "symlink": 2, "worktree": 0,
	"today": 1, "base": 1,
}

// compile reads one section, its tokens replaced.
func (s *Story) compile(sec section, today day.Day) (step, error) {
	name, body := Tokens(sec.name, today), Tokens(string(sec.data), today)
	st := step{line: sec.line, verb: "write", path: name, body: body}
	rest, isStep := strings.CutPrefix(name, "git: ")
	if !isStep {
		return st, checkPath(sec.line, name)
	}
	st.path = ""
	var args string
	st.verb, args, _ = strings.Cut(strings.TrimSpace(rest), " ")
	count, known := verbs[st.verb]
	if !known {
		return st, faultf(sec.line, "unknown step %q", st.verb)
	}
	if count < 0 {
		return st, s.compileSigned(&st, args)
	}
	list, err := words(args)
	if err != nil {
		return st, faultf(sec.line, "%v", err)
	}
	// A single path may stand without quotes, blanks and all.
	if count == 1 && len(list) > 1 {
		list = []string{strings.TrimSpace(args)}
	}
	if len(list) != count {
		return st, faultf(sec.line, "git: %s takes %d words, found %d in %q", st.verb, count, len(list), args)
	}
	return st, s.compilePlain(&st, list, today)
}

// compileSigned reads the steps that have an author and a date.
func (s *Story) compileSigned(st *step, args string) error {
	if st.verb == "person" {
		return nil
	}
	st.message = cleanMessage(st.body)
	if st.verb != "commit" {
		name, rest, _ := strings.Cut(strings.TrimSpace(args), " ")
		st.names, args = strings.Split(name, ","), rest
		for _, n := range st.names {
			if err := checkRef(st.line, n); err != nil {
				return err
			}
		}
	}
	if st.verb == "tag" && strings.TrimSpace(args) == "" {
		return nil
	}
	var err error
	if st.sig, err = s.signature(args); err != nil {
		return faultf(st.line, "git: %s: %v", st.verb, err)
	}
	if st.message == "" && st.verb != "merge" {
		return faultf(st.line, "git: %s needs a message in its body", st.verb)
	}
	return nil
}

// compilePlain reads the steps that take a fixed number of words.
func (s *Story) compilePlain(st *step, list []string, today day.Day) error {
	switch st.verb {
	case "worktree":
		return nil
	case "branch", "switch", "base":
		st.names = list
		return checkRef(st.line, list[0])
	case "today":
		d, err := day.Parse(list[0])
		if err != nil {
			return faultf(st.line, "git: today: %v", err)
		}
		st.day = d
		return nil
	}
	st.path = list[0]
	if err := checkPath(st.line, st.path); err != nil {
		return err
	}
	switch st.verb {
	case "move":
		st.target = list[1]
		return checkPath(st.line, st.target)
	case "symlink":
		st.target = list[1]
	case "mode":
		if st.target = list[1]; st.target != "644" && st.target != "755" {
			return faultf(st.line, "a mode is 644 or 755, not %s", st.target)
		}
	case "base64":
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(st.body), ""))
		if err != nil {
			return faultf(st.line, "the body isn't base64: %v", err)
		}
		st.body = string(raw)
	case "edit":
		_, err := parseHunks(st.line, st.body)
		return err
	case "file":
		return s.compileFile(st, today)
	}
	return nil
}

func (s *Story) compileFile(st *step, today day.Day) error {
	if s.files == nil {
		return faultf(st.line, "git: file %s: this story has no folder of files", st.path)
	}
	data, err := fs.ReadFile(s.files, st.path)
	if err != nil {
		return faultf(st.line, "git: file: %v", err)
	}
	st.body = Tokens(string(data), today)
	return nil
}

// cleanMessage drops empty lines around a message, as git commit does.
func cleanMessage(body string) string {
	body = strings.TrimRight(body, " \t\r\n")
	for {
		first, rest, more := strings.Cut(body, "\n")
		if !more || strings.TrimSpace(first) != "" {
			break
		}
		body = rest
	}
	if body == "" {
		return ""
	}
	return body + "\n"
}

var refText = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$`)

func checkRef(line int, name string) error {
	if !refText.MatchString(name) || strings.Contains(name, "..") || strings.HasSuffix(name, ".") ||
		strings.Contains(name+"/", ".lock/") {
		return faultf(line, "%q can't be the name of a branch or tag", name)
	}
	return nil
}

// checkPath refuses paths that aren't plain files of the repository on every system.
func checkPath(line int, p string) error {
	if p == "" || strings.ContainsAny(p, "\\:\x7f") || strings.IndexFunc(p, func(r rune) bool { return r < ' ' }) >= 0 {
		return faultf(line, "%q can't be a path: it is empty, or holds a control character, \\ or a colon", p)
	}
	for part := range strings.SplitSeq(p, "/") {
		// Git itself refuses these names, since Windows and macOS take them for .git.
		plain := strings.ToLower(strings.TrimRight(part, ". "))
		switch {
		case part == "" || part == "." || part == "..":
			return faultf(line, "%q isn't a path below the repository's root", p)
		case plain == ".git" || plain == "git~1":
			return faultf(line, "%q reaches into Git's own folder", p)
		}
	}
	return nil
}
