// Package compact writes what was read from files so that the next run needn't read them again, and reads it back. It
// knows numbers, texts, places and lists, and records by what they were made from, and never what they are of. What it
// reads may be damaged or forged: a fault makes everything after it empty, and nothing is larger than the bytes that
// stand for it.
package compact
