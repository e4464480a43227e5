package document

import "testing"

func TestConflicts(t *testing.T) {
	const front = "---\nid: A\n---\n\n"
	for name, tc := range map[string]struct {
		src  string
		want bool
	}{
		"in the text":         {front + "x\n\n<<<<<<< HEAD\nB\n=======\nA\n>>>>>>> s\n", true},
		"with CRLF":           {front + "<<<<<<< HEAD\r\nB\r\n=======\r\nA\r\n>>>>>>> s\r\n", true},
		"in the front matter": {"---\n<<<<<<< HEAD\nid: A\n=======\nid: B\n>>>>>>> s\n---\n", true},
		"with the base":       {front + "<<<<<<< HEAD\nB\n||||||| base\nO\n=======\nA\n>>>>>>> s\n", true},
		"in fenced code":      {front + "```\n<<<<<<< HEAD\nB\n=======\nA\n>>>>>>> s\n```\n", false},
		"a heading":           {front + "Title\n=======\n\n>>>>>>> quoted\n", false},
		"half of it":          {front + "<<<<<<< HEAD\nB\n=======\n", false},
		"indented":            {front + "    <<<<<<< HEAD\n    =======\n    >>>>>>> s\n", false},
	} {
		found := false
		for _, f := range Parse("a.md", []byte(tc.src), nil).Faults {
			found = found || f.Kind == Conflict
		}
		if found != tc.want {
			t.Errorf("%s: found %v", name, found)
		}
	}
}
