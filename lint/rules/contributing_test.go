package rules

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestContributing follows CONTRIBUTING.md: it adds the rule that is shown there, in one file, with its two examples
// and its lines in the registry and the ledger, and runs the tests of rules over it. Nothing is written here: the
// compiler sees the new files through an overlay.
func TestContributing(t *testing.T) {
	const guard = "WRIT_WITHIN_CONTRIBUTING"
	if os.Getenv(guard) != "" {
		t.Skip("this is the run that the test started")
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) string {
		m := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindSubmatch(text)
		if m == nil {
			t.Fatalf("CONTRIBUTING.md shows no %s", language)
		}
		return string(m[1])
	}
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	registry, err := os.ReadFile("registry.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(registry, []byte("wr132(),")) { // it is there once somebody followed the chapter
		registry = bytes.Replace(registry, []byte("wr201(),"), []byte("wr132(), wr201(),"), 1)
	}
	bad := block("txtar")
	good := strings.Replace(bad, "title: PASSWORD POLICY", "title: Password Policy", 1)
	if good == bad {
		t.Fatal("the example's title isn't the one that CONTRIBUTING.md speaks of")
	}
	test := `package rules

import "testing"

func TestShown(t *testing.T) {
	r := wr132()
	bad := run(t, read(t, ` + "`" + bad + "`" + `, nil))
	if got := printed(bad.Findings, false); got != "policies/passwords.md:3:8 WR132\n" {
		t.Errorf("the bad example has:\n%s", printed(bad.Findings, true))
	}
	if good := run(t, read(t, ` + "`" + good + "`" + `, nil)); len(good.Findings) > 0 {
		t.Errorf("the good example has:\n%s", printed(good.Findings, true))
	}
	for _, s := range []string{r.ID, r.Name, r.Title, r.Text} {
		if s == "" {
			t.Errorf("the rule lacks something: %+v", r)
		}
	}
}
`
	dir := t.TempDir()
	replace := map[string]string{}
	for name, content := range map[string][]byte{
		"wr132.go": []byte(block("go")), "shown_test.go": []byte(test), "registry.go": registry,
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(here, name)] = file
	}
	overlay := filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, list, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "test", "-overlay", overlay, "-run", "^TestShown$", ".")
	cmd.Env = append(os.Environ(), guard+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the rule of CONTRIBUTING.md doesn't hold: %v\n%s", err, out)
	}
}
