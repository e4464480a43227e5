// Package cli is the command line: one file per command, and Main, which is the whole program for main and tests.
// It joins the other packages, prints, and decides the exit code: 0 clean, 1 findings, 2 the work could not be done.
// What belongs to the trail, the rules or the site must not be worked out here.
package cli
