package sitegen

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// idAddress is the shape of an id that can be an address, at most maxID bytes long.
var idAddress = lazyregexp.New(`^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$`)

const maxID = 64

// Assign gives each document the address of its page: its id ("POL-001"), or doc/ and its path ("doc/policies/access")
// where the id can't be an address. It depends on which documents there are, and not on their order. An error names
// the documents that can't be side by side: ids that are equal without case, or that are words of the site's own.
func Assign(docs []Document) error {
	order := make([]*Document, len(docs))
	for i := range docs {
		order[i] = &docs[i]
	}
	slices.SortFunc(order, func(x, y *Document) int { return cmp.Compare(x.Path, y.Path) })
	pages := places{}
	for i, d := range order {
		if i > 0 && order[i-1].Path == d.Path {
			return fmt.Errorf("%s: two documents have this path", d.Path)
		}
		if d.address = ""; !addressable(d.ID) {
			continue
		}
		if schema.IsReserved(d.ID) {
			return fmt.Errorf("%s: the id %q is a word that the site keeps for itself; give the document another id",
				d.Path, d.ID)
		}
		if other, free := pages.take(d.ID, d.Path); !free {
			return fmt.Errorf("%s: the id %q is also the id of %s; ids must differ in more than case", d.Path,
				d.ID, other)
		}
		d.address = d.ID
	}
	for _, d := range order {
		if d.address != "" {
			continue
		}
		name, sum := "doc/"+slug(d.Path), pathHash(d.Path)
		d.address = name
		for n := 8; ; n++ {
			if _, free := pages.take(d.address, d.Path); free {
				break
			}
			d.address = name + "-" + sum[:n] // n stays small: names with this hash are not written by chance
		}
	}
	return nil
}

// places are the folders of pages that are taken, each with the path of the document that has it. Folders are equal
// that a file system may take for one: those that differ in case or normal form alone.
type places map[string]string

// take claims the folders of a document's pages, unless another document has one of them.
func (p places) take(folder, document string) (other string, free bool) {
	folder = folded(folder)
	for _, f := range []string{folder, folder + "/history"} {
		if other, taken := p[f]; taken {
			return other, false
		}
	}
	p[folder], p[folder+"/history"] = document, document
	return "", true
}

func addressable(id string) bool { return len(id) <= maxID && idAddress.MatchString(id) }

// slug makes a path of folders out of a document's path: letters, digits, "_", "-" and inner dots stay, each run of
// anything else becomes one "-". No part is empty, begins with a dot, or is the name of a device or of a page's file.
func slug(p string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSuffix(norm.NFC.String(p), path.Ext(p)), "/") {
		if s := slugPart(part); s != "" {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, "/")
	if s == "" || len(s) > 200 {
		return pathHash(p)[:8]
	}
	return s
}

func slugPart(part string) string {
	var b strings.Builder
	gap := false
	for _, r := range part {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '.' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	s := strings.Trim(b.String(), ".-")
	if schema.IsDevice(s) || strings.EqualFold(s, "index.html") {
		s = "_" + s
	}
	return s
}

func pathHash(p string) string {
	sum := sha256.Sum256([]byte(p))
	return hex.EncodeToString(sum[:])
}

// root returns the relative address of the site's root as seen from a page in the given folder: "./" for the
// root itself, "../" for "register".
func root(folder string) string {
	if folder == "" {
		return "./"
	}
	return strings.Repeat("../", 1+strings.Count(folder, "/"))
}

// Up is the relative address of the site's root as seen from a page at an address.
func Up(at string) string { return root(at) }

// Link is the relative address of a document's page as seen from a page at an address.
func Link(at string, to *Document) string { return Up(at) + escapePath(to.address) + "/" }

// escapePath percent-encodes an address that is made of folder names.
func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }
