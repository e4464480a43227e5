package site

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/sitegen"
)

// reloadTag is the script that a served page has beyond a built one.
var reloadTag = regexp.MustCompile(`<script src="/-/reload.js"[^>]*></script>\n`)

// today is when these tests are told.
var today = day.Of(2026, 11, 23)

// playExample plays the embedded example.
func playExample(t *testing.T) (dir string) {
	t.Helper()
	tale, err := contentexample.Story()
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(t.TempDir(), "repo")
	if _, err := tale.Play(dir, story.Options{Today: today}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// previewOf previews a repository.
func previewOf(t *testing.T, dir string, patience int) (v preview) {
	t.Helper()
	surroundings := cli.Surroundings{Program: "writ", Dir: dir,
		Streams: cli.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard},
		Environ: []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "XDG_CACHE_HOME=" + t.TempDir()},
		Clock:   func() time.Time { return today.Time().Add(12 * time.Hour) }}
	cli.Main([]string{"lend"}, surroundings, func(h *cli.Host) *cobra.Command {
		return &cobra.Command{Use: "lend", Run: func(*cobra.Command, []string) {
			v = preview{patience: patience, open: func(context.Context) (*cli.Project, error) { return h.Open(dir, "") }}
		}}
	})
	return v
}

func (v preview) mustGenerate(t *testing.T) *generation {
	t.Helper()
	g, err := v.generate(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// render is all files of a generation's site.
func render(t *testing.T, g *generation) map[string][]byte {
	t.Helper()
	out, err := sitegen.Render(t.Context(), g.content.Site())
	if err != nil {
		t.Fatal(err)
	}
	return out.Files
}

// TestRereadIsARead: a preview that read only what was written is that of who reads everything, byte by byte, whatever
// was written.
func TestRereadIsARead(t *testing.T) {
	dir := playExample(t)
	untracked := "---\nid: POL-990\ntitle: New\nkind: policy\nversion: \"0.1\"\nstatus: draft\nowner: nobody\n---\n\nWords.\n"
	if err := os.WriteFile(filepath.Join(dir, "policies", "untracked.md"), []byte(untracked), 0o644); err != nil {
		t.Fatal(err)
	}
	v := previewOf(t, dir, patient)
	g := v.mustGenerate(t)
	defer g.close()
	var files []string
	for _, e := range g.src.Register.Documents {
		if e.File == nil && e.ID != "" {
			files = append(files, e.Path)
		}
	}
	committed := map[string]string{}
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		committed[name] = string(text)
	}
	cut := func(s, from, to string) string {
		before, after, ok := strings.Cut(s, from)
		if !ok {
			return s
		}
		_, after, _ = strings.Cut(after, to)
		return before + after
	}
	edits := []func(text string) string{
		func(s string) string {
			return s + "\nA [lost](lost.md) link, and [one](" + filepath.Base(files[0]) + ").\n"
		},
		func(s string) string { return strings.Replace(s, "\nversion: ", "\nversion: \"9.9\" # was ", 1) },
		func(s string) string { return strings.Replace(s, "\ntitle: ", "\ntitle: Another ", 1) },
		func(s string) string { return strings.Replace(s, "\nstatus: ", "\nstatus: draft # was ", 1) },
		func(s string) string { return strings.Replace(s, "\nid:", "\nsupersedes: [POL-001]\nid:", 1) },
		func(s string) string { return strings.Replace(s, "\nowner: ", "\nowner: nobody # was ", 1) },
		func(s string) string { return cut(s, "\n## ", "\n## ") },
		func(s string) string { return cut(s, "\n| ", "\n") },
		func(s string) string {
			return strings.Replace(s, "\nreview_date: ", "\nreview_date: 2020-01-01 # was ", 1)
		},
		func(s string) string { return strings.ReplaceAll(s, "2026", "2025") },
		func(string) string { return "" },
		func(s string) string { return "---\n[\n---\n" + s },
		func(s string) string { return strings.ReplaceAll(s, "](", "](../") },
	}
	short, at := 0, 0
	for round := range 3 {
		for i := range files {
			name := files[(i*7+round*3)%len(files)]
			text := committed[name] // some go back to it
			if i%3 == 0 {
				text = edits[at%len(edits)](text)
				at++
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		seen := g.watched.stamps()
		for names := range slices.Chunk(seen.since(g.seen), 4) {
			paths, ok := g.edited(names)
			if !ok {
				t.Fatalf("%v aren't told as documents that were written", names)
			}
			w, ok, err := g.reread(t.Context(), paths)
			if err == nil && ok {
				if ok, err = g.show(w); err == nil && ok {
					short++
					continue
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			old := g
			if g, err = v.generate(t.Context(), old); err != nil {
				t.Fatal(err)
			}
			old.close()
			break
		}
		g.seen = seen
		fresh := v.mustGenerate(t)
		want, got := render(t, fresh), render(t, g)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("round %d: %.2000s", round, diff)
		}
		names := []string{"evidence/index.html", "index.html", "changes/index.html", "calendar/index.html"}
		for _, path := range files[:4] {
			names = append(names, g.address(path)+"/index.html")
		}
		for _, name := range names {
			if data, _, err := g.site.File(t.Context(), name); err != nil || !bytes.Equal(data, want[name]) {
				t.Errorf("round %d: %s: %v: %s", round, name, err, cmp.Diff(string(want[name]), string(data)))
			}
		}
		fresh.close()
	}
	if short < 6 {
		t.Errorf("only %d times documents were read alone", short)
	}
}

// address is where the page of the document at a path is.
func (g *generation) address(path string) string {
	site := g.content.Site()
	i := slices.IndexFunc(site.Documents, func(d sitegen.Document) bool { return d.Path == path })
	return site.Documents[i].Address()
}

// TestWordsBeforeFindings: where the linter takes its time, a saved document is shown before it is done, marked, and
// what it finds comes after.
func TestWordsBeforeFindings(t *testing.T) {
	dir := playExample(t)
	v := previewOf(t, dir, 0)
	w := newWatch(v.generate, v.mustGenerate(t))
	server := httptest.NewServer(w.handler())
	defer server.Close()
	get := func(path string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	settled := func() (page string) {
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			_, page = get("/POL-001/")
			if !strings.Contains(page, `data-checking="1"`) {
				return page
			}
			if time.Now().After(deadline) {
				t.Fatal("the linter's work has no end")
			}
		}
	}
	if _, page := get("/POL-001/"); !strings.Contains(page, `data-checking="1"`) || strings.Contains(page, "WR") {
		t.Errorf("the first page waits for the linter, or doesn't say that it is at work:\n%s", page)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx)
	}()
	defer func() {
		end()
		<-ended
	}()
	settled()
	file := filepath.Join(dir, "policies", "information-security.md")
	saved, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(saved, "\nA [lost](lost.md) zebra.\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		_, page := get("/POL-001/")
		if strings.Contains(page, "zebra") {
			if strings.Contains(page, "WR601") != !strings.Contains(page, `data-checking="1"`) {
				t.Errorf("it is marked wrongly:\n%s", page)
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("it is never shown")
		}
	}
	if page := settled(); !strings.Contains(page, "WR601") || !strings.Contains(page, "zebra") {
		t.Errorf("what the linter finds isn't shown:\n%s", page)
	}
	if status, _ := get("/-/changes?since=0&checking=1"); status != http.StatusOK {
		t.Errorf("a page of before is told %d", status)
	}
	fresh := previewOf(t, dir, patient).mustGenerate(t)
	defer fresh.close()
	want := render(t, fresh)
	for _, name := range []string{"index.html", "register/index.html", "POL-001/index.html", "actions/index.html"} {
		_, page := get("/" + name)
		page = reloadTag.ReplaceAllString(page, "")
		if diff := cmp.Diff(string(want[name]), page); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
