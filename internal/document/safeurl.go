package document

import (
	"strings"

	"github.com/yuin/goldmark/util"
)

// Carried reports whether pages carry links with a scheme, in lower case: the web, mail and telephones.
func Carried(scheme string) bool {
	switch scheme {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// safeLink reports whether a link's target may stand in a page: a scheme that pages carry, or a relative address.
// A target with control characters, or one that names a host without a scheme, is refused: browsers read more
// into them than people see.
func safeLink(target string) bool {
	scheme, ok := schemeOf(target)
	return ok && (scheme == "" || Carried(scheme))
}

// safeImage reports whether an image's source may stand in a page: only the site's own, so a relative address.
func safeImage(source string) bool {
	scheme, ok := schemeOf(source)
	return ok && scheme == "" && source != ""
}

// schemeOf returns a target's scheme in lower case, "" for a relative one, and false for one that isn't safe
// to judge.
func schemeOf(target string) (string, bool) {
	for i := range len(target) {
		if target[i] < ' ' || target[i] == 0x7f {
			return "", false
		}
	}
	target = strings.TrimSpace(target)
	if len(target) > 1 && isSlash(target[0]) && isSlash(target[1]) {
		return "", false
	}
	end := strings.IndexAny(target, ":/?#")
	if end < 0 || target[end] != ':' {
		return "", true
	}
	return strings.ToLower(target[:end]), true
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

// escapeURL writes an address so that it can stand in an attribute (which still needs HTML's escapes).
func escapeURL(target string) []byte {
	return util.URLEscape([]byte(strings.TrimSpace(target)), false)
}
