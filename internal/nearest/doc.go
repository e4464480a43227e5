// Package nearest finds the word that somebody most likely meant to write.
// It knows how far two words are apart, letter by letter. It must not know what the words mean.
package nearest
