package gitrepo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"

	"github.com/writ-docs/writ/internal/gitrepo/patterns"
)

// unchanged reports whether size and times on the disk are those that the index remembers, so that git takes the
// content as unchanged without reading it. A file that is as new as the index itself may have been edited since.
func (x *Index) unchanged(t *trackedFile, info fs.FileInfo, set preferences) bool {
	at := info.ModTime()
	modified := stamp{uint32(at.Unix()), uint32(at.Nanosecond())}
	if uint32(info.Size()) != t.size || t.modified.sec == 0 || modified.sec != t.modified.sec ||
		t.modified.sec >= x.written {
		return false
	}
	if t.size == 0 && t.blob != emptyBlob() {
		return false // git marks so what it must read
	}
	if strings.EqualFold(set["core.checkstat"], "minimal") {
		return true
	}
	changed, inode, known := statOf(info)
	switch {
	case modified != t.modified:
		return false
	case !known:
		return true
	case set.on("core.trustctime", true) && changed != t.changed:
		return false
	}
	return inode == t.inode
}

// emptyBlob is the name of a file without a byte.
var emptyBlob = sync.OnceValue(func() ID { return BlobID(nil) })

// toGit turns the content of a file on the disk into what git would store: .gitattributes may say that a checkout
// expands $Id$, or writes another encoding. why says what keeps that from being known, as a program of the user's
// does, which writ never runs; the content is then as it was.
func (w *WorkTree) toGit(path string, data []byte) (_ []byte, why string, err error) {
	files, err := w.attributes.of(w, path)
	if err != nil || len(files) == 0 {
		return data, "", err
	}
	stated := func(name string) string {
		if value := patterns.Attribute(files, path, name); value != "set" && value != "unset" {
			return value
		}
		return ""
	}
	if name := stated("filter"); name != "" &&
		w.prefs["filter."+name+".clean"]+w.prefs["filter."+name+".process"] != "" {
		return data, "has the filter " + name + ", which writ never runs", nil
	}
	if name := stated("working-tree-encoding"); name != "" &&
		!strings.EqualFold(strings.ReplaceAll(name, "-", ""), "utf8") {
		text, err := fromUTF16(name, data)
		if err != nil {
			return data, fmt.Sprintf("is written as %s, which can't be read (%v)", name, err), nil
		}
		data = text
	}
	if patterns.Attribute(files, path, "ident") == "set" {
		data = expanded().ReplaceAll(data, []byte("$$Id$$"))
	}
	return data, "", nil
}

// expanded matches what a checkout makes of $Id$.
var expanded = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$Id:[^$\n]*\$`) })

// fromUTF16 turns a text of one of Unicode's encodings into UTF-8.
func fromUTF16(name string, data []byte) ([]byte, error) {
	var from encoding.Encoding
	switch strings.ToUpper(name) {
	case "UTF-16LE-BOM":
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case "UTF-16", "UTF-16BE-BOM":
		from = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case "UTF-16BE":
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case "UTF-16LE":
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	default:
		return nil, fmt.Errorf("writ reads UTF-8 and UTF-16")
	}
	return from.NewDecoder().Bytes(data)
}

// attributeFiles are the files that say what git does with a content, by folder. They are read when first needed.
type attributeFiles struct {
	mu    sync.Mutex
	known map[string]patterns.Attributes
}

// of returns the lines that concern a path, the weakest first.
func (a *attributeFiles) of(w *WorkTree, path string) (all []patterns.Attributes, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known == nil {
		a.known = map[string]patterns.Attributes{}
	}
	add := func(file, base string) {
		lines, known := a.known[file]
		if !known {
			var text []byte
			if filepath.IsAbs(file) {
				text, _ = os.ReadFile(file) // no file of the tree: git takes one that it can't read for none
			} else if text, err = w.ownFile(file, true); err != nil {
				return
			}
			lines = patterns.ParseAttributes(text, base, w.fold())
			a.known[file] = lines
		}
		if len(lines) > 0 {
			all = append(all, lines)
		}
	}
	if user := w.repo.userFile(w.prefs["core.attributesfile"], "attributes"); user != "" {
		add(user, "")
	}
	for i, c := range "/" + path {
		if c == '/' {
			base := path[:i]
			if add(base+".gitattributes", base); err != nil {
				return nil, err
			}
		}
	}
	add(filepath.Join(w.repo.CommonDir, "info", "attributes"), "")
	return all, nil
}
