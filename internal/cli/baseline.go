package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/lint"
)

// baselineFlags are the flags of lint that write the baseline.
type baselineFlags struct {
	write  bool
	reason string
}

// errBaselinePart is the error of writing a baseline from less than everything.
var errBaselinePart = errors.New("--write-baseline takes all documents of the working tree as they are; leave out " +
	"PATH, --base, --as-of, --staged and --stdin-filename")

// loadBaseline puts the baseline into the input of a run. The file that is to be written need not be there yet.
func (p *project) loadBaseline(in *lint.Input, writing bool) (err error) {
	in.Baseline, err = lint.BaselineOf(p.config, in.Register)
	if writing && errors.Is(err, lint.ErrNoBaseline) {
		return nil
	}
	return err
}

// writeBaseline brings the baseline's file up to the findings of a run, and tells on w what became of it. The run is
// of the whole working tree.
func (p *project) writeBaseline(w io.Writer, in *lint.Input, result *lint.Result, reason string) error {
	switch {
	case p.repo.Root == "":
		return errors.New("--write-baseline writes into the working tree, and a bare repository has none")
	case in.Book == nil:
		return errors.New("the baseline isn't written: without the whole history nobody can say what still occurs " +
			"(see WR214)")
	}
	path := p.config.Baseline
	out := in.Baseline.Rewrite(path, result, strings.TrimSpace(reason))
	if err := rewrite.Below(p.repo.Root, path, out.Baseline.Bytes()); err != nil {
		return err
	}
	removed := len(out.Removed)
	if in.Baseline == nil {
		fmt.Fprintf(w, "%s: written with %s\n", path, entries(len(out.Baseline.Entries())))
	} else {
		fmt.Fprintf(w, "%s: %s, %d removed that no longer occurred\n", path,
			entries(len(out.Baseline.Entries())), removed)
	}
	for _, e := range out.Wanting {
		fmt.Fprintf(w, "  needs a reason before it counts: %s %s (fingerprint %s)\n", e.Rule, placeOf(e.Path),
			e.Fingerprint[:12])
	}
	if len(out.Wanting) > 0 {
		fmt.Fprintf(w, "  write \"reason\" into these entries, or give all of them one with --reason \"…\"\n")
	}
	for _, f := range out.Refused {
		fmt.Fprintf(w, "  not taken in: %s %s\n", f.Rule.ID, placeOf(f.Path))
	}
	if len(out.Refused) > 0 {
		fmt.Fprintf(w, "  a baseline only shrinks: fix these, or suppress each with a reason\n")
	}
	for _, f := range out.Fresh {
		fmt.Fprintf(w, "  not taken in: %s %s, which is about words that aren't committed\n", f.Rule.ID,
			placeOf(f.Path))
	}
	in.Baseline = out.Baseline
	return nil
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

func placeOf(path string) string {
	if path == "" {
		return "in the repository"
	}
	return "in " + path
}
