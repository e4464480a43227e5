package schema

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// ownWords are the first parts of the site's own addresses, in lower case, and the name that commands give the roster.
var ownWords = []string{
	"404", "404.html", "_headers", "_redirects", "actions", "as-of", "assets", "audits", "calendar",
	"calendar.ics", "changes", "changes.atom", "check", "coverage", "decisions", "doc", "evidence",
	"exceptions", "external", "favicon.ico", "history", "index", "index.html", "manifest.json", "page", "pdf", "people",
	"print",
	"register", "register.csv", "register.json", "reviews", "risks", "robots.txt", "roster", "rules", "search",
	"sitemap.xml",
}

// device matches the names that Windows keeps for devices, with or without an extension.
var device = lazyregexp.New(`^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// IsDevice reports whether no file on Windows can have a name.
func IsDevice(name string) bool { return device.MatchString(name) }

// IsReserved reports whether no document can have an id, since it is an address of the site or the name of a device.
func IsReserved(id string) bool {
	return slices.Contains(ownWords, strings.ToLower(id)) || IsDevice(id)
}
