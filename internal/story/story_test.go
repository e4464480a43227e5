package story_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
)

func TestTokens(t *testing.T) {
	for _, tc := range []struct{ today, in, want string }{
		{"2024-02-29", "{{day}} {{day -1}} {{day +1}} {{day -366}}", "2024-02-29 2024-02-28 2024-03-01 2023-02-28"},
		{"2024-02-29", "{{month}} {{month -12}} {{quarter}} {{year -1}}", "2024-02 2023-02 Q1 2024 2023"},
		{"2026-12-31", "{{day +1}} {{month -1}} {{month +2}} {{quarter -1}} {{quarter +1}}", "2027-01-01 2026-11 2027-02 Q3 2026 Q1 2027"},
		{"2027-01-01", "{{day -1}} {{month -1}} {{quarter}} {{quarter -1}} {{quarter -5}} {{year}}", "2026-12-31 2026-12 Q1 2027 Q4 2026 Q4 2025 2027"},
		{"2027-01-01", "{{ .Title }} {{day x}} {{day-1}} {{week -1}} {{", "{{ .Title }} {{day x}} {{day-1}} {{week -1}} {{"},
		{"", "{{day -1}}", "{{day -1}}"},
	} {
		var d day.Day
		if err := d.UnmarshalText([]byte(tc.today)); err != nil {
			t.Fatal(err)
		}
		if got := story.Tokens(tc.in, d); got != tc.want {
			t.Errorf("on %s: %q becomes %q, want %q", tc.today, tc.in, got, tc.want)
		}
	}
}

const committed = "-- a.md --\none\n-- git: commit 2024-01-01 ada --\nfirst\n"

func TestFaults(t *testing.T) {
	for _, tc := range []struct{ name, story, want string }{
		{"unknown step", "note\n\n-- git: push origin --\n", `line 3: unknown step "push"`},
		{"unknown person", "-- git: commit 2024-01-01 zoe --\nx\n", `line 1: git: commit: "zoe" is no known person`},
		{"bad day", "-- git: commit 2024-02-30 ada --\nx\n", `"2024-02-30" isn't a day`},
		{"before 1970", "-- git: commit 1969-01-01 ada --\nx\n", "outside of 1970"},
		{"no message", "-- git: commit 2024-01-01 ada --\n\n", "needs a message"},
		{"unknown option", "-- git: commit 2024-01-01 ada by=bo --\nx\n", "unknown word by="},
		{"person twice", "-- git: person ada A <a@example.com> --\n", "is known already"},
		{"person malformed", "-- git: person zoe Zoe --\n", "expected `git: person"},
		{"out of the root", "-- ../a.md --\nx\n", "isn't a path below"},
		{"absolute", "-- /etc/passwd --\nx\n", "isn't a path below"},
		{"backslash", "-- a\\b --\nx\n", "can't be a path"},
		{"drive", "-- git: remove C:/a --\n", "can't be a path"},
		{"missing blank", "-- git:commit 2024-01-01 ada --\nx\n", "can't be a path"},
		{"git folder", "-- x/.GIT./config --\nx\n", "reaches into Git's own folder"},
		{"short name", "-- git~1/config --\nx\n", "reaches into Git's own folder"},
		{"move away", "-- git: move a.md ../b.md --\n", "isn't a path below"},
		{"branch name", "-- git: branch a..b --\n", "can't be the name"},
		{"branch option", "-- git: branch --orphan --\n", "can't be the name"},
		{"words", "-- git: move a.md --\n", "takes 2 words, found 1"},
		{"quote", "-- git: move \"a b.md c.md --\n", "isn't closed"},
		{"edit mark", "-- git: edit a.md --\n< a\n+ b\n", `line 3: a line of git: edit begins with`},
		{"mode", "-- git: mode a.md 777 --\n", "a mode is 644 or 755"},
		{"base64", "-- git: base64 a --\n!!\n", "isn't base64"},
		{"no folder", "-- git: file a.md --\n", "has no folder of files"},
		{"case", "-- Policies/a.md --\nx\n-- policies/b.md --\nx\n", `line 3: "policies" and "Policies" differ only by case`},
		{"file as folder", "-- a --\nx\n-- a/b --\nx\n", `"a" is a file`},
		{"folder as file", "-- a/b --\nx\n-- a --\nx\n", `"a" is a folder`},
		{"through a link", "-- git: symlink a .. --\n-- a/b --\nx\n", `"a" is a file`},
		{"never committed", committed + "-- b.md --\nx\n", "line 5: written and never committed"},
		{"lost by switch", committed + "-- git: branch x --\n-- b.md --\nx\n-- git: switch main --\n", "what line 6 wrote isn't committed"},
		{"no branch", committed + "-- git: switch x --\n", `no branch "x"`},
		{"branch unborn", "-- git: branch x --\n", "no commit to branch from"},
		{"branch in the way", committed + "-- git: branch a --\n-- git: branch a/b --\n", `the branch "a" is in the way`},
		{"branch twice", committed + "-- git: branch Main --\n", `the branch "main" is in the way`},
		{"nothing to merge", committed + "-- git: branch x --\n-- git: switch main --\n-- git: merge x 2024-01-02 ada --\n", "has nothing that main lacks"},
		{"conflict", committed + "-- git: branch x --\n-- a.md --\nx\n-- git: commit 2024-01-02 ada --\nx\n" +
			"-- git: switch main --\n-- a.md --\ny\n-- git: commit 2024-01-02 ada --\ny\n-- git: merge x 2024-01-03 bo --\n", "both sides changed a.md"},
		{"remove nothing", committed + "-- git: remove b.md --\n", `no file or folder "b.md"`},
		{"edit nothing", committed + "-- git: edit a.md --\n< two\n> 2\n", `"two" occur 0 times`},
		{"move onto", committed + "-- git: move a.md a.md --\n-- git: move a.md a.md --\n-- b --\n-- git: move a.md b --\n", `"b" exists already`},
		{"after worktree", committed + "-- git: worktree --\n-- git: commit 2024-01-02 ada --\nx\n", "can't follow git: worktree"},
		{"base", committed + "-- git: base nowhere --\n", `no branch or tag "nowhere"`},
		{"late token", "-- git: commit 2024-01-01 ada --\n{{blob b.md}}\n", "there is no such thing"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, err := story.Parse([]byte(tc.story))
			if err == nil {
				_, err = s.Play(t.TempDir(), story.Options{})
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestConflictIsSettled(t *testing.T) {
	s, err := story.Parse([]byte(committed + "-- git: branch x --\n-- a.md --\nx\n-- git: commit 2024-01-02 ada --\nx\n" +
		"-- git: switch main --\n-- a.md --\ny\n-- git: commit 2024-01-02 ada --\ny\n-- a.md --\nboth\n-- git: merge x 2024-01-03 bo --\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Files(story.Options{})
	if err != nil || len(got) != 1 || string(got[0].Data) != "both\n" {
		t.Errorf("%v %v", got, err)
	}
}

func TestFilesBesideTheStory(t *testing.T) {
	fsys := fstest.MapFS{
		"ex/story.txtar":    {Data: []byte("-- git: file p/a b.md --\n-- git: commit 2024-01-01 ada --\nx\n-- git: today 2024-03-01 --\n")},
		"ex/files/p/a b.md": {Data: []byte("since {{day -1}}\n")},
	}
	s, err := story.ParseFS(fsys, "ex/story.txtar")
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Files(story.Options{})
	if err != nil || len(got) != 1 || string(got[0].Data) != "since 2024-02-29\n" {
		t.Errorf("%v %v", got, err)
	}
}

func TestProgressEndsAtItsTotal(t *testing.T) {
	s, err := story.Parse([]byte(committed))
	if err != nil {
		t.Fatal(err)
	}
	last, total := 0, 0
	if _, err := s.Play(t.TempDir(), story.Options{Progress: func(d, n int) { last, total = d, n }}); err != nil {
		t.Fatal(err)
	}
	if last != total || total == 0 {
		t.Errorf("ended at %d of %d", last, total)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(committed))
	f.Add([]byte(wide))
	f.Add([]byte("-- git: edit a --\n< \n> x\n-- git: merge a,b 2024-01-01 ada --\n"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		s, err := story.Parse(archive)
		if err != nil {
			return
		}
		// Faults are fine, panics aren't.
		_, _ = s.Files(story.Options{Today: day.Of(2024, 2, 29)})
	})
}
