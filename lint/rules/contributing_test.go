package rules

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/lint"
)

// TestContributing follows CONTRIBUTING.md: the rule that is shown there, with its two examples, beside all others. Its
// function is called otherwise here, so that a test is still compiled when somebody followed the chapter.
func TestContributing(t *testing.T) {
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
	const file = "shown_test.go"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(src), "package ")
	want := head + strings.Replace(block("go"), "func wr132()", "func shownRule()", 1)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, string(src)); diff != "" {
		t.Fatalf("%s isn't the rule of CONTRIBUTING.md (-there +here; run it again after go test ./lint/rules "+
			"-run TestContributing -update):\n%s", file, diff)
	}
	bad := block("txtar")
	good := strings.Replace(bad, "title: PASSWORD POLICY", "title: Password Policy", 1)
	if good == bad {
		t.Fatal("the example's title isn't the one that CONTRIBUTING.md speaks of")
	}
	r := shownRule()
	rules := append(slices.DeleteFunc(slices.Clone(All()), func(x *lint.Rule) bool { return x.ID == r.ID }), r)
	find := func(archive string) []lint.Finding {
		result, err := lint.Run(t.Context(), read(t, archive, nil), rules)
		if err != nil {
			t.Fatal(err)
		}
		return result.Findings
	}
	if all := find(bad); printed(all, false) != "policies/passwords.md:3:8 WR132\n" {
		t.Errorf("the bad example has:\n%s", printed(all, true))
	}
	if all := find(good); len(all) > 0 {
		t.Errorf("the good example has:\n%s", printed(all, true))
	}
	for _, s := range []string{r.ID, r.Name, r.Title, r.Text} {
		if s == "" {
			t.Errorf("the rule lacks something: %+v", r)
		}
	}
}
