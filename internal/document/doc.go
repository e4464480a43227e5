// Package document turns one Markdown file into a Document: its front matter with positions, headings,
// links, tables, prose, and HTML, from a single parse that lint, redline and page share.
// It knows the bytes of one file and the names that its fields may go by, nothing else.
// It must not know of Git, of other documents, of the configuration or of rules.
package document
