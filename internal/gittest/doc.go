// Package gittest makes repositories for tests with the git program itself, which is the oracle of what writ reads.
// It knows how to run git apart from the user's settings and how to write random histories.
// It is for tests only, and nothing but tests may import it.
package gittest
