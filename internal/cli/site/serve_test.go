package site_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/cli/site"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story/storytest"
)

// served is a running `writ serve`.
type served struct {
	t       *testing.T
	address string
}

// startServe serves a repository until the test ends.
func startServe(t *testing.T, dir string, today day.Day) served {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("it is ended by a signal")
	}
	said, out := io.Pipe()
	var complaints bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Main([]string{"serve"}, cli.Surroundings{Program: "writ",
			Streams: cli.Streams{In: strings.NewReader(""), Out: out, Err: &complaints},
			Environ: []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "XDG_CACHE_HOME=" + t.TempDir()},
			Clock:   func() time.Time { return today.Time().Add(12 * time.Hour) }, Dir: dir}, site.Commands()...)
		out.Close()
	}()
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, complaints.String())
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	t.Cleanup(func() {
		_ = syscall.Kill(os.Getpid(), syscall.SIGINT) // which the program waits for
		if code := <-ended; code != 0 {
			t.Errorf("it ended with %d: %s", code, complaints.String())
		}
	})
	_, after, _ := strings.Cut(line, "Serving ")
	address, _, _ := strings.Cut(after, "/ ")
	return served{t, address}
}

// get asks for an address; headers are pairs of names and values.
func (s served) get(path string, headers ...string) (status int, body string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(data)
}

// send asks for an address by a method.
func (s served) send(method, path string) (int, http.Header) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode, answer.Header
}

// settle waits until the site is newer than the number, and no more generations follow.
func (s served) settle(since *int) {
	s.t.Helper()
	if status, body := s.get(fmt.Sprintf("/-/changes?since=%d", *since)); status != http.StatusOK {
		s.t.Fatalf("nothing changed: %d %s", status, body)
	}
	for before := -1; before != *since; {
		before = *since
		time.Sleep(400 * time.Millisecond)
		_, page := s.get("/")
		_, number, _ := strings.Cut(page, `data-since="`)
		number, _, _ = strings.Cut(number, `"`)
		n, err := strconv.Atoi(number)
		if err != nil {
			s.t.Fatal(err)
		}
		*since = n
	}
}

