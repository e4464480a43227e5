package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// Version is writ's own version.
const Version = "0.1.0"

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.streams.Out, "writ "+Version)
			return err
		},
	}
}
