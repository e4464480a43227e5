// Package gittest makes repositories for tests with the git program itself, which is the oracle of what writ reads.
// It knows how to run git apart from the user's settings, how to write random histories, and how to make plain commits
// and SSH signatures without a program.
// It also counts what a function allocates.
// It is for tests only, and nothing but tests may import it.
package gittest
