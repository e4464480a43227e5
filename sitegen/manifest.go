package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"

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
	Title     string             `json:"title"`
	Head      string             `json:"head"`
	Main      Main               `json:"main"`
	Today     day.Day            `json:"today"`
	Serve     string             `json:"serve"`
	Documents []manifestDocument `json:"documents"`
	Files     []manifestEntry    `json:"files"`
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

type manifestEntry struct {
	Path   string `json:"path"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

func (b *book) manifest(files map[string][]byte) ([]byte, error) {
	m := manifestFile{
		Writ: manifestMark, Schema: 1, Title: b.Title, Head: b.Head, Main: b.Main, Today: b.Today, Serve: b.Serve,
		Documents: []manifestDocument{}, Files: []manifestEntry{},
	}
	for i := range b.docs {
		d := &b.docs[i]
		m.Documents = append(m.Documents, manifestDocument{
			ID: optional(d.ID), Path: d.Path, Address: b.views[i].Href, State: d.State, Version: optional(d.Version),
			Shown: d.Shown,
			Grade: optional(d.Grade), Commit: d.Commit, Blob: d.Blob, Digest: d.Digest, File: fileDataOf(d),
		})
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sum := sha256.Sum256(files[name])
		m.Files = append(m.Files, manifestEntry{name, len(files[name]), hex.EncodeToString(sum[:])})
	}
	return marshal(m)
}

// isSite reports whether dir holds a manifest of ours.
func isSite(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return false
	}
	var m struct{ Writ string }
	return json.Unmarshal(data, &m) == nil && m.Writ == manifestMark
}
