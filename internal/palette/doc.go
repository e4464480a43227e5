// Package palette says which variables of the site's styles a company may set, reads the file that sets them, and
// measures whether text in its colours can be read. It knows names, colours and text; it must not know documents, Git
// or pages. Configuration and site ask it, so that what the one accepts the other can show.
package palette
