package sitegen

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// manifestName is the file that says that a folder is a site of writ's, and what it holds.
const manifestName = "manifest.json"

// manifestMark is the manifest's member "writ", by which a folder is known as ours.
const manifestMark = "site"

// manifestFile is manifest.json. Its schema only grows. Files don't include the manifest itself.
type manifestFile struct {
	Writ      string             `json:"writ"`
	Schema    int                `json:"schema"`
	Tool      string             `json:"tool"` // the program that made the site; "" where it has no name
	Audience  string             `json:"audience,omitempty"`
	Title     string             `json:"title"`
	Head      string             `json:"head"`
	Main      Main               `json:"main"`
	Today     day.Day            `json:"today"`
	Past      bool               `json:"past,omitempty"`
	Serve     string             `json:"serve"`
	Printer   string             `json:"printer,omitempty"` // the browser that printed the PDF files
	Documents []manifestDocument `json:"documents"`
	Files     []manifestEntry    `json:"files"`

	sum string // the digest of its bytes, where they were read
}

type manifestDocument struct {
	ID      *string `json:"id"`
	Path    string  `json:"path"`
	Address string  `json:"address"`
	State   State   `json:"state"`
	Version *string `json:"version"`
	Shown   *Words  `json:"shown"` // the words of blob and digest, where these aren't the ones that count
	Grade   *string `json:"grade"`
	Commit  string  `json:"commit"`
	Blob    string  `json:"blob"`
	Digest  string  `json:"digest"`

	File *fileData `json:"file"`
}

// manifestEntry is a file of the site. Source, blob and commit are those of a document's page, and inputs a digest of
// what it was made from, where that is known.
type manifestEntry struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`

	Source string   `json:"source,omitempty"`
	Blob   string   `json:"blob,omitempty"`
	Commit string   `json:"commit,omitempty"`
	Inputs string   `json:"inputs,omitempty"`
	Shows  []string `json:"shows,omitempty"` // the files that the page put beside itself, such as images
	Notes  []string `json:"notes,omitempty"` // what the page leaves out
}

// manifest writes the manifest of files, one after the other: a large site has a hundred thousand of them.
func (b *book) manifest(w io.Writer, tool string, files []manifestEntry) error {
	all, err := marshal(manifestFile{
		Writ: manifestMark, Schema: 1, Tool: tool, Audience: b.Audience, Title: b.Title, Head: b.Head, Main: b.Main,
		Today: b.Today, Past: b.Past, Serve: b.Serve, Printer: b.printer, Documents: []manifestDocument{},
		Files: []manifestEntry{},
	})
	if err != nil {
		return err
	}
	// No text in JSON has these words: its quotes are escaped.
	begin, rest, _ := strings.Cut(string(all), `"documents": []`)
	middle, end, _ := strings.Cut(rest, `"files": []`)
	say := func(s string) {
		if err == nil {
			_, err = io.WriteString(w, s)
		}
	}
	say(begin + `"documents": `)
	err = cmp.Or(err, writeList(w, len(b.docs), b.manifestOf))
	say(middle + `"files": `)
	err = cmp.Or(err, writeList(w, len(files), func(i int) any { return &files[i] }))
	say(end)
	return err
}

// manifestOf is what the manifest says of a document.
func (b *book) manifestOf(i int) any {
	d := &b.docs[i]
	return manifestDocument{ID: optional(d.ID), Path: d.Path, Address: b.views[i].Href, State: d.State,
		Version: optional(d.Version), Shown: d.Shown, Grade: optional(d.Grade), Commit: d.Commit, Blob: d.Blob,
		Digest: d.Digest, File: fileDataOf(d)}
}

// writeList writes n values as a list that is a member of what marshal prints.
func writeList(w io.Writer, n int, of func(i int) any) error {
	if n == 0 {
		_, err := io.WriteString(w, "[]")
		return err
	}
	for i := range n {
		before := ",\n    "
		if i == 0 {
			before = "[\n    "
		}
		data, err := marshal(of(i))
		if err != nil {
			return err
		}
		text := strings.ReplaceAll(strings.TrimSuffix(string(data), "\n"), "\n", "\n    ")
		if _, err := io.WriteString(w, before+text); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n  ]")
	return err
}

// readManifest reads that of the site in a folder; nil where there is none.
func readManifest(dir string) (*manifestFile, error) {
	return readManifestFile(filepath.Join(dir, manifestName))
}

func readManifestFile(name string) (*manifestFile, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var m manifestFile
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	m.sum = hex.EncodeToString(sum[:])
	return &m, nil
}

// Former returns the commit that a site shows which was built before: path is its folder, or a file with its manifest.
// ok is false where there is none, and for a preview or a site of an earlier day, which no newer one goes on from.
func Former(path string) (head string, ok bool, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, manifestName)
	}
	m, err := readManifestFile(path)
	if err != nil || m == nil || m.Writ != manifestMark || m.Past || m.Serve == ServePreview {
		return "", false, err
	}
	return m.Head, true, nil
}
