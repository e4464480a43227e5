// Package architecture holds the direction in which the packages of this module import each other, as a table that its
// test compares with the sources. It has no code of its own, and nothing imports it.
package architecture
