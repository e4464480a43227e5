// Package objects reads raw Git objects from a repository's common directory: packs, loose objects, alternates
// and the commit-graph, and compares raw trees.
// It knows bytes, object ids and the shape of a tree entry, and checks every byte that it hands out: the checksums
// of pack entries, of compressed data, of pack indexes and of the commit-graph.
// It must not know of references, configuration, shallow or replaced history, documents, or anything above a tree.
package objects
