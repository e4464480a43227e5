package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2
)

// Streams are the program's input and outputs.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Terminal bool // Out is a terminal
	Asks     bool // In is one, so that somebody can be asked
	Color    bool // and one that shows colour
}

// Surroundings are everything that a run may ask of the system around it.
type Surroundings struct {
	Program string // its name: "writ", or "writ-lint" for the one without the site
	Build   Build
	Streams Streams
	Environ []string // all KEY=value strings; of a key that is there twice the last counts
	Clock   func() time.Time
	Dir     string // the current folder
	Self    string // the program's file; "" where it isn't known

	// SaveMemory has the process use less memory from now on, at the cost of time; nil where it can't.
	SaveMemory func()
}

// app is one run of the program.
type app struct {
	streams Streams
	getenv  func(string) string
	environ []string // all of it, for the programs that commands which write start
	clock   func() time.Time
	dir     string
	build   Build
	code    int // the exit code of a command that did its work
}

// Main runs the program and returns its exit code. more are commands of other packages.
func Main(args []string, s Surroundings, more ...Command) int {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as nohup does
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	defer stop()
	a := newApp(s)
	root := a.commands(s, more)
	root.SetArgs(args)
	root.SetIn(s.Streams.In)
	root.SetOut(s.Streams.Out)
	root.SetErr(s.Streams.Err)
	if err := root.ExecuteContext(ctx); err != nil {
		a.complain(err)
		return exitFailed
	}
	return a.code
}

func newApp(s Surroundings) *app {
	return &app{streams: s.Streams, getenv: lookUp(s.Environ), environ: s.Environ, clock: s.Clock, dir: s.Dir,
		build: s.Build}
}

// commands returns all commands, those of other packages among them.
func (a *app) commands(s Surroundings, more []Command) *cobra.Command {
	root := a.root(s)
	a.extend(root, s, more)
	root.SetHelpFunc(printHelp)
	root.SetFlagErrorFunc(flagError)
	dress(root)
	return root
}

func lookUp(environ []string) func(string) string {
	values := make(map[string]string, len(environ))
	for _, kv := range environ {
		if k, v, ok := strings.Cut(kv, "="); ok {
			values[k] = v
		}
	}
	return func(key string) string { return values[key] }
}

// reported is an error that was already told in full.
var errReported = errors.New("the faults stand on the terminal")

func (a *app) complain(err error) {
	if errors.Is(err, errReported) {
		return
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.streams.Err, "writ: interrupted")
		return
	}
	message := strings.TrimSpace(err.Error())
	if errors.Is(err, fs.ErrPermission) {
		message += "; writ runs as a user who may not do that: change the permission, or run it as another one"
	}
	fmt.Fprintln(a.streams.Err, "writ: "+message)
}

func (a *app) root(s Surroundings) *cobra.Command {
	root := &cobra.Command{
		Use:     s.Program,
		Version: s.Build.String(),
		Short:   "Lint, prove and publish controlled documents kept in Git",
		Long: "writ keeps controlled documents (policies, procedures, records) honest: it lints their metadata, " +
			"reads the commit history as the approval and change trail, and publishes a static site of what is in " +
			"force.\n\n" +
			"Exit codes: 0 clean, 1 findings at or above the fail level, 2 the work could not be done.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
		PersistentPreRunE: checkFlags,
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.Flags().Bool("version", false, "print the version, the commit and the Go version of the build")
	root.CompletionOptions.DisableDefaultCmd = true
	help := helpCommand()
	root.SetHelpCommand(help)
	for _, g := range groups() {
		root.AddGroup(&g)
	}
	root.AddCommand(a.lintCommand(), a.fixCommand(), a.logCommand(), a.explainCommand(),
		a.rulesCommand(), a.registerCommand(), a.statusCommand(), a.asOfCommand(), a.tablesCommand(),
		a.coverageCommand(), a.risksCommand(), a.actionsCommand(), versionCommand(s), a.initCommand(), a.adoptCommand(),
		a.dueCommand(), a.newCommand(), a.approveCommand(), a.reviewCommand(), a.releaseCommand(), a.captureCommand(),
		a.auditCommand(), a.diffCommand(), a.doctorCommand(), help, completionCommand(), a.configCommand(),
		a.schemaCommand())
	return root
}
