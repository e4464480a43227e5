package picture

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// SVG says what in an SVG could run, or fetch something; "" for nothing. Somebody who opens a published SVG by itself
// runs it under the site's own address, so that what this little reader of XML can't follow is refused, too: it is
// stricter than browsers are.
func SVG(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		return "it isn't UTF-8"
	case bytes.IndexByte(data, '&') >= 0:
		return "it has a reference such as &#97;, which can hide anything"
	case bytes.IndexByte(data, '\\') >= 0:
		return `it has a backslash, which can hide addresses in styles`
	}
	for {
		i := bytes.IndexByte(data, '<')
		if i < 0 {
			return ""
		}
		n, fault := markup(data[i:])
		if fault != "" {
			return fault
		}
		data = data[i+n:]
	}
}

var (
	declaration = lazyregexp.New(`(?i)^<\?xml(?:\s+version\s*=\s*["'][0-9.]+["'])?` +
		`(?:\s+encoding\s*=\s*["'](?:utf-8|us-ascii)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>`)
	doctype   = lazyregexp.New(`(?i)^<!doctype\s[^\[\]<>]*>`)
	comment   = lazyregexp.New(`(?s)^<!--.*?-->`)
	endTag    = lazyregexp.New(`^</([^\s<>/]+)\s*>`)
	startTag  = lazyregexp.New(`^<([^\s<>/="']+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/?>`)
	attribute = lazyregexp.New(`\s([^\s<>/="']+)\s*=\s*("[^"<]*"|'[^'<]*')`)
)

// markup reads what begins with a < and returns its length.
func markup(data []byte) (n int, fault string) {
	for _, harmless := range []*lazyregexp.Regexp{comment, doctype, declaration} {
		if at := harmless.Find(data); at != nil {
			return len(at), ""
		}
	}
	if m := endTag.FindSubmatch(data); m != nil {
		return len(m[0]), element(string(m[1]))
	}
	m := startTag.FindSubmatch(data)
	if m == nil {
		return 0, fmt.Sprintf("what begins with %q can't be read as a tag", data[:min(len(data), 16)])
	}
	if fault := element(string(m[1])); fault != "" {
		return 0, fault
	}
	for _, a := range attribute.FindAllSubmatch(m[2], -1) {
		if fault := value(strings.ToLower(string(a[1])), strings.ToLower(string(a[2][1:len(a[2])-1]))); fault != "" {
			return 0, fault
		}
	}
	return len(m[0]), ""
}

// living are the elements that run something, show other pages, or hold HTML.
var living = []string{"script", "style", "foreignobject", "iframe", "frame", "embed", "object", "applet",
	"handler", "listener",
	"link", "meta", "base", "form", "audio", "video"}

func element(name string) string {
	switch low := strings.ToLower(name); {
	case strings.Contains(name, ":"):
		return fmt.Sprintf("the element <%s> has a prefix", name)
	case slices.Contains(living, low):
		return fmt.Sprintf("it has a <%s>", low)
	}
	return ""
}

// fetches finds what loads a file in the value of an attribute. A url(#…) is a place in the picture itself.
var fetches = lazyregexp.New(`url\(\s*["']?[^#"'\s]|image\(|image-set\(|src\(|@import|javascript:|data:text`)

// value says what is wrong with an attribute, both in lower case.
func value(name, text string) string {
	prefix, local, prefixed := strings.Cut(name, ":")
	if !prefixed {
		prefix, local = "", name
	}
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(local, "on"):
		return fmt.Sprintf("the attribute %s runs something", name)
	case name == "xmlns" && text != "http://www.w3.org/2000/svg":
		return "it has elements of another language than SVG"
	case prefix == "xmlns" || name == "xmlns":
		return ""
	case (local == "href" || local == "src") && !strings.HasPrefix(text, "#") && text != "":
		return fmt.Sprintf("the attribute %s leads out of the picture", name)
	case local == "attributename" && strings.HasSuffix(text, "href"):
		return "an animation changes a link"
	case name == "xml:base":
		return "the attribute xml:base leads out of the picture"
	case fetches.MatchString(text):
		return fmt.Sprintf("the attribute %s loads a file", name)
	}
	return ""
}
