// Package search makes the index that a browser searches without a server: documents are cut into words, and the words
// are written to small files of which a search reads a few. The format is in index.go; theme/assets/search.js of
// sitegen reads it, and cuts and stems what somebody types as this package does.
// It must not know of Git, of what is in force, or of pages: who may read a document is decided before it comes here.
package search
