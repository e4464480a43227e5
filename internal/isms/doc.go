// Package isms answers what the records of a management system say together: what a document says of itself, who is
// meant by a name on a day, which actions are open, what was audited, which risks are treated. It knows documents,
// their typed tables and their history; it must not know rules, commands or pages, which only print its answers.
package isms
