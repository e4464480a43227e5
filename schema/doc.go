// Package schema holds, as data, what documents, configurations and machine-readable output are measured by:
// the built-in kinds, the words that have a fixed meaning, and the JSON Schemas, embedded in the binary.
// It must not know how any of it is checked: it reads no file, no history and no configuration.
package schema
