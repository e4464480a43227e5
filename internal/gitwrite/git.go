package gitwrite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Git runs the git program in one working tree.
type Git struct {
	Dir string    // the working tree's root
	Env []string  // the whole environment that programs get
	Err io.Writer // what git and the user's hooks say while they succeed
}

// ErrNoProgram is wrapped where a program isn't installed.
var ErrNoProgram = errors.New("isn't installed, or isn't in PATH")

// FailedError is a program that ran and refused: a hook, a key that can't be used, a wrong argument.
type FailedError struct {
	Program string
	Code    int
	Said    string // what it printed on its error stream
}

func (e *FailedError) Error() string {
	if e.Said == "" {
		return fmt.Sprintf("%s failed with exit code %d and said nothing (a hook may have)", e.Program, e.Code)
	}
	return fmt.Sprintf("%s failed:\n%s", e.Program, indent(e.Said))
}

func indent(s string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n  ")
}

// git runs git and returns what it printed, without the last line end.
func (g *Git) git(ctx context.Context, in []byte, args ...string) (string, error) {
	out, err := g.run(ctx, in, "git", args...)
	return strings.TrimRight(string(out), "\n"), err
}

// run starts a program, name being what the configuration calls it, and feeds it in. Interrupting writ interrupts it.
func (g *Git) run(ctx context.Context, in []byte, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stderr = g.Dir, g.Env, bytes.NewReader(in), &said
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &exit):
		what := name
		if name == "git" {
			what += " " + verb(args)
		}
		return out, &FailedError{what, exit.ExitCode(), said.String()}
	case errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("the program %s %w; install it, or set PATH so that it is found", name, ErrNoProgram)
	case err != nil:
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	if said.Len() > 0 && g.Err != nil {
		fmt.Fprintln(g.Err, strings.TrimRight(said.String(), "\n"))
	}
	return out, nil
}

// verb is git's command among its arguments.
func verb(args []string) string {
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			return a
		}
	}
	return ""
}

// Person is an identity as git states it in a commit, with the time that it would write there.
type Person struct {
	Name, Email string
	When        time.Time
}

// Identity returns who git would name as the committer. Without an identity git says how to set one.
func (g *Git) Identity(ctx context.Context) (Person, error) {
	out, err := g.git(ctx, nil, "var", "GIT_COMMITTER_IDENT")
	if err != nil {
		return Person{}, err
	}
	name, rest, ok := strings.Cut(out, " <")
	mail, _, closed := strings.Cut(rest, ">")
	if !ok || !closed || name == "" || mail == "" {
		return Person{}, fmt.Errorf("git knows no name and address of yours (it says %q); set them with `git config "+
			"user.name` and `git config user.email`", out)
	}
	at, err := strconv.ParseInt(firstWord(rest[len(mail)+1:]), 10, 64)
	if err != nil {
		return Person{}, fmt.Errorf("git says %q of the committer, which has no time", out)
	}
	return Person{name, mail, time.Unix(at, 0)}, nil
}

func firstWord(s string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return first
}

// Changed returns those of the paths (relative to the root) whose file in the working tree or in the index isn't
// what HEAD holds, as git-status(1) sees it.
func (g *Git) Changed(ctx context.Context, paths ...string) ([]string, error) {
	return g.status(ctx, append([]string{"--untracked-files=all", "--"}, paths...)...)
}

// Uncommitted returns the paths of all files that git knows and whose state in the working tree or in the index isn't
// what HEAD holds.
func (g *Git) Uncommitted(ctx context.Context) ([]string, error) {
	return g.status(ctx, "--untracked-files=no")
}

func (g *Git) status(ctx context.Context, args ...string) ([]string, error) {
	out, err := g.git(ctx, nil, append([]string{"--literal-pathspecs", "status", "--porcelain=v1", "-z",
		"--no-renames"}, args...)...)
	if err != nil {
		return nil, err
	}
	var changed []string
	for _, entry := range strings.Split(out, "\x00") {
		if len(entry) > 3 {
			changed = append(changed, entry[3:])
		}
	}
	return slices.Compact(changed), nil // of a file that is gone from the index alone, git has two entries
}
