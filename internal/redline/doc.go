// Package redline compares two parsed documents: block by block, then sentence by sentence, then word by word, tables
// by row and cell, lists by item, code by line. What it returns is data; HTML, text for terminals and Markdown are
// made of that. Where no close match is found in reasonable work, whole blocks are shown instead. It knows documents
// and words, nothing else. It must not know of Git, of versions in force, or of the site.
package redline
