package site

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/lint/report"
)

type demoFlags struct {
	dir, today string
	noServe    bool
}

func demoCommand(h *cli.Host) *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show all of it on an example, and serve its site",
		Example: "writ demo\n" +
			"writ demo --dir example --no-serve",
		Long: "demo writes the example ISMS of a fictional company into a new Git repository with a history of " +
			"several people, " +
			"lints it, builds its site, prints the findings, and serves the site on 127.0.0.1 until you press " +
			"Ctrl-C. " +
			"It exits 0 when all steps ran, whatever lint found.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return demo(cmd.Context(), h, f) },
	}
	cmd.Flags().StringVar(&f.dir, "dir", "", "keep the repository in this new or empty `FOLDER` (its site in "+
		"DIR/public); default: a temporary one")
	cmd.Flags().BoolVar(&f.noServe, "no-serve", false, "end after the build")
	cmd.Flags().StringVar(&f.today, "today", "",
		"tell the story as of this `DATE` (YYYY-MM-DD); the same day gives the same commit ids")
	return cmd
}

func demo(ctx context.Context, h *cli.Host, f demoFlags) (err error) {
	today, err := demoDay(h, f.today)
	if err != nil {
		return err
	}
	dir, remove, err := demoDir(h, f)
	if err != nil {
		return err
	}
	// Where nobody reads any more, writing has to fail and not end the process: the folder is still to be removed.
	closed := make(chan os.Signal, 1)
	signal.Notify(closed, syscall.SIGPIPE)
	defer signal.Stop(closed)
	defer func() { err = errors.Join(err, remove()) }()

	tale, err := contentexample.Story()
	if err != nil {
		return err
	}
	done := startProgress(h.Streams.Err, "writing the example's history")
	played, err := tale.Play(dir, story.Options{Today: today, Progress: done.update})
	done.end()
	if err != nil {
		return err
	}
	out := h.Streams.Out
	stays, place := f.dir != "", dir
	if !stays {
		place = "in a temporary folder, which goes away at the end"
	}
	fmt.Fprintf(out, "Repository  %s (%d commits, head %s)\n\n", place, len(played.Steps), played.Head[:10])

	p, err := h.Open(dir, today.String())
	if err != nil {
		return err
	}
	defer p.Close()
	done = startProgress(h.Streams.Err, "linting")
	run, err := p.Lint(ctx)
	done.end()
	if err != nil {
		return err
	}
	if err := report.Text(out, run, report.Options{Color: h.Streams.Color}); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe example has these findings on purpose; `writ explain %s` says more about a rule.\n\n",
		firstRule(run))

	site := filepath.Join(dir, "public")
	done = startProgress(h.Streams.Err, "building the site")
	err = build(ctx, h, p, options{out: site, stays: stays})
	done.end()
	if err != nil || f.noServe {
		return err
	}
	return serve(ctx, out, site)
}

// demoDay is the day that the story is told as of: the clock's in UTC, or what --today says.
func demoDay(h *cli.Host, flag string) (day.Day, error) {
	if flag == "" {
		return day.In(h.Clock(), time.UTC), nil
	}
	d, err := day.Parse(flag)
	if err != nil {
		return day.None, fmt.Errorf("--today: %w", err)
	}
	return d, nil
}

func firstRule(run *report.Run) string {
	if len(run.Result.Findings) == 0 {
		return "WR301"
	}
	return run.Result.Findings[0].Rule.ID
}

// demoDir makes the folder of the demo. What --dir names stays; a temporary folder goes away at the end.
func demoDir(h *cli.Host, f demoFlags) (dir string, remove func() error, err error) {
	if f.dir == "" {
		dir, err = os.MkdirTemp("", "writ-demo-")
		return dir, func() error { return os.RemoveAll(dir) }, err
	}
	dir = f.dir
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(h.Dir, dir)
	}
	return dir, func() error { return nil }, nil
}
