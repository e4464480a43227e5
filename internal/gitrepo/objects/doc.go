// Package objects reads raw Git objects from a repository's common directory: packs, loose objects and alternates, and
// compares raw trees. It knows bytes, object ids and the shape of a tree entry, and checks every byte that it hands
// out: the checksums of pack entries, of compressed data and of pack indexes. It leaves the commit-graph alone: every
// commit is read for its message anyway, and while one worker follows the parents the others compare trees. It must
// not know of references, configuration, shallow or replaced history, documents, or anything above a tree.
package objects
