// Package coverage says which documents answer which clauses and controls of a standard. It knows what documents
// claim, which kinds a clause asks for, and how a statement of applicability is read. It must not know how any of it
// is printed.
package coverage
