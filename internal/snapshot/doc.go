// Package snapshot shows the files of a repository at one point through one small interface: a commit, what is staged,
// the working tree, and unsaved texts on top of any of them.
// It knows Git's names for files and how their contents are read. It must not know what the files mean.
package snapshot
