package trail

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/story"
)

const roster = `version: 1
documents: {include: ["policies/**/*.md", "records/**/*.md"]}
people:
  ada: {name: Ada Byron, emails: [ada@example.com, ada@home.example]}
  bo: {name: Bo Lind, emails: [bo@example.com]}
  gus: {name: Gus Holm, emails: [gus@example.com], until: 2024-06-30}
  ilse: {name: Ilse Marr, emails: [ilse@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}]}
  ceo: {title: CEO, holders: [{person: gus, until: 2024-03-31}, {person: ilse, from: 2024-04-01}]}
kinds:
  policy: {approval: required, approvers: {any_of: [ceo], minimum: 1}, least_grade: C, review_cycle: 12 months}
`

// policy writes a document of these stories.
func policy(version, status, rest, body string) string {
	return fmt.Sprintf("---\nid: POL-1\ntitle: T\nkind: policy\nversion: %q\nstatus: %s\nowner: ciso\n%s---\n\n# T\n\n%s\n", version, status, rest, body)
}

// at is one section of a story.
func at(name, body string) string {
	return "-- " + name + " --\n" + strings.TrimRight(body, "\n") + "\n"
}

const begin = "-- writ.yaml --\n" + roster + "-- git: commit 2024-01-01 ada --\nRoster\n"

// told sums a trail up, one line for each version, review, lapse and claim.
func told(b *Book, tr *Trail) string {
	var out strings.Builder
	for _, v := range tr.Versions {
		fmt.Fprintf(&out, "v%s %s", v.Number, v.Grade)
		for _, i := range v.InForce {
			out.WriteString(" " + days(i.Interval))
		}
		if v.Content.Approval != nil {
			for _, e := range v.Content.Approval.By {
				fmt.Fprintf(&out, " by %s/%s/%s@%s", e.Person.Key, e.Role, e.Kind, e.Day)
			}
			if v.Content.Approval.Adopted != nil {
				out.WriteString(" adopted")
			}
		}
		out.WriteString("\n")
	}
	for _, r := range tr.Reviews {
		fmt.Fprintf(&out, "review %s next %s %s\n", r.Day, r.Next, r.Why)
	}
	for _, l := range tr.Lapses {
		fmt.Fprintf(&out, "lapse %s %d\n", days(l.Interval), l.Days)
	}
	for _, e := range tr.Claims {
		fmt.Fprintf(&out, "claim %s: %s\n", e.By.Name, e.Why)
	}
	if tr.Retired != day.None {
		fmt.Fprintf(&out, "retired %s\n", tr.Retired)
	}
	return out.String()
}

// days writes an interval: closed at its last day, and open while it lasts.
func days(i Interval) string {
	if i.Until == day.None {
		return fmt.Sprintf("[%s,)", i.From)
	}
	return fmt.Sprintf("[%s,%s]", i.From, i.Until)
}

func play(t *testing.T, archive string, today day.Day) *Book {
	t.Helper()
	s, err := story.Parse([]byte(archive))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "repo")
	if _, err := s.Play(dir, story.Options{}); err != nil {
		t.Fatal(err)
	}
	cfg, problems := config.Load([]byte(roster), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return build(t, dir, cfg, today)
}

