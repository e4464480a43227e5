// Package patterns reads the patterns of .gitignore and .gitattributes files and matches paths with them, as
// gitignore(5) and gitattributes(5) say and as git does.
// It knows patterns and their order. It must not know the disk, Git's index or settings: callers bring the files.
package patterns
