// Package trail judges what history says of each document: which words were approved, by whom and how strongly, which
// reviews count, and what was in force when. It knows the facts from package history, and people, roles and keys only
// by the roster that counted below a change. It must not read the line itself, nor know rules, pages or printers;
// what it finds odd it keeps as data.
package trail
