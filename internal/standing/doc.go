// Package standing answers the questions that everybody asks of a document and its history on a day: its state and
// since when, the version and grade that count, who owns it, when its next review is due, whose history a file has,
// and whether a file is a controlled document at all. It knows registers and trails; it must not know rules, commands
// or pages, which only print its answers.
package standing
