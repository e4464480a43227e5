package process

import (
	"runtime/debug"
	"strings"

	"github.com/writ-docs/writ/internal/cli"
)

// build reads what the Go command wrote into the program. A build from a clone names its commit, one by
// `go install MODULE@VERSION` its version, and one from loose files neither.
func build(info *debug.BuildInfo) cli.Build {
	out := cli.Build{Go: info.GoVersion}
	if v, ok := strings.CutPrefix(info.Main.Version, "v"); ok {
		out.Version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			out.Commit = s.Value
		case "vcs.modified":
			out.Modified = s.Value == "true"
		}
	}
	return out
}
