package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/sitegen"
)

const (
	lookEvery = 150 * time.Millisecond // how often the files are looked at
	waitMost  = 25 * time.Second       // how long a browser's question for changes is kept waiting

	// The server's own addresses. No document has one that begins so.
	changesPath = "/-/changes"
	reloadPath  = "/-/reload.js"
)

// reloadScript asks for changes and reloads the page, which keeps its place. It isn't part of a built site.
const reloadScript = `(async () => {
  const since = document.currentScript.dataset.since;
  for (;;) {
    try {
      const answer = await fetch("` + changesPath + `?since=" + since);
      if (answer.status === 200) { location.reload(); return; }
    } catch { await new Promise((done) => setTimeout(done, 1000)); }
  }
})();
`

// generation is the site of the working tree as it was at one moment.
type generation struct {
	site    *sitegen.Live
	watched watched
	stamp   string // of the files as they were read; "" where that isn't known

	settings  watched
	configure string // their stamp

	project *cli.Project
	history *sharedHistory // of the project, or of one before
}

// sharedHistory is what generations have in common that only differ in the files of the working tree.
type sharedHistory struct {
	of    *cli.Project // which read it; it is closed when nobody uses it
	users int
}

// close ends the use of the repository. One generation is closed at a time.
func (g *generation) close() {
	if g.project != g.history.of {
		g.project.Close()
	}
	if g.history.users--; g.history.users == 0 {
		g.history.of.Close()
	}
}

// watch reads the working tree anew when it has changed.
type watch struct {
	read func(ctx context.Context, before *generation) (*generation, error)

	using sync.RWMutex // held while a generation is used: it is closed when nobody is

	mu      sync.Mutex
	now     *generation
	failed  error // of the newest reading; the site before it is shown no more
	number  int   // of generations, as browsers know them
	changed chan struct{}
}

func newWatch(read func(context.Context, *generation) (*generation, error), first *generation) *watch {
	return &watch{read: read, now: first, changed: make(chan struct{})}
}

// run looks at the files until ctx ends.
func (w *watch) run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			w.look(ctx)
		}
	}
}

// look reads the working tree where its files aren't what they were.
func (w *watch) look(ctx context.Context) {
	w.mu.Lock()
	now, before := w.now, w.now.stamp
	w.mu.Unlock()
	stamp := now.watched.stamp()
	if stamp == before {
		return
	}
	next, err := w.read(ctx, now)
	if err == nil && now.watched.stamp() != stamp {
		next.stamp, next.configure = "", "" // something was written while it was read: it is read again
	}
	if ctx.Err() != nil {
		if next != nil {
			next.close()
		}
		return
	}
	var old *generation
	w.mu.Lock()
	if w.failed = err; err != nil {
		w.now.stamp = stamp
	} else {
		old, w.now = w.now, next
	}
	w.number++
	close(w.changed)
	w.changed = make(chan struct{})
	w.mu.Unlock()
	if old != nil {
		w.using.Lock()
		old.close()
		w.using.Unlock()
	}
}

func (w *watch) close() {
	w.using.Lock()
	defer w.using.Unlock()
	w.now.close()
}

func (w *watch) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+reloadPath, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = rw.Write([]byte(reloadScript))
	})
	mux.HandleFunc("GET "+changesPath, w.changes)
	mux.HandleFunc("GET /", w.file)
	return mux
}

// changes answers when there is something newer than the page that asks, or after a while.
func (w *watch) changes(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	number, changed := w.number, w.changed
	w.mu.Unlock()
	if r.FormValue("since") == strconv.Itoa(number) {
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-time.After(waitMost):
			rw.WriteHeader(http.StatusNoContent)
			return
		}
	}
	rw.WriteHeader(http.StatusOK)
}

// file answers with a file of the site, as it is now.
func (w *watch) file(rw http.ResponseWriter, r *http.Request) {
	w.using.RLock()
	defer w.using.RUnlock()
	w.mu.Lock()
	g, failed, number := w.now, w.failed, w.number
	w.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			w.fault(rw, number, fmt.Errorf("writ has a fault of its own here: %v", p))
		}
	}()
	if failed != nil {
		w.fault(rw, number, failed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" || strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	data, ok, err := g.site.File(r.Context(), name)
	if err == nil && !ok && path.Ext(name) != ".html" {
		folder := path.Join(name, "index.html")
		if _, is, _ := g.site.File(r.Context(), folder); is {
			http.Redirect(rw, r, (&url.URL{Path: "/" + name + "/"}).EscapedPath(), http.StatusMovedPermanently)
			return
		}
	}
	status := http.StatusOK
	if err == nil && !ok {
		status, name = http.StatusNotFound, "404.html"
		data, _, err = g.site.File(r.Context(), name)
	}
	if err != nil {
		w.fault(rw, number, err)
		return
	}
	write(rw, name, status, data, number)
}

func (w *watch) fault(rw http.ResponseWriter, number int, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	page := "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>writ serve</title></head><body>\n" +
		"<h1>The site can’t be shown</h1>\n<pre>" + html.EscapeString(err.Error()) + "</pre>\n</body></html>\n"
	write(rw, "fault.html", http.StatusInternalServerError, []byte(page), number)
}

// write sends a file. A page gets the script that reloads it.
func write(rw http.ResponseWriter, name string, status int, data []byte, number int) {
	kind := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".html" {
		kind = "text/html; charset=utf-8"
		script := `<script src="` + reloadPath + `" data-since="` + strconv.Itoa(number) + `"></script>` + "\n</body>"
		if i := bytes.LastIndex(data, []byte("</body>")); i >= 0 {
			data = append(append(bytes.Clone(data[:i]), script...), data[i+len("</body>"):]...)
		}
	}
	h := rw.Header()
	if kind != "" {
		h.Set("Content-Type", kind)
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-cache")
	rw.WriteHeader(status)
	_, _ = rw.Write(data)
}

// guarded answers only requests that name this server's own address: a page of another host whose name was made to lead
// here could read the preview otherwise. Questions for changes must come from the server's own pages.
func guarded(at net.Addr, next http.Handler) http.Handler {
	host, port, _ := net.SplitHostPort(at.String())
	own := map[string]bool{net.JoinHostPort(host, port): true}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		own[net.JoinHostPort("localhost", port)] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		anywhere := net.ParseIP(host).IsUnspecified() && net.ParseIP(hostname(r.Host)) != nil
		if !own[r.Host] && !anywhere {
			http.Error(w, "this server is "+at.String()+", and answers no other host name", http.StatusMisdirectedRequest)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/-/") && foreignOrigin(r) {
			http.Error(w, "this is for the pages of this server alone", http.StatusForbidden)
			return
		}
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin") // no page of another origin takes a part of it
		w.Header().Set("X-Frame-Options", "DENY")
		next.ServeHTTP(w, r)
	})
}

func hostname(host string) string { return (&url.URL{Host: host}).Hostname() }

// foreignOrigin reports whether a page of another origin asks.
func foreignOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return true
	}
	origin := r.Header.Get("Origin")
	return origin != "" && origin != "http://"+r.Host
}
