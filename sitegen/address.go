package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// idAddress is the shape of an id that can be an address, at most maxID bytes long.
var idAddress = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$`)

const maxID = 64

// ownWords are the first parts of the site's own addresses, in lower case. No id may be one of them.
var ownWords = []string{
	"404", "404.html", "_headers", "_redirects", "actions", "as-of", "assets", "audits", "calendar",
	"calendar.ics", "changes", "changes.atom", "check", "coverage", "decisions", "doc", "evidence",
	"exceptions", "favicon.ico", "history", "index", "index.html", "manifest.json", "people", "print",
	"register", "register.csv", "register.json", "reviews", "robots.txt", "rules", "search",
	"sitemap.xml",
}

// device matches the names that Windows keeps for devices, with or without an extension.
var device = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// addresses gives each document, in order, the folder of its page ("POL-001", "doc/policies/access"). An id
// that can't be an address leaves the document under doc/ with its path. An error names the documents that
// can't stand side by side: ids that are equal without case, or that are words of the site's own.
func addresses(docs []Document) ([]string, error) {
	out := make([]string, len(docs))
	taken := map[string]string{} // folder in lower case → path of the document
	for i, d := range docs {
		if !addressable(d.ID) {
			continue
		}
		lower := strings.ToLower(d.ID)
		if slices.Contains(ownWords, lower) || device.MatchString(d.ID) {
			return nil, fmt.Errorf("%s: the id %q is a word that the site keeps for itself; give the document another id", d.Path, d.ID)
		}
		if other, ok := taken[lower]; ok {
			return nil, fmt.Errorf("%s: the id %q is also the id of %s; ids must differ in more than case", d.Path, d.ID, other)
		}
		taken[lower] = d.Path
		out[i] = d.ID
	}
	for i, d := range docs {
		if out[i] != "" {
			continue
		}
		a := "doc/" + slug(d.Path)
		for _, sub := range []string{"", "/history"} {
			if _, ok := taken[strings.ToLower(a+sub)]; ok {
				a += "-" + shortHash(d.Path)
				break
			}
		}
		if other, ok := taken[strings.ToLower(a)]; ok {
			return nil, fmt.Errorf("%s: two documents stand at this path (the other is %s)", d.Path, other)
		}
		taken[strings.ToLower(a)] = d.Path
		taken[strings.ToLower(a)+"/history"] = d.Path
		out[i] = a
	}
	return out, nil
}

func addressable(id string) bool { return len(id) <= maxID && idAddress.MatchString(id) }

// slug makes a path of folders out of a document's path: letters, digits, "_", "-" and inner dots stay, each
// run of anything else becomes one "-". No part is empty, begins with a dot, or is a device's name.
func slug(p string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSuffix(norm.NFC.String(p), path.Ext(p)), "/") {
		if s := slugPart(part); s != "" {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, "/")
	if s == "" || len(s) > 200 {
		return shortHash(p)
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
	if device.MatchString(s) {
		s = "_" + s
	}
	return s
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}

// root returns the relative address of the site's root as seen from a page in the given folder: "./" for the
// root itself, "../" for "register".
func root(folder string) string {
	if folder == "" {
		return "./"
	}
	return strings.Repeat("../", 1+strings.Count(folder, "/"))
}

// escapePath percent-encodes an address that is made of folder names.
func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }
