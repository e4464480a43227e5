package records

import (
	"slices"

	"github.com/writ-docs/writ/schema"
)

// Fits reports whether a table whose header has these texts can be one of a kind's. Whether it is one depends on where
// it is, too: see Text.Read.
func Fits(of schema.Tables, header []string) bool {
	return slices.ContainsFunc(of.Tables, func(t schema.Table) bool { return len(fitOf(&t, header).missing) == 0 })
}
