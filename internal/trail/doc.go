// Package trail turns the main line's commits into what they prove of each document: changes, versions,
// approvals with their grade, reviews, what was in force when, and lapses. docs/trail.md explains it to auditors.
// It knows Git only through gitrepo, files only through document and register, and roles only through config.
// It must not know rules, pages or printers; what it finds odd it keeps as data.
package trail
