package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scenario writes the parts of a story.
const (
	withRoster = `-- writ.yaml --
version: 1
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  bo: {name: Bo Lind, emails: [bo@example.com]}
  gus: {name: Gus Holm, emails: [gus@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}]}
  board: {title: Board, holders: [{person: bo}, {person: gus}]}
kinds:
  policy: {approval: required, approvers: {any_of: [board]}}
  procedure: {approval: required, approvers: {any_of: [board], minimum: 2}}
-- git: commit 2026-01-01 ada --
Begin
`
	byBo  = "\n\nApproved-by: Bo Lind <bo@example.com>"
	byGus = "\n\nApproved-by: Gus Holm <gus@example.com>"
)

// text is a document; rest holds more fields.
func text(path, id, version, status, body string, rest ...string) string {
	kind := "policy"
	if strings.HasPrefix(path, "procedures/") {
		kind = "procedure"
	}
	if id != "" {
		rest = append(rest, "id: "+id)
	}
	return "-- " + path + " --\n---\ntitle: A text\nkind: " + kind + "\nversion: \"" + version + "\"\nstatus: " + status +
		"\nowner: ciso\nreview_date: 2027-01-01\n" + strings.Join(rest, "\n") + "\n---\n\n# A text\n\n" + body + "\n"
}

func step(day, who, message string) string {
	return "-- git: commit " + day + " " + who + " --\n" + message + "\n"
}

const p, q = "policies/p.md", "policies/q.md"

// TestQuorumHelp: who approved already isn't asked again.
func TestQuorumHelp(t *testing.T) {
	story := withRoster + text("procedures/p.md", "PRO-1", "1.0", "approved", "One.") + step("2026-02-01", "ada", "P"+byBo)
	result := run(t, read(t, story, nil))
	if len(result.Findings) != 1 {
		t.Fatal(printed(result.Findings, true))
	}
	if help := result.Findings[0].Help; strings.Contains(help, "bo@example.com") || !strings.Contains(help, "gus@example.com") {
		t.Error(help)
	}
}

