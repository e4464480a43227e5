package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/draft"
)

// maxSource is the size in bytes of the largest file that a document is made of.
const maxSource = 4 << 20

// makeFrom makes the document of a file that the user has.
func (s *starting) makeFrom(ctx context.Context) error {
	file := s.flags.from
	if !filepath.IsAbs(file) {
		file = filepath.Join(s.app.dir, file)
	}
	src, err := readAtMost(file, maxSource)
	if err != nil {
		return fmt.Errorf("--from %s: %w", s.flags.from, err)
	}
	if why := notMarkdown(file, src); why != "" {
		return fmt.Errorf("--from %s: %s", s.flags.from, why)
	}
	at := path.Join("new", filepath.Base(file))
	if here, err := pathInside(s.app.dir, s.repo.Root, s.flags.from); err == nil && s.among(here) {
		at, s.file, s.was = here, here, src
	}
	p, err := s.new.Read(adopt.Input{Config: s.config, Register: s.reg, Book: s.book, Today: s.today}, at, src)
	if errors.Is(err, draft.ErrFront) {
		return fmt.Errorf("--from %s: %w, so that it is a document: edit it there, or complete it with `writ adopt`",
			s.flags.from, err)
	}
	if err != nil {
		return fmt.Errorf("--from %s: %w", s.flags.from, err)
	}
	return s.complete(ctx, p)
}

// notMarkdown says why a document can't be made of a file; "" where it can. A name without an ending may be that of a
// pipe.
func notMarkdown(file string, src []byte) string {
	switch ending := strings.ToLower(filepath.Ext(file)); ending {
	case "", ".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt":
	default:
		return fmt.Sprintf("its ending %s isn't that of Markdown (.md, .markdown or .txt); write its text into a Markdown "+
			"file first, for example with pandoc", ending)
	}
	for _, f := range document.Parse(file, src, nil).Faults {
		if f.Kind == document.NotUTF8 || f.Kind == document.NulByte {
			return f.Message + "; " + f.Help
		}
	}
	return ""
}

// among reports whether the file at a path of the repository is one that the user takes for a document, which gets its
// front matter where it is.
func (s *starting) among(at string) bool {
	return s.flags.dir == "" && s.flags.output == "" && s.config.Includes(at)
}

// complete puts what flags say over what the file states, and fills in the rest.
func (s *starting) complete(ctx context.Context, p *adopt.Proposal) (err error) {
	unsettled := map[string]bool{}
	for _, u := range p.Unsettled {
		if s.new.Text(u.Field) == "" {
			unsettled[u.Field] = true
			s.notes = append(s.notes, fmt.Sprintf("%s isn't written: %s", u.Field, u.Why))
		}
	}
	front := p.Read().Front
	for _, name := range []string{"id", "title", "owner"} { // of a head without fences
		if v := front.Text(name); v != "" && s.new.Text(name) == "" {
			s.new.Fields = append(s.new.Fields, adopt.Entry{Name: name, Value: adopt.Value{Text: v}})
		}
	}
	for _, e := range p.Entries() {
		if s.new.Text(e.Name) == "" && e.Name != "id" {
			s.new.Fields = append(s.new.Fields, e)
		}
	}
	if s.new.Text("title") == "" && !unsettled["title"] {
		err = s.title()
	}
	if err == nil && !unsettled["owner"] {
		err = s.ownerOrWriter(ctx)
	}
	if err == nil {
		err = s.statedID(p)
	}
	if err == nil && s.file == "" {
		err = s.place()
	}
	if err == nil {
		s.text, err = s.new.FromText(p)
	}
	return err
}

// statedID takes the id that the file states, where nobody says another one and it is free; else the next free one.
func (s *starting) statedID(p *adopt.Proposal) error {
	if s.new.Text("id") == "" {
		for _, e := range p.Entries() {
			if e.Name == "id" {
				s.new.Fields = append(s.new.Fields, e)
				return nil
			}
		}
	}
	return s.id()
}

// readAtMost reads a file that has to be small enough.
func readAtMost(file string, most int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(src)) > most {
		err = fmt.Errorf("it has more than %d MiB", most>>20)
	}
	return src, err
}

// fromHere is a path from the root as the current folder names it.
func (a *app) fromHere(p *project, at string) string {
	rel, err := filepath.Rel(realFolder(a.dir), filepath.Join(p.repo.Root, filepath.FromSlash(at)))
	if err != nil || strings.HasPrefix(rel, "..") {
		return at
	}
	return filepath.ToSlash(rel)
}

// ignoreEnd is an error that isn't the end of an input.
func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
