package site_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/cli/site"
)

//go:generate go test . -run TestReferenceIsHelp -update

var update = flag.Bool("update", false, "rewrite docs/commands.md")

func tree() *cobra.Command {
	return cli.Commands(cli.Surroundings{Program: "writ"}, site.Commands()...)
}

func available() []*cobra.Command {
	return slices.DeleteFunc(tree().Commands(), func(c *cobra.Command) bool { return !c.IsAvailableCommand() && c.Name() != "help" })
}

// TestHelp: each command has examples that hold, and help that fits a terminal and names the values of its flags.
func TestHelp(t *testing.T) {
	for _, c := range append(available(), tree()) {
		t.Run(c.Name(), func(t *testing.T) {
			if n := utf8.RuneCountInString(c.Short); n > 66 || n == 0 || strings.HasSuffix(c.Short, ".") {
				t.Errorf("%q has %d letters; a list of commands has room for 66, without a full stop", c.Short, n)
			}
			for line := range strings.Lines(cli.Help(c)) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 100 || n > 80 && !strings.HasPrefix(line, "  ") {
					t.Errorf("a line of its help has %d letters: %s", n, line)
				}
			}
			if c.HasParent() && c.Example == "" {
				t.Errorf("it has no examples")
			}
			for line := range strings.Lines(c.Example) {
				if err := typed(line, true); err != nil {
					t.Errorf("%s\n%v", line, err)
				}
			}
			c.Flags().VisitAll(func(f *pflag.Flag) {
				name, usage := pflag.UnquoteUsage(f)
				if value := f.Value.Type() != "bool"; value != (name != "") || name != strings.ToUpper(name) || usage == "" {
					t.Errorf("--%s: its usage names the value %q; put a word in capitals between backticks, for flags with a value alone",
						f.Name, name)
				}
			})
		})
	}
}

// TestReferenceIsHelp: docs/commands.md has what --help prints, word for word.
func TestReferenceIsHelp(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!-- Generated from the commands' help by go generate ./...; don't edit it. -->\n\n# Commands\n\n" +
		"What `writ help COMMAND` and `writ COMMAND --help` print. `writ-lint` has all of them but those that publish.\n")
	for _, c := range append([]*cobra.Command{tree()}, available()...) {
		fmt.Fprintf(&b, "\n## %s\n\n```text\n%s```\n", c.CommandPath(), cli.Help(c))
	}
	path := filepath.Join("..", "..", "..", "docs", "commands.md")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != b.String() {
		t.Errorf("docs/commands.md is out of date, run go generate ./... (%v)", err)
	}
}

// Calls of the program in a text: between backticks, and in a block, where a line or what follows a pipe is one.
var (
	calledInline = regexp.MustCompile("`(writ(?:-lint)? [a-z][^`]*)`")
	calledInCode = regexp.MustCompile(`(?:^\s*(?:[a-z]+\$ |exec )?|\| )(writ(?:-lint)? [a-z].*)`)
)

// callsIn returns the calls of the program that a document shows. What isn't Markdown is code.
func callsIn(name, text string) []string {
	var all []string
	code, markdown := !strings.HasSuffix(name, ".md"), strings.HasSuffix(name, ".md")
	for line := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
		called := calledInline
		if markdown && strings.HasPrefix(line, "```") {
			code = !code
		}
		if code {
			called = calledInCode
		}
		for _, m := range called.FindAllStringSubmatch(strings.TrimSuffix(line, "\n"), -1) {
			all = append(all, m[1])
		}
	}
	return all
}

// TestDocumentsNameCommands: every command and flag that the documentation names is there.
func TestDocumentsNameCommands(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	files := []string{filepath.Join(root, "README.md"), filepath.Join(root, "CONTRIBUTING.md"), filepath.Join(root, "SECURITY.md")}
	for _, pattern := range []string{"*.md", "*/*.md", "examples/*"} {
		more, _ := filepath.Glob(filepath.Join(root, "docs", pattern))
		files = append(files, more...)
	}
	seen := 0
	for _, file := range files {
		if filepath.Base(file) == "commands.md" {
			continue // it is the help itself, whose examples have a test of their own
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range callsIn(file, string(raw)) {
			if err := typed(call, false); err != nil {
				t.Errorf("%s: `%s`: %v", filepath.Base(file), call, err)
			}
			seen++
		}
	}
	if seen < 60 {
		t.Errorf("only %d commands were found in the documentation", seen)
	}
}

// TestReadmeListsCommands: the table of the README has all commands.
func TestReadmeListsCommands(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range available() {
		if c.Name() != "help" && c.Name() != "completion" && !strings.Contains(string(raw), "\n| `writ "+c.Name()) {
			t.Errorf("the README's table of commands has no line for `writ %s`", c.Name())
		}
	}
}

// typed reads each call of the program in a line of a shell as the program does, and runs nothing. Where whole is set,
// the line is one that may be typed; else it may be the start of one, with placeholders.
func typed(line string, whole bool) error {
	calls := 0
	for _, words := range shell(line) {
		for len(words) > 1 && strings.Contains(words[0], "=") {
			words = words[1:] // a variable
		}
		if words[0] != "writ" && words[0] != "writ-lint" {
			continue
		}
		calls++
		root := tree()
		if !whole && len(words) > 1 && strings.HasPrefix(words[1], "-") {
			continue
		}
		cmd, rest, err := root.Find(words[1:])
		if err != nil {
			return err
		}
		if cmd == root && len(words) > 1 && !strings.HasPrefix(words[1], "-") {
			return fmt.Errorf("there is no command %s", words[1])
		}
		if !whole {
			if err := knownFlags(cmd, rest); err != nil {
				return err
			}
			continue
		}
		if err := cmd.ParseFlags(rest); err != nil {
			return err
		}
		if err := cmd.Args(cmd, cmd.Flags().Args()); err != nil {
			return err
		}
		if err := root.PersistentPreRunE(cmd, nil); err != nil {
			return err
		}
	}
	if calls == 0 {
		return fmt.Errorf("the program isn't called")
	}
	return nil
}

// long is a flag in a text, where it may be one of several: --major|--minor, [--note].
var long = regexp.MustCompile(`--([a-z][a-z-]*)`)

func knownFlags(cmd *cobra.Command, words []string) error {
	for _, w := range words {
		for _, m := range long.FindAllStringSubmatch(w, -1) {
			if strings.HasPrefix(strings.TrimLeft(w, "[("), "--") && cmd.Flags().Lookup(m[1]) == nil {
				return fmt.Errorf("%s has no flag --%s", cmd.CommandPath(), m[1])
			}
		}
	}
	return nil
}

// shell splits a line into the words of each command of its pipe, without comments and redirections.
func shell(line string) [][]string {
	var all [][]string
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	end := func() {
		if open {
			words = append(words, word.String())
		}
		word.Reset()
		open = false
	}
	next := func() {
		end()
		if len(words) > 0 {
			all = append(all, words)
		}
		words = nil
	}
	skipping := false // the file of a redirection
	for _, r := range strings.TrimSpace(line) {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, open = r, true
		case r == '#' && !open:
			next()
			return all
		case r == '|' && !open || r == ';' || r == '&':
			next()
			skipping = false
		case r == '>' || r == '<':
			end()
			skipping = true
		case r == ' ':
			if skipping && word.Len() > 0 {
				word.Reset()
				open, skipping = false, false
			}
			end()
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if skipping {
		word.Reset()
		open = false
	}
	next()
	return all
}
