package trail

import (
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

func TestMain(m *testing.M) { gittest.Main(m) }
