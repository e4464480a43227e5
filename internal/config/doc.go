// Package config reads writ.yaml: it checks the file against its schema, fills in what the file leaves out,
// and can say where each value came from. It knows kinds, people, roles and policies as a company states them.
// It must not know documents, Git history or rules, and nothing in a configuration ever executes anything.
package config
