// Package register makes the master document list of one snapshot: every controlled document of the working tree
// or of a commit, parsed, with its kind, and what is at a path or an id.
// It knows which files are documents by the configuration. It must not know history or rules.
package register
