package publication

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/sitegen"
)

// maxRows is how many rows of a sheet a page shows; the file has all of them.
const maxRows = 2000

// pair is the sidecar and the file whose words a page shows; false for another document.
func (f *filler) pair(s *shown) (gitrepo.Pair, bool) {
	if s.change == nil {
		return s.entry.Pair()
	}
	return f.Repo.PairOf(s.change.Blob)
}

// withSheet gives older words of a sidecar their sheet.
func (f *filler) withSheet(s *shown) {
	if p, ok := f.pair(s); ok {
		s.doc.Sheet = document.SheetOf(s.doc, config.SidecarOf(s.path),
			func() ([]byte, error) { return f.readFile(s, p) })
	}
}

// readFile reads the file that the words describe.
func (f *filler) readFile(s *shown, p gitrepo.Pair) ([]byte, error) {
	if s.change == nil && f.Preview != nil {
		return snapshot.Read(f.Preview, config.SidecarOf(s.path))
	}
	return f.Repo.ReadBlob(p.File)
}

// file describes the file of a sidecar as it belongs to the words shown: the very bytes of the blob that their
// approval pins. Its address is made of the content's hash, and has an ending that no browser runs.
func (f *filler) file(s *shown) (*sitegen.File, error) {
	p, ok := f.pair(s)
	if !ok {
		return nil, nil
	}
	data, err := f.readFile(s, p)
	if err != nil {
		return nil, err
	}
	name := path.Base(config.SidecarOf(s.path))
	out := &sitegen.File{Name: plainName(name)}
	if sum, size, kept := elsewhere(data); kept {
		out.SHA256, out.Size = sum, size
		f.note(s.path + ": " + name + " is kept in Git LFS, so that the site can't offer it")
		return out, nil
	}
	sum := sha256.Sum256(data)
	out.SHA256, out.Size = hex.EncodeToString(sum[:]), int64(len(data))
	if len(data) > snapshot.MaxRead {
		f.note(fmt.Sprintf("%s: %s has %d bytes; the site offers files of at most %d", s.path, name, len(data),
			snapshot.MaxRead))
		return out, nil
	}
	out.Address = "assets/" + hex.EncodeToString(sum[:12]) + harmless(name)
	return out, nil
}

// putFile puts the file that the words describe.
func (f *filler) putFile(s *shown, put putFile) error {
	p, ok := f.pair(s)
	if !ok || s.file == nil || s.file.Address == "" {
		return nil
	}
	data, err := f.readFile(s, p)
	if err != nil {
		return err
	}
	return put(s.file.Address, data)
}

// sheet returns the table of a sheet, and how many of its rows a page leaves out.
func (f *filler) sheet(s *shown, look func(at int) document.Look) (html string, more int, err error) {
	if s.doc.Sheet == nil {
		return "", 0, nil
	}
	t, err := s.doc.Sheet.Table()
	if err != nil || len(t.Header) == 0 {
		return "", 0, err
	}
	return t.HTML(path.Base(s.doc.Sheet.Path), maxRows, look), max(0, len(t.Rows)-maxRows), nil
}

// elsewhere reads a pointer of Git LFS, which stands for a file that Git doesn't have.
func elsewhere(data []byte) (sum string, size int64, ok bool) {
	if len(data) > 1024 || !bytes.HasPrefix(data, []byte("version https://git-lfs.github.com/spec/")) {
		return "", 0, false
	}
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "oid":
			sum = strings.TrimPrefix(value, "sha256:")
		case "size":
			size, _ = strconv.ParseInt(value, 10, 64)
		}
	}
	return sum, size, len(sum) == 2*sha256.Size
}

// harmless returns the ending under which a file is published: its own where browsers show or save what has it, and
// never run it as a page of the site.
func harmless(name string) string {
	ext := strings.ToLower(path.Ext(name))
	switch ext {
	case ".pdf", ".csv", ".tsv", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".zip",
		".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".vsd", ".vsdx":
		return ext
	}
	return ".bin"
}

// plainName is a file's name as a page may show it and a browser save it: without characters that turn or hide others.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) && r != '\\' && r != '/' && r != '\uFFFD' {
			return r
		}
		return '_'
	}, name)
}

// sidecar finds the document that controls the file to which a link leads.
func (f *filler) sidecar(from string, s *shown, link string) (to int, ok bool) {
	t := s.entry.Resolve(from, link)
	if !t.Local || t.Path == "" {
		return 0, false
	}
	for file := range t.Files() {
		to, ok := f.at[file+".md"]
		if ok && f.shown[to].entry.File != nil && f.shown[to].entry.File.Path == file {
			return to, true
		}
	}
	return 0, false
}

// isFile reports whether a link leads to the file that the words describe.
func (f *filler) isFile(s *shown, link string) bool {
	return path.Base(s.entry.Resolve(s.path, link).Path) == path.Base(config.SidecarOf(s.path))
}
