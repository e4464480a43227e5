package architecture

import (
	"os"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestSystems checks the types of all packages and tests that do without the site as the compilers for other systems would,
// which takes a tenth of the time that these take. It may fetch modules that only those systems need.
func TestSystems(t *testing.T) {
	if os.Getenv("WRIT_REQUIRE_SYSTEMS") == "" {
		t.Skip("it takes as long as all others here together: .ci/run sets WRIT_REQUIRE_SYSTEMS")
	}
	var names []string
	for _, r := range rooms {
		if r.name != "sitegen" && !slices.Contains(r.imports, "sitegen") && !slices.Contains(r.imports, "internal/cli/site") && hasSource(r.name) {
			names = append(names, "./"+r.name)
		}
	}
	for _, system := range []string{"windows", "darwin"} {
		t.Run(system, func(t *testing.T) {
			all, err := packages.Load(&packages.Config{
				Mode: packages.LoadAllSyntax, Dir: "../..", Tests: true, Env: append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0"),
			}, names...)
			if err != nil {
				t.Fatal(err)
			}
			count := 0
			packages.Visit(all, nil, func(p *packages.Package) {
				count++
				for _, err := range p.Errors {
					t.Error(err)
				}
			})
			if count < 300 {
				t.Errorf("only %d packages were checked", count)
			}
		})
	}
}

func hasSource(room string) bool {
	_, err := os.Stat("../../" + room)
	return err == nil
}
