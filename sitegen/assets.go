package sitegen

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// assetNames are the addresses of the theme's files, relative to the site's root, as layouts read them.
type assetNames struct {
	Style    string `json:"style"`
	Theme    string `json:"theme"`
	Site     string `json:"site"`
	Register string `json:"register"`
	Search   string `json:"search"`
	Records  string `json:"records"`
	Pages    string `json:"pages"` // the styles of the pages of records
	Icon     string `json:"icon"`

	// Of pages that compare versions.
	Redline      string `json:"redline"`
	RedlineStyle string `json:"redlinestyle"`
}

// addAssets puts out the theme's styles and scripts, under names that hold a digest of their bytes, so
// that a cache may keep them for ever.
func addAssets(put putFile, theme fs.FS, words table, rule string) (assetNames, error) {
	var names assetNames
	for _, a := range []struct {
		file string
		name *string
	}{
		{"style.css", &names.Style}, {"theme.js", &names.Theme}, {"site.js", &names.Site},
		{"register.js", &names.Register}, {"search.js", &names.Search}, {"records.js", &names.Records},
		{"records.css", &names.Pages}, {"icon.svg", &names.Icon},
		{"redline.js", &names.Redline}, {"redline.css", &names.RedlineStyle},
	} {
		data, err := fs.ReadFile(theme, "assets/"+a.file)
		if err != nil {
			return names, err
		}
		if path.Ext(a.file) == ".css" {
			data = squeezed(data)
		}
		switch a.file {
		case "style.css":
			data = append(data, rule...)
		case "search.js":
			if data, err = withWords(data, words, "search_"); err != nil {
				return names, err
			}
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(a.file)
		*a.name = "assets/" + strings.TrimSuffix(a.file, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		if err := put(*a.name, data); err != nil {
			return names, err
		}
	}
	return names, nil
}

var (
	styleNotes = lazyregexp.New(`(?s)/\*.*?\*/`)
	styleEdges = lazyregexp.New(`\s*\n\s*`)
	styleMarks = lazyregexp.New(`\s*([{};])\s*|(:) `)
)

// squeezed are styles without what only their authors read. No text in the theme's styles has such marks, and a blank
// comes before a colon of a selector, and behind one of a value.
func squeezed(css []byte) []byte {
	css = styleEdges.ReplaceAll(styleNotes.ReplaceAll(css, nil), []byte("\n"))
	return bytes.ReplaceAll(styleMarks.ReplaceAll(css, []byte("$1$2")), []byte(";}"), []byte("}"))
}

// withWords puts the interface's strings whose keys have a prefix before a script, as the object writWords.
func withWords(script []byte, words table, prefix string) ([]byte, error) {
	own := map[string]string{}
	for key, text := range words {
		if name, ok := strings.CutPrefix(key, prefix); ok {
			own[name] = text
		}
	}
	data, err := json.Marshal(own)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "const writWords = %s;\n%s", data, script), nil
}
