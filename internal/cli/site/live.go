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
)

const (
	waitMost = 25 * time.Second       // how long a browser's question for changes is kept waiting
	breath   = 250 * time.Millisecond // before the linter begins: the page comes first

	// The server's own addresses. No document has one that begins so.
	changesPath = "/-/changes"
	reloadPath  = "/-/reload.js"
)

// reloadScript asks for changes and reloads the page, which keeps its place. While the linter is at work it says so.
// It isn't part of a built site.
const reloadScript = `(async () => {
  const own = document.currentScript, since = own.dataset.since;
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.textContent = "Checking: what lint finds comes in a moment.";
  for (const [name, value] of Object.entries({position: "fixed", insetBlockEnd: "0", insetInlineEnd: "0", margin: "0",
    padding: ".25rem .75rem", background: "Canvas", color: "CanvasText", border: "1px solid", zIndex: "9"}))
    told.style[name] = value;
  let checking = own.dataset.checking;
  for (;;) {
    if (checking) own.before(told); else told.remove();
    try {
      const answer = await fetch("` + changesPath + `?since=" + since + (checking ? "&checking=1" : ""));
      if (answer.status === 200) { location.reload(); return; }
      checking = answer.status === 202 ? "1" : "";
    } catch { await new Promise((done) => setTimeout(done, 1000)); }
  }
})();
`

// watch reads the working tree anew when it has changed.
type watch struct {
	read func(ctx context.Context, before *generation) (*generation, error)

	using sync.RWMutex // held while a generation is used: it is altered and closed when nobody is

	mu      sync.Mutex
	now     *generation
	failed  error // of the newest reading; the site before it is shown no more
	number  int   // of what is shown, as browsers know it
	working bool  // the linter is at work on what is shown
	changed chan struct{}

	// Of the goroutine in run alone.
	checks  chan checked
	pending int                // checks that are at work
	cancel  context.CancelFunc // ends the newest of them; nil for none
}

// checked is what the linter says of what a generation shows.
type checked struct {
	of  *cli.Published
	now *cli.Published
	err error
}

func newWatch(read func(context.Context, *generation) (*generation, error), first *generation) *watch {
	return &watch{read: read, now: first, working: !first.checked, changed: make(chan struct{}),
		checks: make(chan checked)}
}

// run looks at the files until ctx ends.
func (w *watch) run(ctx context.Context) {
	a := newAlarm(ctx)
	a.over(w.now.watched.folders())
	w.check(ctx)
	next := time.NewTimer(a.pause)
	for {
		select {
		case <-ctx.Done():
			w.uncheck(true)
			w.using.Lock()
			defer w.using.Unlock()
			w.now.close()
			return
		case done := <-w.checks:
			w.settle(done)
			continue
		case <-a.rings:
		case <-next.C:
		}
		began := time.Now()
		if w.look(ctx) {
			a.over(w.now.watched.folders())
		} else {
			a.took(time.Since(began))
		}
		next.Reset(a.pause)
	}
}

// look reads the working tree where its files aren't what they were, and reports whether it did.
func (w *watch) look(ctx context.Context) bool {
	now := w.now
	seen := now.watched.stamps()
	names := seen.since(now.seen)
	if len(names) == 0 {
		return false
	}
	w.uncheck(false)
	if !w.edit(ctx, names, seen) {
		w.renew(ctx, seen)
	}
	w.check(ctx)
	return true
}

// edit shows documents anew that were written; ok is false where everything has to be read.
func (w *watch) edit(ctx context.Context, names []string, seen stamps) (ok bool) {
	g := w.now
	paths, ok := g.edited(names)
	if !ok || w.failed != nil {
		return false
	}
	other, ok, err := g.reread(ctx, paths)
	if !ok || err != nil {
		return false // reading everything says why
	}
	w.using.Lock() // until it is known what the pages show: none has new words without its mark
	defer w.using.Unlock()
	ok, err = g.show(other)
	if g.seen = seen; !ok || err != nil {
		return false
	}
	w.publish(g, nil)
	return true
}

// renew reads everything.
func (w *watch) renew(ctx context.Context, seen stamps) {
	old := w.now
	next, err := w.read(ctx, old)
	if err == nil && len(old.watched.stamps().since(seen)) > 0 {
		next.seen, next.configure = nil, nil // something was written while it was read: it is read again
	}
	if ctx.Err() != nil {
		if next != nil {
			next.close()
		}
		return
	}
	if err != nil {
		old.seen = seen
		w.publish(old, err)
		return
	}
	w.publish(next, nil)
	w.uncheck(true)
	w.using.Lock()
	old.close()
	w.using.Unlock()
}

