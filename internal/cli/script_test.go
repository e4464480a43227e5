package cli_test

import (
	"testing"

	"github.com/writ-docs/writ/internal/cli/clitest"
)

func TestMain(m *testing.M) { clitest.Main(m) }

// TestScripts runs every command as a user would. `go test ./internal/cli -run Scripts/NAME -v` runs one script.
func TestScripts(t *testing.T) { clitest.Scripts(t, "testdata/script", "testdata/stories") }
