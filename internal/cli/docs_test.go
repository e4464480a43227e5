package cli_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/writ-docs/writ/internal/cli/clitest"
)

var update = flag.Bool("update", false, "rewrite the output that these documents show")

// TestTrailDocuments runs the examples of documents: the blocks with file= are files, and the lines of their console
// blocks that begin with a person's prompt are commands of that person. Each is on the next day or, where prompts state
// days, on the day that was stated last. What follows a command is its output, in which … stands for what differs from run
// to run. An example that doesn't hold any more fails.
func TestTrailDocuments(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the examples are written for the tools of Linux")
	}
	for _, need := range []string{"ssh-keygen", "sh", "sed"} {
		if _, err := exec.LookPath(need); err != nil {
			t.Skipf("no %s on this machine: the examples can't be run", need)
		}
	}
	for name, least := range map[string]int{"trail.md": 10, "trail-reference.md": 10, "adopt.md": 7,
		"life-of-a-document.md": 30} {
		t.Run(name, func(t *testing.T) { testDocument(t, name, least) })
	}
}

func testDocument(t *testing.T, name string, least int) {
	doc, err := filepath.Abs(filepath.Join("../../docs", name))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "trail.txtar"), []byte("session\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := clitest.New(dir)
	params := r.Params(t, "testdata/stories")
	params.Cmds["session"] = func(ts *testscript.TestScript, _ bool, _ []string) {
		ts.Check(os.Mkdir(ts.MkAbs("isms"), 0o750))
		runDocument(ts, r, doc, least)
	}
	testscript.Run(t, params)
}

var prompt = regexp.MustCompile(`^(ada|bo|ilse|bot)(?: (\d{4}-\d{2}-\d{2}))?\$ (.*)$`)

// runDocument plays one document from top to bottom. It has to show that many commands at least.
func runDocument(ts *testscript.TestScript, r *clitest.Runner, doc string, least int) {
	raw, err := os.ReadFile(doc)
	ts.Check(err)
	ts.Check(ts.Chdir("isms"))
	lines := strings.Split(string(raw), "\n")
	var out []string
	ran := 0
	for i := 0; i < len(lines); i++ {
		out = append(out, lines[i])
		info, fenced := strings.CutPrefix(lines[i], "```")
		if !fenced || info == "" {
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end] != "```" {
			end++
		}
		body := lines[i+1 : end]
		if _, name, ok := strings.Cut(info, " file="); ok {
			path := ts.MkAbs(name)
			ts.Check(os.MkdirAll(filepath.Dir(path), 0o750))
			ts.Check(os.WriteFile(path, []byte(strings.Join(body, "\n")+"\n"), 0o600))
		}
		if info == "console" {
			body, ran = runConsole(ts, r, body, ran)
		}
		out = append(append(out, body...), "```")
		i = end
	}
	if ran < least {
		ts.Fatalf("only %d commands were found in %s", ran, doc)
	}
	if *update {
		ts.Check(os.WriteFile(doc, []byte(strings.Join(out, "\n")), 0o644))
	}
}

// runConsole runs the commands of one block, and returns it with what they print.
func runConsole(ts *testscript.TestScript, r *clitest.Runner, body []string, ran int) ([]string, int) {
	var out []string
	for i := 0; i < len(body); {
		m := prompt.FindStringSubmatch(body[i])
		if m == nil {
			ts.Fatalf("a console block begins with %q; expected a prompt such as ada$", body[i])
		}
		ran++
		command := m[3]
		if m[2] != "" {
			ts.Setenv("TODAY", m[2])
			ts.Setenv("STATED_DAY", m[2])
		}
		out = append(out, body[i])
		for i++; strings.HasSuffix(command, "\\"); i++ {
			command = strings.TrimSuffix(command, "\\") + strings.TrimSpace(body[i])
			out = append(out, body[i])
		}
		var want []string
		for ; i < len(body) && !prompt.MatchString(body[i]); i++ {
			want = append(want, body[i])
		}
		got := runAs(ts, r, m[1], command, ran)
		if *update && !fits(want, got) {
			want = got
		}
		if !fits(want, got) {
			ts.Fatalf("%s\nprints\n%s\nand the document shows\n%s", command, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		out = append(out, want...)
	}
	return out, ran
}

// runAs runs a command as somebody on its day, and returns the lines that it prints.
func runAs(ts *testscript.TestScript, r *clitest.Runner, who, command string, n int) []string {
	names := map[string]string{"ada": "Ada Byron", "bo": "Bo Lind", "ilse": "Ilse Marr", "bot": "Capture Bot"}
	on := cmp.Or(ts.Getenv("STATED_DAY"), fmt.Sprintf("2026-%02d-%02d", 2+n/28, 1+n%28))
	for _, role := range []string{"AUTHOR", "COMMITTER"} {
		ts.Setenv("GIT_"+role+"_NAME", names[who])
		ts.Setenv("GIT_"+role+"_EMAIL", who+"@example.com")
		ts.Setenv("GIT_"+role+"_DATE", on+"T10:00:00Z")
	}
	// A command may fail: what it prints is the point.
	var text string
	if args, plain := strings.CutPrefix(command, "writ "); plain && !strings.ContainsAny(args, `|&;<>$\"`+"`") {
		var out strings.Builder
		if code := r.Writ(ts, &out, &out, words(args)...); code != 0 {
			fmt.Fprintf(&out, "exit %d\n", code)
		}
		text = out.String()
	} else {
		ts.Check(ts.Exec("sh", "-c", "{ "+command+"\n} 2>&1 || echo \"exit $?\""))
		text = ts.ReadFile("stdout")
	}
	text = strings.TrimRight(text, "\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ") // as documents have them
	}
	return lines
}

// fits reports whether the shown lines are the printed ones, … standing for anything in a line, and alone for any lines.
func fits(want, got []string) bool {
	if len(want) > 0 && strings.TrimSpace(want[0]) == "…" {
		for skip := range len(got) + 1 {
			if fits(want[1:], got[skip:]) {
				return true
			}
		}
		return false
	}
	if len(want) == 0 || len(got) == 0 {
		return len(want) == len(got)
	}
	parts := strings.Split(want[0], "…")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile("^"+strings.Join(parts, ".*")+"$").MatchString(got[0]) && fits(want[1:], got[1:])
}
