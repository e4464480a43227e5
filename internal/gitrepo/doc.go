// Package gitrepo reads Git: where the repository lies, what its refs say, the files of a commit or of the
// working tree, and the main line with what each of its commits changed and brought in.
// It knows Git's objects and formats and nothing of documents, front matter or approvals.
// It never starts the git program, and writes nothing but its index below the Git directory.
package gitrepo