// TestJudgements tells small histories and what they prove.
func TestJudgements(t *testing.T) {
	doc := "policies/p.md"
	v1 := at(doc, policy("1.0", "approved", "review_date: 2030-01-01\n", "One."))
	early := gitrepo.BlobID([]byte(policy("1.0", "approved", "review_date: 2030-01-01\n", "One."))).String()
	for _, tc := range []struct{ name, story, want string }{
		{"trailer of an entitled person", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"address in another case", v1 + at("git: commit 2024-02-01 ada", "P\n\napproved-BY: Gus Holm <GUS@Example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"nobody named", v1 + at("git: commit 2024-02-01 ada", "P"), "v1.0 D\n"},
		{"not entitled", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Bo Lind <bo@example.com>"),
			"v1.0 D\nclaim Bo Lind: Bo Lind held none of the roles that may approve (ceo) on 2024-02-01\n"},
		{"a policy that became a record with an approval", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, strings.Replace(policy("2.0", "open", "", "Two."), "kind: policy", "kind: record", 1)) + at("git: move "+doc+" records/p.md", "") +
			at("git: commit 2024-03-01 ada", "R\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 C [2024-02-01,2024-02-29] by gus/ceo/trailer@2024-02-01\nv2.0 C by gus/ceo/trailer@2024-03-01\n"},
		{"entitled too late", v1 + at("git: commit 2024-05-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 D\nclaim Gus Holm: Gus Holm held none of the roles that may approve (ceo) on 2024-05-01\n"},
		{"had left", v1 + at("git: commit 2024-08-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 D\nclaim Gus Holm: Gus Holm wasn't with the organisation on 2024-08-01\n"},
		{"look-alike address", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@examp1e.com>"),
			"v1.0 D\nclaim Gus Holm: nobody of the roster has the address gus@examp1e.com\n"},
		{"self-approval", v1 + at("git: commit 2024-02-01 gus", "P\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 D\nclaim Gus Holm: Gus Holm is an author of this version\n"},
		{"self-approval as co-author", v1 + at("git: commit 2024-02-01 ada", "P\n\nCo-authored-by: G <gus@example.com>\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 D\nclaim Gus Holm: Gus Holm is an author of this version\n"},
		{"prose hides the trailer", v1 + at("git: commit 2024-02-01 ada", "P\n\nThanks to all.\nApproved-by: Gus Holm <gus@example.com>"), "v1.0 D\n"},
		{"edited after approval", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "approved", "review_date: 2030-01-01\n", "One, edited.")) + at("git: commit 2024-02-10 ada", "Edit"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"status raised later", at(doc, policy("1.0", "draft", "", "One.")) + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")) + at("git: commit 2024-02-10 ada", "Raise"),
			"v1.0 C [2024-02-10,) by gus/ceo/trailer@2024-02-01\n"},
		{"merge by an entitled person, by hand", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 ada", "P") + at("git: switch main", "") +
			at("git: merge side 2024-02-03 gus", "Merge"), "v1.0 D\n"},
		{"merge by an entitled person, by hand and with a line", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 ada", "P") + at("git: switch main", "") +
			at("git: merge side 2024-02-03 gus", "Merge\n\nApproved-by: Gus Holm <gus@example.com>"), "v1.0 C [2024-02-03,) by gus/ceo/trailer@2024-02-03\n"},
		{"merge at GitLab", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 ada", "P") + at("git: switch main", "") +
			at("git: merge side 2024-02-03 gus", "Merge branch 'side' into 'main'\n\nAccess\n\nSee merge request docs/isms!7"), "v1.0 C [2024-02-03,) by gus/ceo/merge@2024-02-03\n"},
		{"a branch that took the main branch over at a forge", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 ada", "P") + at("git: switch main", "") +
			at("git: merge side 2024-02-03 gus committer=\"GitHub <noreply@github.com>\"", "Merge branch 'main' into access"), "v1.0 D\n"},
		{"merge by a forge", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 ada", "P") + at("git: switch main", "") +
			at("git: merge side 2024-02-03 gus committer=\"GitHub <noreply@github.com>\"", "Merge"), "v1.0 C [2024-02-03,) by gus/ceo/merge@2024-02-03\n"},
		{"forge alone", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 ada", "P") + at("git: switch main", "") +
			at("git: merge side 2024-02-03 \"GitHub <noreply@github.com>\"", "Merge"), "v1.0 D\n"},
		{"trailer on a side commit", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 ada", "P") +
			at(doc, policy("1.0", "approved", "review_date: 2031-01-01\n", "One.")) + at("git: commit 2024-02-02 ilse", "Date\n\nApproved-by: Gus Holm <gus@example.com>") +
			at("git: switch main", "") + at("git: merge side 2024-02-03 bo", "Merge"), "v1.0 C [2024-02-03,) by gus/ceo/trailer@2024-02-03\n"},
		{"effective later", at(doc, policy("1.0", "approved", "effective_date: 2024-03-01\nreview_date: 2030-01-01\n", "One.")) +
			at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>"), "v1.0 C [2024-03-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"two versions", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")) + at("git: commit 2024-05-01 ada", "P\n\nApproved-by: Ilse Marr <ilse@example.com>"),
			"v1.0 C [2024-02-01,2024-04-30] by gus/ceo/trailer@2024-02-01\nv2.0 C [2024-05-01,) by ilse/ceo/trailer@2024-05-01\n"},
		{"a revert needs a new approval", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")) + at("git: commit 2024-05-01 ada", "P\n\nApproved-by: Ilse Marr <ilse@example.com>") +
			v1 + at("git: commit 2024-06-01 ada", "Revert"),
			"v1.0 C [2024-02-01,2024-04-30] by gus/ceo/trailer@2024-02-01\nv2.0 C [2024-05-01,) by ilse/ceo/trailer@2024-05-01\nv1.0 D\n"},
		{"back to approved words over an edit that nobody approved", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "approved", "review_date: 2030-01-01\n", "One, edited.")) + at("git: commit 2024-02-10 ada", "Edit") +
			v1 + at("git: commit 2024-02-20 ada", "Take it back"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"the author merges", at("git: branch side", "") + v1 + at("git: commit 2024-02-01 gus", "P") + at("git: switch main", "") +
			at("git: merge side 2024-02-03 gus committer=\"GitHub <noreply@github.com>\"", "Merge"), "v1.0 D\nclaim Gus Holm: Gus Holm is an author of this version\n"},
		{"an empty commit that names the blob", v1 + at("git: commit 2024-02-01 ada", "P") +
			at("git: commit 2024-02-05 gus", "Approve\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Document: POL-1\nApproved-Blob: {{blob policies/p.md}}"),
			"v1.0 C [2024-02-05,) by gus/ceo/trailer@2024-02-05\n"},
		{"an empty commit that names another document", v1 + at("git: commit 2024-02-01 ada", "P") +
			at("git: commit 2024-02-05 gus", "Approve\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Document: POL-2\nApproved-Blob: {{blob policies/p.md}}"),
			"v1.0 D\n"},
		{"an empty commit that names nothing", v1 + at("git: commit 2024-02-01 ada", "P") +
			at("git: commit 2024-02-05 gus", "Approve\n\nApproved-by: Gus Holm <gus@example.com>"), "v1.0 D\n"},
		{"an approval of another version", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Version: 2.0"), "v1.0 D\n"},
		{"a squash with the trailers of its commits in the middle", v1 +
			at("git: commit 2024-02-05 ada committer=\"GitHub <noreply@github.com>\"", "P (#7)\n\n* One\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: {{blob policies/p.md}}\n\nCo-authored-by: Bo Lind <bo@example.com>"),
			"v1.0 C [2024-02-05,) by gus/ceo/trailer@2024-02-05\n"},
		{"a squash of an approval alone", v1 + at("git: commit 2024-02-01 ada", "P") +
			at("git: commit 2024-02-05 ada committer=\"GitHub <noreply@github.com>\"", "Approve (#8)\n\n* One\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: {{blob policies/p.md}}\n\nCo-authored-by: Bo Lind <bo@example.com>"),
			"v1.0 C [2024-02-05,) by gus/ceo/trailer@2024-02-05\n"},
		{"a squash of an approval alone, of words edited meanwhile", v1 + at("git: commit 2024-02-01 ada", "P") +
			at(doc, policy("1.0", "approved", "review_date: 2030-01-01\n", "One, edited.")) + at("git: commit 2024-02-03 ada", "Edit") +
			at("git: commit 2024-02-05 ada", "Approve (#8)\n\n* One\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: "+early+"\n\nX: y"),
			"v1.0 D\n"},
		{"a squash whose middle names no blob", v1 +
			at("git: commit 2024-02-05 ada committer=\"GitHub <noreply@github.com>\"", "P (#7)\n\n* One\n\nApproved-by: Gus Holm <gus@example.com>\n\nCo-authored-by: Bo Lind <bo@example.com>"),
			"v1.0 D\n"},
		{"a squash that quotes an approval in a code block", v1 +
			at("git: commit 2024-02-05 ada", "P\n\n```\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: {{blob policies/p.md}}\n\n```\n\nDone-by: x"), "v1.0 D\n"},
		{"a squash that carries an early approval over later edits", v1 + at("git: commit 2024-02-01 ada", "P") +
			at(doc, policy("1.0", "approved", "review_date: 2030-01-01\n", "One, edited.")) +
			at("git: commit 2024-02-05 ada", "P (#7)\n\n* One\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: "+early+"\n\nX: y"),
			"v1.0 D\n"},
		{"self-approval under a second address of the roster", v1 + at("git: commit 2024-02-01 \"Ada <ada@home.example>\"", "P\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"a mailmap joins the author to the approver", at(".mailmap", "Gus Holm <gus@example.com> <holm@private.example>") + at("git: commit 2024-01-03 ada", "Names") + v1 +
			at("git: commit 2024-02-01 \"G. Holm <holm@private.example>\"", "P\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 D\nclaim Gus Holm: Gus Holm is an author of this version\n"},
		{"a mailmap grants no authority", at(".mailmap", "Gus Holm <gus@example.com> <bo@example.com>") + v1 +
			at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Bo Lind <bo@example.com>"),
			"v1.0 D\nclaim Bo Lind: Bo Lind held none of the roles that may approve (ceo) on 2024-02-01\n"},
		{"a copy is another document", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at("policies/copy.md", strings.Replace(policy("1.0", "approved", "review_date: 2030-01-01\n", "One."), "POL-1", "POL-2", 1)) + at("git: commit 2024-02-10 ada", "Copy"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"a move keeps the approval", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at("git: move "+doc+" policies/elsewhere.md", "") + at("git: commit 2024-02-10 ada", "Move"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"a commit from the future", v1 + at("git: commit 2037-01-01 ada", "P") + at("note.txt", "a") + at("git: commit 2024-02-02 ada", "N") +
			at("git: commit 2024-02-05 gus", "Approve\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Blob: {{blob policies/p.md}}"),
			"v1.0 C [2024-02-05,) by gus/ceo/trailer@2024-02-05\n"},
		{"adoption", v1 + at("git: commit 2024-02-01 ada", "P") + at("writ.yaml", roster+"adoption: {by: ceo, reason: imported}\n") + at("git: commit 2024-02-03 ada", "Adopt"),
			"v1.0 D [2024-02-03,) adopted\n"},
		{"what came after adoption needs its own approval", v1 + at("git: commit 2024-02-01 ada", "P") + at("writ.yaml", roster+"adoption: {by: ceo, reason: imported}\n") +
			at("git: commit 2024-02-03 ada", "Adopt") + at(doc, policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")) + at("git: commit 2024-02-10 ada", "Edit"),
			"v1.0 D [2024-02-03,) adopted\nv2.0 D\n"},
		{"a quorum of two", at("writ.yaml", strings.Replace(roster, "{any_of: [ceo], minimum: 1}", "{any_of: [ceo, ciso], minimum: 2}", 1)) + at("git: commit 2024-01-02 ada", "Two\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1 + at("git: commit 2024-02-01 bo", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at("git: commit 2024-02-05 ada", "Approve\n\nApproved-by: Ada Byron <ada@example.com>\nApproved-Blob: {{blob policies/p.md}}"),
			"v1.0 C [2024-02-05,) by gus/ceo/trailer@2024-02-01 by ada/ciso/trailer@2024-02-05\n"},
		{"one person is no quorum of two", at("writ.yaml", strings.Replace(roster, "{any_of: [ceo], minimum: 1}", "{any_of: [ceo, ciso], minimum: 2}", 1)) + at("git: commit 2024-01-02 ada", "Two\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1 + at("git: commit 2024-02-01 bo", "P\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-by: Gus Holm <gus@example.com>"), "v1.0 D\n"},
		{"all roles", at("writ.yaml", strings.Replace(roster, "{any_of: [ceo], minimum: 1}", "{all_of: [ceo, ciso]}", 1)) + at("git: commit 2024-01-02 ada", "All\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1 + at("git: commit 2024-02-01 bo", "P\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-by: Ada Byron <ada@example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01 by ada/ciso/trailer@2024-02-01\n"},
		{"one of all roles", at("writ.yaml", strings.Replace(roster, "{any_of: [ceo], minimum: 1}", "{all_of: [ceo, ciso]}", 1)) + at("git: commit 2024-01-02 ada", "All\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1 + at("git: commit 2024-02-01 bo", "P\n\nApproved-by: Gus Holm <gus@example.com>"), "v1.0 D\n"},
		{"a grade that is too low", at("writ.yaml", strings.Replace(roster, "least_grade: C", "least_grade: A", 1)) + at("git: commit 2024-01-02 ada", "A\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>"), "v1.0 D\n"},
		{"an approval that a removal ends", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at("git: remove "+doc, "") + at("git: commit 2024-03-01 ada", "Gone") + v1 + at("git: commit 2024-04-01 ada", "Back"),
			"v1.0 C [2024-02-01,2024-02-29] by gus/ceo/trailer@2024-02-01\n"},
		{"review with evidence", v1date("2025-01-01") + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1date("2026-01-10") + at("git: commit 2025-01-11 ada", "Review\n\nReviewed-by: Ada Byron <ada@example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nreview 2025-01-11 next 2026-01-10 \nlapse [2025-01-02,2025-01-10] 9\n"},
		{"review without evidence", v1date("2025-01-01") + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1date("2026-01-10") + at("git: commit 2024-12-20 bo", "Move the date"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nreview 2024-12-20 next 2026-01-10 no Reviewed-by line says who reviewed\nlapse [2025-01-02,) 364\n"},
		{"retired by somebody entitled", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "retired", "review_date: 2030-01-01\n", "One.")) + at("git: commit 2024-05-01 ada", "Retire\n\nApproved-by: Ilse Marr <ilse@example.com>"),
			"v1.0 C [2024-02-01,2024-04-30] by gus/ceo/trailer@2024-02-01\nretired 2024-05-01\n"},
		{"retired by nobody", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "retired", "review_date: 2030-01-01\n", "One.")) + at("git: commit 2024-05-01 ada", "Retire"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\n"},
		{"removed", v1 + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") + at("git: remove "+doc, "") + at("git: commit 2024-05-01 ada", "Gone"),
			"v1.0 C [2024-02-01,2024-04-30] by gus/ceo/trailer@2024-02-01\n"},
		{"the change can't entitle its own author", at("writ.yaml", strings.Replace(roster, "person: gus", "person: bo", 1)) + v1 +
			at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Bo Lind <bo@example.com>"),
			"v1.0 D\nclaim Bo Lind: Bo Lind held none of the roles that may approve (ceo) on 2024-02-01\n"},
		{"a milder kind in the front matter", at(doc, strings.Replace(policy("1.0", "approved", "review_date: 2030-01-01\n", "One."), "kind: policy", "kind: record", 1)) +
			at("git: commit 2024-02-01 ada", "P"), "v1.0 D\n"},
		{"a clock that went back", v1 + at("git: commit 2024-05-02 ada", "P") + at("note.txt", "y") + at("git: commit 2024-05-02 ada", "Note") +
			at(doc, policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")) + at("git: commit 2024-03-01 bo", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at("note.txt", "x") + at("git: commit 2024-05-03 ada", "Note"),
			"v1.0 D\nv2.0 D\nclaim Gus Holm: Gus Holm held none of the roles that may approve (ceo) on 2024-05-02\n"},
		{"later commits with older dates take nothing back", v1 + at("git: commit 2024-05-02 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at("note.txt", "1") + at("git: commit 2024-03-01 bo", "Note") + at("note.txt", "2") + at("git: commit 2024-03-02 bo", "Note") +
			at("note.txt", "3") + at("git: commit 2024-03-03 bo", "Note"),
			"v1.0 D\nclaim Gus Holm: Gus Holm held none of the roles that may approve (ceo) on 2024-05-02\n"},
		{"an approval that is dated after today", v1 + at("git: commit 2024-05-02 ada", "P") + at("note.txt", "y") +
			at("git: commit 2026-05-03 ada", "Approve\n\nApproved-by: Ilse Marr <ilse@example.com>\nApproved-Document: POL-1\nApproved-Blob: "+blobOf(policy("1.0", "approved", "review_date: 2030-01-01\n", "One."))) +
			at("note.txt", "x") + at("git: commit 2024-05-04 ada", "Note"),
			"v1.0 D\nclaim Ilse Marr: it is dated 2026-05-03, after today\n"},
		{"a review that is dated after today", v1date("2025-01-01") + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			v1date("2026-01-10") + at("git: commit 2026-01-11 ada", "Review\n\nReviewed-by: Ada Byron <ada@example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nreview 2024-02-01 next 2026-01-10 it is dated 2026-01-11, after today\nlapse [2025-01-02,) 364\n"},
		{"a review that says it was held after today", reviewed("2024-01-10", "One.") + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			reviewed("2062-01-10", "One.") + at("git: commit 2025-01-05 ada", "Review\n\nReviewed-by: Ada Byron <ada@example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nreview 2025-01-05 next 2026-01-05 it says that the document was reviewed on 2062-01-10, after today\nlapse [2025-01-11,) 355\n"},
		{"approved words that say they were reviewed after today", reviewed("2062-01-10", "One.") + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nlapse [2025-02-02,) 333\n"},
		{"an edit taken back ends no lapse", v1date("2025-01-01") + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "approved", "review_date: 2030-01-01\n", "Two.")) + at("git: commit 2025-02-01 bo", "Edit") +
			v1date("2029-01-01") + at("git: commit 2025-03-01 bo", "Take it back, but not the date"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nreview 2025-03-01 next 2029-01-01 no Reviewed-by line says who reviewed\nlapse [2025-01-02,) 364\n"},
		{"an edit taken back restarts no cycle", at(doc, policy("1.0", "approved", "", "One.")) + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "approved", "", "Two.")) + at("git: commit 2025-02-11 bo", "Edit") +
			at(doc, policy("1.0", "approved", "", "One.")) + at("git: commit 2025-03-01 bo", "Take it back"),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nlapse [2025-02-02,) 333\n"},
		{"a review below an edit that nobody approved", at(doc, policy("1.0", "approved", "", "One.")) + at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Gus Holm <gus@example.com>") +
			at(doc, policy("1.0", "approved", "", "Two.")) + at("git: commit 2025-02-11 bo", "Edit") +
			at("git: commit 2025-02-21 ada", "Review\n\nReviewed-by: Ada Byron <ada@example.com>\nReviewed-Document: POL-1\nReviewed-Blob: "+blobOf(policy("1.0", "approved", "", "One."))),
			"v1.0 C [2024-02-01,) by gus/ceo/trailer@2024-02-01\nreview 2025-02-21 next 2026-02-21 \nlapse [2025-02-02,2025-02-20] 19\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			book := play(t, begin+tc.story, day.Of(2025, 12, 31))
			tr := byID(book, "pol-1")
			if tr == nil {
				t.Fatal("no trail")
			}
			if diff := cmp.Diff(tc.want, told(book, tr)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// reviewed is the first version with a last review and a cycle of its own.
func reviewed(last, body string) string {
	return at("policies/p.md", policy("1.0", "approved", "last_reviewed: "+last+"\nreview_cycle: 12 months\n", body))
}

func v1date(review string) string {
	return at("policies/p.md", policy("1.0", "approved", "review_date: "+review+"\n", "One."))
}