// publish shows a generation, or what went wrong, and tells the browsers.
func (w *watch) publish(g *generation, failed error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now, w.failed, w.working = g, failed, failed == nil && !g.checked
	w.number++
	w.tell()
}

// tell wakes the browsers that wait. The lock is held.
func (w *watch) tell() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// check has the linter look at what is shown, unless it has.
func (w *watch) check(ctx context.Context) {
	g := w.now
	if g.checked || w.failed != nil {
		return
	}
	ctx, w.cancel = context.WithCancel(ctx)
	w.pending++
	src := g.src
	go func() {
		select {
		case <-ctx.Done():
		case <-time.After(breath):
		}
		now, err := g.project.Check(ctx, src)
		w.checks <- checked{src, now, err}
	}()
}

// uncheck ends the checks that are at work: what they look at is shown no more. Before a repository is closed it waits
// for their end.
func (w *watch) uncheck(wait bool) {
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
	for ; wait && w.pending > 0; w.pending-- {
		<-w.checks
	}
}

// settle shows what the linter found.
func (w *watch) settle(done checked) {
	w.pending--
	if done.of != w.now.src || errors.Is(done.err, context.Canceled) {
		return
	}
	w.uncheck(false)
	if done.err != nil {
		w.publish(w.now, done.err)
		return
	}
	site, err := w.now.settled(done.now)
	if err != nil {
		w.publish(w.now, err)
		return
	}
	w.using.Lock()
	defer w.using.Unlock()
	w.now.src, w.now.checked = done.now, true
	if site != nil {
		w.now.site = site
		w.publish(w.now, nil)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.working = false
	w.tell()
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

// changes answers when there is something newer than the page that asks, when the linter's work ends or begins, or
// after a while: 200 for a newer page, 202 while the linter is at work.
func (w *watch) changes(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	changed := w.changed
	status := w.state(r)
	w.mu.Unlock()
	if status == 0 {
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-time.After(waitMost):
		}
		w.mu.Lock()
		if status = w.state(r); status == 0 {
			status = w.still()
		}
		w.mu.Unlock()
	}
	rw.WriteHeader(status)
}

// state is what a page that asks doesn't know yet; 0 for nothing. The lock is held.
func (w *watch) state(r *http.Request) int {
	switch {
	case r.FormValue("since") != strconv.Itoa(w.number):
		return http.StatusOK
	case w.working != (r.FormValue("checking") != ""):
		return w.still()
	}
	return 0
}

// still tells whether the linter is at work. The lock is held.
func (w *watch) still() int {
	if w.working {
		return http.StatusAccepted
	}
	return http.StatusNoContent
}

// file answers with a file of the site, as it is now.
func (w *watch) file(rw http.ResponseWriter, r *http.Request) {
	w.using.RLock()
	defer w.using.RUnlock()
	w.mu.Lock()
	g, failed, shows := w.now, w.failed, showing{w.number, w.working}
	w.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			w.fault(rw, shows, fmt.Errorf("writ has a fault of its own here: %v", p))
		}
	}()
	if failed != nil {
		w.fault(rw, shows, failed)
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
		w.fault(rw, shows, err)
		return
	}
	write(rw, name, status, data, shows)
}

func (w *watch) fault(rw http.ResponseWriter, shows showing, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	page := "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>writ serve</title></head><body>\n" +
		"<h1>The site can’t be shown</h1>\n<pre>" + html.EscapeString(err.Error()) + "</pre>\n</body></html>\n"
	write(rw, "fault.html", http.StatusInternalServerError, []byte(page), shows)
}

// showing is what a page shows.
type showing struct {
	number  int
	working bool // the linter is still at work on it
}

// write sends a file. A page gets the script that reloads it.
func write(rw http.ResponseWriter, name string, status int, data []byte, shows showing) {
	kind := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".html" {
		kind = "text/html; charset=utf-8"
		checking := ""
		if shows.working {
			checking = ` data-checking="1"`
		}
		script := `<script src="` + reloadPath + `" data-since="` + strconv.Itoa(shows.number) + `"` + checking +
			`></script>` + "\n</body>"
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

// guarded answers only requests that name this server's own address: a page of another host whose name was made to
// lead here could read the preview otherwise. Questions for changes must come from the server's own pages.
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
