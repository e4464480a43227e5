// Package publicationtest works out the sites of repositories for tests: the one of the embedded example, and those of
// others.
package publicationtest
