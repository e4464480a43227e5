// Package schematest checks JSON against writ's published schemas. It is for tests only.
package schematest
