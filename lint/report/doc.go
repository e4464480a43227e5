// Package report prints what a run of the linter found: one file for each output format. It knows findings and
// how they are written down. It must not read files or Git, decide what is a finding, or know the command line.
package report
