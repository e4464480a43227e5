package rules

import (
	"strings"
	"testing"
)

// TestHelpIsTrue checks that findings name their cause once, and propose what can be worked out and nothing else.
func TestHelpIsTrue(t *testing.T) {
	one := text("policies/p.md", "POL-007", "1.0", "draft", "One.")
	commit := step("2026-02-01", "ada", "P")
	edited := func(old, now string) string { return withRoster + strings.Replace(one, old, now, 1) + commit }
	for _, tc := range []struct{ name, story, rule, says, not string }{
		{"a tag", edited("title: A text", "title: !x"), "WR102", `"!x" is a tag`, "WR103"},
		{"a conflict", edited("One.\n", "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> b\n"), "WR102", "merge conflict", "WR504"},
		{"a conflict in the front matter", edited("status: draft", "<<<<<<< HEAD\nstatus: draft\n=======\nstatus: approved\n>>>>>>> b"), "WR102", "merge conflict", "can't be read as YAML"},
		{"before a field", edited("owner: ciso", "\u200bowner: ciso"), "WR107", `U+200B before "owner"`, "did you mean"},
		{"in a value", edited("status: draft", "status: draft\u200b"), "WR112", `U+200B after "draft"`, "has no status"},
		{"a blank that is none", edited("owner: ciso", "owner:\u00a0ciso"), "WR102", `U+00A0 after "owner:"`, ""},
		{"a free id", edited("POL-007", "POL-007") + text("policies/q.md", "", "1.0", "draft", "Two.") + step("2026-02-02", "ada", "Q"), "WR106", "POL-008", "POL-001"},
		{"an id that was there once", edited("POL-007", "POL-011") + "-- git: remove policies/p.md --\n" + text("policies/q.md", "", "1.0", "draft", "Two.") + step("2026-02-02", "ada", "Q"), "WR106", "POL-012", ""},
		{"the version that history knows", edited("POL-007", "POL-007") + strings.Replace(strings.Replace(one, "version: \"1.0\"\n", "", 1), "One", "Two", 1) + commit, "WR104", "as it was", "first version"},
		{"a status", edited("status: draft\n", ""), "WR106", "one of draft, in-review", "`status: draft`"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			all := printed(run(t, read(t, tc.story, nil)).Findings, true)
			if strings.Count(all, " "+tc.rule+" ") != 1 || !strings.Contains(all, tc.says) || tc.not != "" && strings.Contains(all, tc.not) {
				t.Errorf("want %s once with %q, and no %q:\n%s", tc.rule, tc.says, tc.not, all)
			}
		})
	}
}
