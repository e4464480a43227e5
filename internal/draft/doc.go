// Package draft makes new documents: from the template of their kind, or from a file whose text states what it is. It
// knows which fields a new document starts with, and where it lies. It must not know how anything is written to disk.
package draft
