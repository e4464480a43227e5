package process

import (
	"runtime/debug"
	"testing"
)

// TestBuild: what each way to build the program leaves in it, as `writ version` prints it.
func TestBuild(t *testing.T) {
	const commit = "c132c76b7d1f4f0a8f5d8f1c2a3b4c5d6e7f8090"
	vcs := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "GOOS", Value: "linux"}, {Key: "vcs", Value: "git"},
			{Key: "vcs.revision", Value: commit}, {Key: "vcs.modified", Value: modified}}
	}
	for _, tc := range []struct {
		name string
		info debug.BuildInfo
		want string
	}{
		{"go install of a release", debug.BuildInfo{GoVersion: "go1.26.1", Main: debug.Module{Version: "v0.1.0"}}, "0.1.0 (go1.26.1)"},
		{"a clone at a tag", debug.BuildInfo{GoVersion: "go1.26.1", Main: debug.Module{Version: "v0.1.0"}, Settings: vcs("false")},
			"0.1.0 (commit " + commit + ", go1.26.1)"},
		{"a clone with edits", debug.BuildInfo{GoVersion: "go1.26.1", Settings: vcs("true"),
			Main: debug.Module{Version: "v0.1.1-0.20261124101112-c132c76b7d1f+dirty"}},
			"0.1.1-0.20261124101112-c132c76b7d1f+dirty (commit " + commit + ", modified, go1.26.1)"},
		{"go run", debug.BuildInfo{GoVersion: "go1.26.1", Main: debug.Module{Version: "(devel)"}}, "devel (go1.26.1)"},
		{"nothing", debug.BuildInfo{}, "devel"},
	} {
		if got := build(&tc.info).String(); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}