// TestScenarios tells histories that look alike and what all rules say of them.
func TestScenarios(t *testing.T) {
	one := text(p, "POL-1", "1.0", "approved", "One.")
	for _, tc := range []struct{ name, story, want string }{
		{"a branch that main has left behind", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + "-- git: branch old --\n-- notes.txt --\nx\n" + step("2026-02-02", "ada", "Notes") +
			"-- git: switch main --\n" + text(p, "POL-1", "2.0", "approved", "Two.") + step("2026-03-01", "ada", "P2"+byBo) + "-- git: switch old --\n", ""},
		{"a branch that main has edited past, without a version", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + "-- git: branch old --\n-- notes.txt --\nx\n" + step("2026-02-02", "ada", "Notes") +
			"-- git: switch main --\n" + text(p, "POL-1", "1.0", "approved", "Two.") + step("2026-03-01", "ada", "Edit") + "-- git: switch old --\n",
			p + " WR201\n" + p + " WR302\n"},
		{"a proposed version fixes the quiet change", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + text(p, "POL-1", "1.0", "approved", "Two.") + step("2026-03-01", "ada", "Edit") +
			"-- git: worktree --\n" + text(p, "POL-1", "1.1", "in-review", "Two."), p + " WR302\n"},
		{"a copy with the same id is judged by nobody else's history", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + text(q, "pol-1", "0.1", "draft", "Other.") + step("2026-03-01", "ada", "Q"),
			p + ":8:5 WR110\n" + q + ":8:5 WR110\n"},
		{"without a roster the status settles", one + step("2026-02-01", "ada", "P") + text(p, "POL-1", "1.0", "approved", "Two.") + step("2026-03-01", "ada", "Edit"), p + ":4:10 WR201\n"},
		{"one approval where two are due", withRoster + text("procedures/p.md", "PRO-1", "1.0", "approved", "One.") + step("2026-02-01", "ada", "P"+byBo), "procedures/p.md:5:9 WR305\n"},
		{"two approvals, one of them later", withRoster + text("procedures/p.md", "PRO-1", "1.0", "approved", "One.") + step("2026-02-01", "ada", "P"+byBo) +
			step("2026-02-02", "gus", "Approve"+byGus+"\nApproved-Document: PRO-1\nApproved-Blob: {{blob procedures/p.md}}"), ""},
		{"other Markdown is nobody's business", withRoster + one + step("2026-01-02", "ada", "P"+byBo) + text("drafts/x.md", "", "1.0", "approved", "One.") + step("2026-02-01", "ada", "X") +
			text("drafts/x.md", "", "1.0", "approved", "Two.") + step("2026-02-02", "ada", "X"), ""},
		{"a removed document", withRoster + one + step("2026-02-01", "ada", "P") + "-- git: remove " + p + " --\n" + step("2026-02-02", "ada", "Gone"), ""},
		{"a draft of the next version was given up", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + text(p, "POL-1", "2.0", "draft", "Two.") + step("2026-03-01", "ada", "Try") +
			one + step("2026-03-02", "ada", "Give up"), ""},
		{"an unborn branch", "-- git: worktree --\n" + one, ""},
		{"no document at all", "-- README.md --\nx\n" + step("2026-02-01", "ada", "R"), ""},
		{"broken since", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + "-- git: worktree --\n-- " + p + " --\n---\nid: POL-1\ntitle: A text\n", p + ":1:1 WR102\n"},
		{"broken on the main branch", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + "-- " + p + " --\n---\nid: POL-1\ntitle: A text\n" + step("2026-03-01", "ada", "Break"), p + ":1:1 WR102\n"},
		{"an unreadable front matter is one finding, whatever else changed", withRoster + one + step("2026-02-01", "ada", "P"+byBo) +
			strings.Replace(one, "title: A text", "title: A text\ntitle: B\nowner: ada", 1) + step("2026-03-01", "ada", "Break"), p + ":3:1 WR102\n"},
		{"without an id", withRoster + text(p, "", "1.0", "approved", "One.") + step("2026-02-01", "ada", "P"+byBo) + "-- git: move " + p + " " + q + " --\n" + step("2026-02-02", "ada", "Move") +
			text(q, "", "1.0", "approved", "Two.") + step("2026-02-03", "ada", "Edit"), q + ":1:1 WR106\n" + q + ":4:10 WR201\n" + q + ":5:9 WR302\n"},
		{"moved and edited, with an id", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + "-- git: remove " + p + " --\n" + text(q, "POL-1", "1.0", "approved", "Two.") + step("2026-02-02", "ada", "Move"),
			q + ":4:10 WR201\n" + q + ":5:9 WR302\n"},
		{"in force, and the next version a draft", withRoster + text(p, "POL-1", "1.0", "approved", "One.", "effective_date: 2025-01-01") + step("2026-02-01", "ada", "P"+byBo) +
			strings.Replace(text(p, "POL-1", "2.0", "draft", "Two."), "2027-01-01", "2028-01-01", 1) + step("2026-03-01", "ada", "Work") + "-- git: today 2027-02-01 --\n", p + ":7:14 WR401\n"},
		{"a proposal doesn't move the date", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + "-- git: worktree --\n" + strings.Replace(one, "2027-01-01", "2029-01-01", 1) + "-- git: today 2027-02-01 --\n",
			p + ":7:14 WR401\n"},
		{"TOML", "-- " + p + " --\n+++\nid = \"POL-1\"\ntitle = \"[Organization Name]\"\nversion = 2.10\nstatus = \"approved\"\nowner = \"ciso\"\neffective_date = 2026-02-30\nreview_date = 2027-01-01\n+++\n" + step("2026-02-01", "ada", "P"),
			p + ":7:26 WR102\n"},
		{"TOML and its values", "-- " + p + " --\n+++\nid = \"POL-1\"\ntitle = \"[Organization Name]\"\nversion = 2.10\nstatus = \"approved\"\nowner = \"TBD\"\neffective_date = 2027-01-01\nreview_date = 2027-01-01\n+++\n" + step("2026-02-01", "ada", "P"),
			p + ":3:10 WR121\n" + p + ":4:11 WR111\n" + p + ":6:10 WR121\n" + p + ":8:15 WR119\n"},
		{"JSON and its values", "-- " + p + " --\n{\"id\": \"POL 1\", \"title\": \"[Organization Name]\",\n \"version\": 2.10, \"status\": \"final\", \"review_date\": \"1.1.2027\"}\n" + step("2026-02-01", "ada", "P"),
			p + ":1:1 WR103\n" + p + ":1:8 WR109\n" + p + ":1:27 WR121\n" + p + ":2:13 WR111\n" + p + ":2:29 WR112\n" + p + ":2:53 WR118\n"},
		{"thousands of letters", "-- " + p + " --\n---\nid: POL-1\ntitle: T\nversion: " + strings.Repeat("9", 5000) + "\nstatus: draft\nowner: ciso\nreview_date: 2027-01-01\n---\n\n[x](" + strings.Repeat("y", 5000) + ")\n" + step("2026-02-01", "ada", "P"),
			p + ":4:10 WR111\n" + p + ":10:1 WR601\n"},
		{"a link in the place of a document", withRoster + one + step("2026-02-01", "ada", "P"+byBo) + "-- git: remove " + p + " --\n-- git: symlink " + p + " ../elsewhere.md --\n" + step("2026-02-02", "ada", "Link"), p + " WR101\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			result := run(t, read(t, tc.story, nil))
			if diff := cmp.Diff(tc.want, printed(result.Findings, false)); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%s", diff, printed(result.Findings, true))
			}
		})
	}
}
