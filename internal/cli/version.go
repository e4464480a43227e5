package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Build says what the program was built from. A field is "" where that isn't known.
type Build struct {
	Version  string // "0.1.0", or Go's name for a commit between versions
	Commit   string // full id
	Modified bool   // the files differed from those of the commit
	Go       string // "go1.26.1"
}

func (b Build) String() string {
	version := b.Version
	if version == "" {
		version = "devel"
	}
	var more []string
	if b.Commit != "" {
		more = append(more, "commit "+b.Commit)
	}
	if b.Modified {
		more = append(more, "modified")
	}
	if b.Go != "" {
		more = append(more, b.Go)
	}
	if len(more) == 0 {
		return version
	}
	return version + " (" + strings.Join(more, ", ") + ")"
}

// Named reports whether the build says of which files it was made, so that two builds with the same words do the same.
func (b Build) Named() bool {
	return !b.Modified && (b.Commit != "" || b.Version != "" && b.Version != "devel" && b.Version != "(devel)")
}

func versionCommand(s Surroundings) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print version, commit and Go version of the build",
		Example: "writ version",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(s.Streams.Out, s.Program, s.Build)
			return err
		},
	}
}
