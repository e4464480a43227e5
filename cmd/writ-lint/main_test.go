package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestNoHugo holds what the program is for: nothing that only the site needs gets into it. Hugo alone triples its size, and
// the time of its start.
func TestNoHugo(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", ".")
	cmd.Env = append(os.Environ(), "GOPROXY=off", "GOWORK=off") // what this test was built with is enough
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	packages := strings.Fields(string(out))
	if len(packages) < 100 {
		t.Fatalf("go list names only %d packages: %q", len(packages), packages)
	}
	for _, p := range packages {
		if strings.HasPrefix(p, "github.com/gohugoio/") || strings.HasSuffix(p, "/writ/sitegen") {
			t.Errorf("writ-lint is linked with %s; what imports it belongs to internal/cli/site (`go mod why %[1]s`)", p)
		}
	}
}
