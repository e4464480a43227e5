package gittest

import (
	"os"
	"runtime/debug"
	"testing"
)

// Main is the TestMain of a package whose tests read many small repositories: they hold little, and to collect garbage
// often takes longer than it helps.
func Main(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
