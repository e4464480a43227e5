package rules

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/lint"
)

// played is the repository that comes out of an example.
type played struct {
	t     *testing.T
	dir   string
	today day.Day
}

func playExample(t *testing.T, archive string) played {
	t.Helper()
	dir, told := storytest.Play(t, archive, day.None)
	p := played{t, dir, told.Today}
	if p.today == day.None {
		p.today = defaultToday
	}
	return p
}

func (p played) lint() lint.Linted {
	p.t.Helper()
	in, err := scratch.Load(p.t.Context(), p.dir, p.today)
	if err != nil {
		p.t.Fatal(err)
	}
	return lint.Linted{Input: in, Result: run(p.t, in)}
}

// with puts texts into files while do runs.
func (p played) with(texts map[string][]byte, do func()) {
	p.t.Helper()
	was := map[string][]byte{}
	for path := range texts {
		src, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(path)))
		if err != nil {
			p.t.Fatal(err)
		}
		was[path] = src
	}
	p.write(texts)
	defer p.write(was)
	do()
}

func (p played) write(texts map[string][]byte) {
	p.t.Helper()
	for path, text := range texts {
		if err := os.WriteFile(filepath.Join(p.dir, filepath.FromSlash(path)), text, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
}

// commit commits the working tree today.
func (p played) commit() {
	p.t.Helper()
	cmd := exec.CommandContext(p.t.Context(), "git", "commit", "-qam", "Fix what can be fixed")
	cmd.Dir = p.dir
	now := p.today.String() + "T08:00:00Z"
	cmd.Env = append(gittest.Env(), "GIT_AUTHOR_DATE="+now, "GIT_COMMITTER_DATE="+now)
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("%v: %s", err, out)
	}
}

// TestFixes applies each fix that findings of bad examples carry, by itself: its edits fit, and the finding is gone. A rule that
// claims safe fixes has one.
func TestFixes(t *testing.T) {
	for _, r := range All() {
		if strings.Contains(r.Bad(), "-- git: base ") {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			e := exampleOf(t, r.Bad())
			fixed := slices.DeleteFunc(slices.Clone(e.result.Findings), func(f lint.Finding) bool {
				return f.Fix == nil || f.Rule.ID != r.ID
			})
			safe := slices.ContainsFunc(fixed, func(f lint.Finding) bool { return f.Fix.Safe })
			if len(fixed) > 0 {
				p := playExample(t, r.Bad()) // a repository of its own, to change
				for _, f := range fixed {
					p.try(lint.Linted{Input: e.in, Result: e.result}, &f)
				}
			}
			if safe != r.Fixable {
				t.Errorf("%s says of itself that it has safe fixes: %v; its bad example has one: %v", r.ID, r.Fixable, safe)
			}
		})
	}
}

// alike counts the findings that are about the same as one.
func alike(all []lint.Finding, f *lint.Finding) (n int) {
	for _, x := range all {
		if x.Rule.ID == f.Rule.ID && x.Path == f.Path && x.Message == f.Message {
			n++
		}
	}
	return n
}

// try applies the fix of a finding, looks at what came of it, and takes it back.
func (p played) try(before lint.Linted, f *lint.Finding) {
	t := p.t
	t.Helper()
	if f.Fix.Title == "" || f.Fix.Why == "" || len(f.Fix.Edits) == 0 {
		t.Errorf("the fix of %s in %s lacks something: %+v", f.Rule.ID, f.Path, f.Fix)
	}
	file := filepath.Join(p.dir, filepath.FromSlash(f.Path))
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, e := range f.Fix.Edits {
		if e.Path != f.Path || e.Range.Start.Offset < at || e.Range.End.Offset < e.Range.Start.Offset || e.Range.End.Offset > len(src) {
			t.Fatalf("%s in %s: the edit %+v doesn't fit", f.Rule.ID, f.Path, e)
		}
		at = e.Range.End.Offset
	}
	fixed := f.Fix.Apply(f.Path, src)
	p.with(map[string][]byte{f.Path: fixed}, func() {
		after := p.lint().Result.Findings
		if alike(after, f) >= alike(before.Result.Findings, f) {
			t.Errorf("%s in %s is still there after its fix (%s):\n%s", f.Rule.ID, f.Path, f.Fix.Title, printed(after, true))
		}
	})
	fields := before.Input.Config.Fields
	same := before.Input.Register.ByPath(f.Path) == nil ||
		history.ReadFacts(src, fields).Digest == history.ReadFacts(fixed, fields).Digest
	if f.Fix.Safe && !same {
		t.Errorf("%s in %s: %s is called safe, and changes the content digest", f.Rule.ID, f.Path, f.Fix.Title)
	}
	t.Logf("%s: %s (safe: %v, %s)", f.Path, f.Fix.Title, f.Fix.Safe, f.Fix.Why)
}

// TestSafeFixes applies all safe fixes of each bad example together, as `writ fix` does. None is refused; each document keeps
// its content digest; a second run finds nothing to fix; and no finding comes up, neither at once nor when the outcome is
// committed. A rule that gains a fix is covered by its example.
func TestSafeFixes(t *testing.T) {
	for _, r := range All() {
		if !r.Fixable || strings.Contains(r.Bad(), "-- git: base ") {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			p := playExample(t, r.Bad())
			all := func(*lint.Finding) bool { return true }
			fixAll := func() *lint.Fixed {
				fixed, err := lint.FixAll(t.Context(), func(_ context.Context, texts map[string][]byte) (out lint.Linted, _ error) {
					p.with(texts, func() { out = p.lint() })
					return out, nil
				}, all)
				if err != nil {
					t.Fatal(err)
				}
				return fixed
			}
			fixed := fixAll()
			if !slices.ContainsFunc(fixed.Done, func(f lint.Finding) bool { return f.Rule.ID == r.ID }) || len(fixed.Refused) > 0 {
				t.Errorf("fixed were %d findings, refused %v", len(fixed.Done), fixed.Refused)
			}
			texts, err := fixed.Texts()
			if err != nil {
				t.Fatal(err)
			}
			fields := fixed.Before.Input.Config.Fields
			for path, text := range texts {
				if fixed.Before.Input.Register.ByPath(path) == nil {
					continue // writ.yaml and the baseline have no digest
				}
				was, err := fixed.Before.Input.Register.Read(path)
				if err != nil {
					t.Fatal(err)
				}
				if history.ReadFacts(was, fields).Digest != history.ReadFacts(text, fields).Digest {
					t.Errorf("the content digest of %s changed:\n%s", path, text)
				}
			}
			p.write(texts)
			if again := fixAll(); len(again.Done)+len(again.Refused) > 0 {
				t.Errorf("a second run fixes %d findings more", len(again.Done))
			}
			noneNew(t, "after the fixes", fixed.Before, p.lint())
			p.commit()
			noneNew(t, "after the commit of the fixes", fixed.Before, p.lint())
			t.Logf("%d findings in %v", len(fixed.Done), slices.Sorted(maps.Keys(texts)))
		})
	}
}

// noneNew fails for findings that weren't there before.
func noneNew(t *testing.T, when string, before, after lint.Linted) {
	t.Helper()
	known := map[string]bool{}
	for _, f := range before.Result.All() {
		known[f.Fingerprint] = true
	}
	for _, f := range after.Result.Findings {
		if !known[f.Fingerprint] {
			t.Errorf("%s there is %s in %s: %s", when, f.Rule.ID, f.Path, f.Message)
		}
	}
}
