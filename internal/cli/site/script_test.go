package site_test

import (
	"testing"

	"github.com/writ-docs/writ/internal/cli/clitest"
	"github.com/writ-docs/writ/internal/cli/site"
)

func TestMain(m *testing.M) { clitest.Main(m, site.Commands()...) }

// TestScripts runs the site's commands as a user would.
func TestScripts(t *testing.T) {
	clitest.Scripts(t, "testdata/script", "../testdata/stories", site.Commands()...)
}
