package story

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/writ-docs/writ/internal/day"
)

// Story is a parsed history. It is never changed, and can be played any number of times.
type Story struct {
	sections []section
	people   map[string]identity
	files    fs.FS // of `git: file`; nil without
}

// section is one section of the archive.
type section struct {
	line int // of its marker, from 1
	name string
	data []byte
}

// Options of a Play. The zero value is fine for a story with literal dates.
type Options struct {
	// Today is the day that tokens count from. None: the story's own `git: today` when that is a literal
	// date; without one, tokens stay as they are.
	Today day.Day
	// Progress is called as work goes on, with done rising to total. It may be nil.
	Progress func(done, total int)
}

// Result tells what a Play made.
type Result struct {
	Head   string  // id of the commit that HEAD names; "" while main is unborn
	Branch string  // the branch that HEAD is on
	Today  day.Day // the day to lint on: `git: today`, else Options.Today
	Base   string  // of `git: base`, "" without one
	Steps  []Step  // the commits, merges and tags in order
}

// Step is one commit, merge or tag of the history.
type Step struct {
	Line    int    // of the section in the story
	Verb    string // commit, merge or tag
	Subject string // the message's first line; a tag's name
	Commit  string // hex id; of the tagged commit for a tag
}

// Error is a fault of the story at a line.
type Error struct {
	Line    int
	Message string
}

// Error prints the line and what is wrong there.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

func faultf(line int, format string, args ...any) error {
	return &Error{Line: line, Message: fmt.Sprintf(format, args...)}
}

// Parse reads a story. Faults that can be seen without playing it come back as *Error, joined.
func Parse(archive []byte) (*Story, error) { return parse(archive, nil) }

// ParseFS reads the story at name in fsys. Its `git: file PATH` sections write what the folder `files` beside
// the story holds at PATH.
func ParseFS(fsys fs.FS, name string) (*Story, error) {
	archive, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(fsys, path.Join(path.Dir(name), "files"))
	if err != nil {
		return nil, err
	}
	return parse(archive, files)
}

func parse(archive []byte, files fs.FS) (*Story, error) {
	s := &Story{people: knownPeople(), files: files}
	a := txtar.Parse(archive)
	line := 1 + bytes.Count(a.Comment, []byte("\n"))
	for _, f := range a.Files {
		s.sections = append(s.sections, section{line: line, name: f.Name, data: f.Data})
		line += 1 + bytes.Count(f.Data, []byte("\n"))
	}
	var faults []error
	for _, sec := range s.sections {
		if rest, ok := strings.CutPrefix(sec.name, "git: person "); ok {
			faults = append(faults, s.addPerson(sec.line, rest))
		}
	}
	// Any day will do here: it only shows whether the tokens give well-formed dates.
	sample := day.Of(2024, 6, 15)
	for _, sec := range s.sections {
		_, err := s.compile(sec, sample)
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return s, nil
}

// today returns the day that tokens count from.
func (s *Story) today(opt Options) day.Day {
	if opt.Today != day.None {
		return opt.Today
	}
	for _, sec := range s.sections {
		if rest, ok := strings.CutPrefix(sec.name, "git: today "); ok {
			if d, err := day.Parse(strings.TrimSpace(rest)); err == nil {
				return d
			}
		}
	}
	return day.None
}

// Play writes the story's repository into dir, which must not exist or be empty. When it fails it leaves
// nothing behind that it created.
func (s *Story) Play(dir string, opt Options) (Result, error) {
	if err := checkTarget(dir); err != nil {
		return Result{}, err
	}
	p, err := s.run(opt)
	if err != nil {
		return Result{}, err
	}
	if err := p.writeTo(dir); err != nil {
		return Result{}, err
	}
	return p.result, nil
}

// File is one file of a story's last commit.
type File struct {
	Path string
	Data []byte
	Exec bool
}

// Files plays the story in memory and returns the files of its last commit, sorted by path. Symbolic links
// are left out.
func (s *Story) Files(opt Options) ([]File, error) {
	opt.Progress = nil
	p, err := s.run(opt)
	if err != nil {
		return nil, err
	}
	var out []File
	for name, e := range p.headFiles() {
		if e.mode != modeLink {
			out = append(out, File{Path: name, Data: e.data, Exec: e.mode == modeExec})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out, nil
}

// run plays the story in memory.
func (s *Story) run(opt Options) (*player, error) {
	p := newPlayer(s, opt)
	for _, sec := range s.sections {
		st, err := s.compile(sec, p.today)
		if err == nil {
			err = p.play(st)
		}
		if err != nil {
			return nil, err
		}
	}
	return p, p.end()
}
