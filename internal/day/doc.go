// Package day is the calendar that the whole program counts in: civil days without a time or a zone.
// It knows how to parse, print, compare and shift days and how long a cycle such as "12 months" is.
// It must not know the clock: today is always a value that somebody passed in.
package day