// TestServe: the newest words are shown, marked, with what lint finds; a saved file is read anew; and only the server's
// own pages may ask.
func TestServe(t *testing.T) {
	today := day.Of(2026, 11, 23)
	story, err := os.ReadFile("../testdata/stories/basic.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir, _ := storytest.Play(t, string(story), today)
	s := startServe(t, dir, today)
	file := filepath.Join(dir, "policies", "one.md")
	saved, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path string, status int, has string, headers ...string) {
		t.Helper()
		// A file is emptied before it is written, which may be a generation of its own.
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			got, body := s.get(path, headers...)
			if got == status && strings.Contains(body, has) {
				return
			}
			if time.Now().After(deadline) {
				t.Errorf("%s: %d, want %d with %q:\n%s", path, got, status, has, body)
				return
			}
		}
	}
	ask("/", 200, "Preview: this site shows the newest words")
	ask("/POL-001/", 200, "Access needs a reason.")
	ask("/POL-001/", 200, `<script src="/-/reload.js" data-since="0"></script>`)
	ask("/POL-001/history/", 200, "Version 1.0")
	ask("/register.json", 200, `"serve": "preview"`)
	ask("/manifest.json", 404, "")
	ask("/nothing/", 404, "")
	ask("/-/reload.js", 200, "location.reload")
	ask("/", 421, "no other host name", "Host", "evil.example")
	ask("/", 200, "", "Host", strings.Replace(strings.TrimPrefix(s.address, "http://"), "127.0.0.1", "localhost", 1))
	ask("/-/changes?since=7", 403, "", "Origin", "http://evil.example")
	ask("/-/changes?since=7", 403, "", "Sec-Fetch-Site", "cross-site")
	ask("/-/changes?since=7", 200, "", "Origin", s.address)

	changed := func(since int, save func()) {
		t.Helper()
		save()
		ask(fmt.Sprintf("/-/changes?since=%d", since), 200, "")
	}
	put := func(name string, data string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	changed(0, func() { put(file, string(saved)+"\nA [lost](lost.md) link.\n") })
	ask("/POL-001/", 200, "A lost")
	ask("/POL-001/", 200, "What the linter finds here")
	ask("/POL-001/", 200, "WR601")
	changed(1, func() { put(filepath.Join(dir, "writ.yaml"), "version: x\n") })
	ask("/POL-001/", 500, "can’t be shown")
	changed(2, func() { put(filepath.Join(dir, "writ.yaml"), "version: 1\n") })
	ask("/POL-001/", 200, "A lost")
	changed(3, func() {
		put(filepath.Join(dir, "policies", "new.md"), strings.ReplaceAll(string(saved), "POL-001", "POL-777"))
	})
	ask("/POL-777/", 200, "Access needs a reason.")

	for _, path := range []string{"/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/POL-001/..%5c..%5cx", "/.git/config",
		"/writ.yaml", "/policies/one.md", "/%00", "/-/", "/-/../../x", "/assets/../../.git/HEAD"} {
		if status, body := s.get(path); status != 307 && status != 400 && status != 404 || strings.Contains(body, "Access needs") {
			t.Errorf("%s: %d\n%s", path, status, body)
		}
	}
	for method, status := range map[string]int{http.MethodHead: 200, http.MethodPost: 405, http.MethodPut: 405, http.MethodDelete: 405, http.MethodOptions: 405} {
		for _, path := range []string{"/POL-001/", "/-/reload.js"} {
			if got, headers := s.send(method, path); got != status || status == 200 && headers.Get("Cross-Origin-Resource-Policy") != "same-origin" {
				t.Errorf("%s %s: %d, want %d; %v", method, path, got, status, headers)
			}
		}
	}

	since := 4
	git := func(args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "git", append([]string{"-C", dir}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE=2026-11-23T10:00:00Z", "GIT_COMMITTER_DATE=2026-11-23T10:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	// What is committed, and how documents are configured, is read anew, too.
	ask("/POL-001/history/", 200, "Version 1.0")
	git("add", "policies/new.md")
	s.settle(&since)
	git("-c", "user.name=Ada Byron", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "Begin the new policy")
	s.settle(&since)
	ask("/POL-777/history/", 200, "Begin the new policy")

	// While somebody writes: half a front matter, a document that is renamed, and one that is gone.
	change := func(save func()) { changed(since, save); since++ }
	for _, half := range []string{"", "---", "---\nid: POL-001\ntitle: [", "---\nid: \"POL", "---\nid: POL-001\n---\n# \xff\x00", "---\n- a\n- b\n---\n", "---\nid: {a: &x b, c: *x}\n---\n"} {
		change(func() { put(file, half) })
		for _, path := range []string{"/", "/register/", "/POL-777/", "/POL-777/history/"} {
			ask(path, 200, "</html>")
		}
		for _, path := range []string{"/POL-001/", "/doc/policies/one/"} {
			if status, body := s.get(path); status != 200 && status != 404 || strings.Contains(body, "goroutine") {
				t.Errorf("%q: %s: %d\n%s", half, path, status, body)
			}
		}
	}
	change(func() { put(file, string(saved)) })
	ask("/POL-001/", 200, "Access needs a reason.")
	change(func() {
		if err := os.Rename(file, filepath.Join(dir, "policies", "renamed.md")); err != nil {
			t.Fatal(err)
		}
	})
	ask("/POL-001/", 200, "Access needs a reason.")
	ask("/POL-001/", 200, "policies/renamed.md")
	change(func() {
		if err := os.Remove(filepath.Join(dir, "policies", "renamed.md")); err != nil {
			t.Fatal(err)
		}
	})
	ask("/POL-001/", 404, "Page not found")
	ask("/register/", 200, "POL-777")
}
