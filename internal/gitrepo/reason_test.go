package gitrepo

import "testing"

// TestReason: a merge says why something changed, where a program wrote its subject.
func TestReason(t *testing.T) {
	side := func(message, path string) *Step {
		return &Step{Commit: &Commit{Message: message}, Changes: []Change{{Path: path}}}
	}
	branch := []*Step{side("Shorten the end date", "a.md"), side("Another file\n\nMore.", "b.md"), side("Merge branch 'main' into x", "a.md")}
	for _, tc := range []struct{ message, path, want string }{
		{"Say what a clear desk is\n\nLonger.", "a.md", "Say what a clear desk is"},
		{"Merge pull request #7 from x/y\n\nName the hardware keys\n", "a.md", "Name the hardware keys"},
		{"Merge branch 'x' into 'main'\n\nName the keys\n\nSee merge request g/p!3\n", "a.md", "Name the keys"},
		{"Merge branch 'access-control-2'\n", "a.md", "Shorten the end date"},
		{"Merge branch 'access-control-2'\n\nApproved-by: Ilse <i@example.com>\n", "b.md", "Another file"},
		{"Merge branch 'x' into 'main'\n\nSee merge request g/p!3\n", "b.md", "Another file"},
		{"Merge branch 'x'", "c.md", "Merge branch 'x'"},
		{"Merge the two policies", "a.md", "Merge the two policies"},
		{"", "a.md", ""},
	} {
		if got := (&Step{Commit: &Commit{Message: tc.message}, Side: branch}).Reason(tc.path); got != tc.want {
			t.Errorf("%q, %s: got %q, want %q", tc.message, tc.path, got, tc.want)
		}
	}
}
