// Package gitwrite writes through the git program: commits, tags and notes, with the user's own identity, hooks and
// signing setup, and signatures by ssh-keygen or gpg as git's configuration names them. It also replaces files of the
// working tree, all of a run or none.
// It knows programs, and nothing of documents or approvals: messages and signed bytes are the caller's.
// It is the only package that starts programs, and it starts them only for commands that write: reading never does.
package gitwrite
