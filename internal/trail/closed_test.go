package trail

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
)

// TestAddenda has addenda be no words of a closed record, and words like all others of anything else: of a policy that
// calls itself closed, of a record that is open, of one in a place for policies.
func TestAddenda(t *testing.T) {
	const addendum = "\n\n## Addendum 2024-02-20\n\nEverybody may share passwords."
	audits := strings.Replace(begin, "kinds:\n", "kinds:\n  internal-audit: {approval: required, approvers: {any_of: [ceo], minimum: 1}, least_grade: C}\n", 1)
	for _, tt := range []struct {
		name, path, kind, status, edit string
		approved                       bool
	}{
		{"a closed record", "records/r.md", "internal-audit", "closed", addendum, true},
		{"a closed record, edited", "records/r.md", "internal-audit", "closed", " Now." + addendum, false},
		{"an open record", "records/r.md", "internal-audit", "open", addendum, false},
		{"a closed record where policies are", "policies/r.md", "internal-audit", "closed", addendum, false},
		{"a policy that calls itself closed", "policies/r.md", "policy", "closed", addendum, false},
		{"a closed policy by its place", "policies/r.md", "", "closed", addendum, false},
		{"a closed record by its place is of a kind that nobody approves", "records/r.md", "", "closed", addendum, true},
		{"a policy where records are", "records/r.md", "policy", "closed", addendum, false},
	} {
		text := func(status, more string) string {
			kind := strings.Replace(policy("1.0", status, "", "Words."+more), "kind: policy\n", "kind: "+tt.kind+"\n", 1)
			return at(tt.path, strings.Replace(kind, "kind: \n", "", 1))
		}
		b := play(t, audits+text("open", "")+at("git: commit 2024-02-01 ada", "R\n\n"+byGus)+
			text(tt.status, tt.edit)+at("git: commit 2024-02-20 ada", "Edit"), day.Of(2024, 3, 1))
		contents := byID(b, "POL-1").Contents
		if got := contents[len(contents)-1].Approval != nil; got != tt.approved {
			t.Errorf("%s: approved %v, want %v", tt.name, got, tt.approved)
		}
		if same := len(contents) == 1; same != (tt.approved || tt.status == "open" && tt.edit == "") {
			t.Errorf("%s: %d contents", tt.name, len(contents))
		}
	}
}
