package gitrepo

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// ID is the name of a Git object (SHA-1).
type ID = objects.ID

// Person is a name, an address and a time as a commit states them. Nothing of it is proven.
type Person struct {
	Name, Email string
	When        time.Time // with the offset that the commit states
}

// Commit is one commit as its raw bytes state it.
type Commit struct {
	ID        ID
	Tree      ID
	Parents   []ID
	Author    Person
	Committer Person
	Message   string // UTF-8, cut at a NUL as git shows it
	Signed    bool   // has a gpgsig header; whether it verifies is another matter
	MergeTag  bool   // has a mergetag header: it carries an annotated tag that it merged
}

// Subject returns the first line of the message.
func (c *Commit) Subject() string {
	subject, _, _ := strings.Cut(c.Message, "\n")
	return subject
}

// ParseCommit reads the raw bytes of a commit object (gitformat: headers, blank line, message).
// Headers that stand twice are refused, because Git and other readers disagree which one counts.
func ParseCommit(id ID, raw []byte) (*Commit, error) { return parseCommit(id, raw, nil) }

// parseCommit is ParseCommit; of strings that come back often, known keeps one.
func parseCommit(id ID, raw []byte, known interned) (*Commit, error) {
	c := &Commit{ID: id}
	p := commitParser{c: c, known: known}
	for {
		line, rest, found := bytes.Cut(raw, []byte{'\n'})
		if !found && len(line) == 0 {
			break // no message at all
		}
		raw = rest
		if len(line) == 0 {
			c.Message = decodeMessage(rest, p.encoding)
			break
		}
		if line[0] == ' ' {
			continue // continuation of a header that isn't read here
		}
		if err := p.header(line); err != nil {
			return nil, fmt.Errorf("commit %s: %w", id, err)
		}
		if !found {
			break
		}
	}
	if !p.tree || p.author == nil || p.committer == nil {
		return nil, fmt.Errorf("commit %s: a tree, author or committer line is missing", id)
	}
	c.Author, c.Committer = p.person(p.author), p.person(p.committer)
	return c, nil
}

type commitParser struct {
	c                 *Commit
	known             interned
	encoding          string
	tree              bool
	author, committer []byte // as they stand there, which is before the encoding is known
}

// person reads an author or committer line in the encoding of the commit, as git does for its output.
func (p *commitParser) person(line []byte) Person {
	if p.encoding == "" || utf8.Valid(line) {
		return parsePerson(line, p.known)
	}
	return parsePerson([]byte(decode(line, p.encoding)), p.known)
}

func (p *commitParser) header(line []byte) error {
	key, value, ok := bytes.Cut(line, []byte{' '})
	if !ok {
		value = []byte{}
	}
	var err error
	switch string(key) {
	case "tree":
		if p.tree {
			return fmt.Errorf("two tree lines")
		}
		p.tree = true
		p.c.Tree, err = objects.ParseHex(string(value))
	case "parent":
		var parent ID
		parent, err = objects.ParseHex(string(value))
		p.c.Parents = append(p.c.Parents, parent)
	case "author":
		if p.author != nil {
			return fmt.Errorf("two author lines")
		}
		p.author = value
	case "committer":
		if p.committer != nil {
			return fmt.Errorf("two committer lines")
		}
		p.committer = value
	case "encoding":
		p.encoding = string(value)
	case "gpgsig", "gpgsig-sha256":
		p.c.Signed = true
	case "mergetag":
		p.c.MergeTag = true
	}
	return err
}

// parsePerson reads "Name <mail> seconds zone". What can't be read stays empty; a broken time is the epoch.
func parsePerson(b []byte, known interned) Person {
	var p Person
	open := bytes.IndexByte(b, '<')
	shut := bytes.LastIndexByte(b, '>')
	if open < 0 || shut < open {
		p.Name = known.text(bytes.TrimSpace(b))
		p.When = time.Unix(0, 0).UTC()
		return p
	}
	p.Name = known.text(bytes.TrimSpace(b[:open]))
	p.Email = known.text(bytes.TrimSpace(b[open+1 : shut]))
	p.When = parseWhen(b[shut+1:])
	return p
}

func parseWhen(b []byte) time.Time {
	stated, zoned, _ := bytes.Cut(bytes.TrimSpace(b), []byte{' '})
	seconds, err := strconv.ParseInt(string(stated), 10, 64)
	if err != nil || seconds > 1<<40 || seconds < -(1<<40) {
		return time.Unix(0, 0).UTC()
	}
	t := time.Unix(seconds, 0).UTC()
	if zoned, _, _ = bytes.Cut(bytes.TrimSpace(zoned), []byte{' '}); len(zoned) != 5 {
		return t
	}
	zone, err := strconv.Atoi(string(zoned[1:]))
	if err != nil || zone == 0 {
		return t
	}
	offset := (zone/100)*3600 + (zone%100)*60
	if zoned[0] == '-' {
		offset = -offset
	}
	if offset < -24*3600 || offset > 24*3600 {
		return t
	}
	return t.In(time.FixedZone("", offset))
}

// decodeMessage turns a message into UTF-8 by its encoding header, and cuts it at a NUL, where git stops too.
func decodeMessage(b []byte, encoding string) string {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return decode(b, encoding)
}

// decode turns text into UTF-8 by the encoding that its commit names.
func decode(b []byte, encoding string) string {
	if encoding != "" && !utf8.Valid(b) {
		if e, err := htmlindex.Get(encoding); err == nil {
			if s, err := e.NewDecoder().Bytes(b); err == nil {
				return string(s)
			}
		}
	}
	return validText(b)
}

// validText replaces each byte that isn't UTF-8 with U+FFFD.
func validText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return string([]rune(string(b)))
}

// interned holds strings that come back often: the same few people make most commits. It may be nil.
type interned map[string]string

// maxInterned bounds what a history of ever new names takes.
const maxInterned = 1 << 12

// text gives the text of b as validText does.
func (known interned) text(b []byte) string {
	if s, ok := known[string(b)]; ok {
		return s
	}
	s := validText(b)
	if known != nil && len(known) < maxInterned {
		known[string(b)] = s
	}
	return s
}
