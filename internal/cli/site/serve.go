package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

const firstPort, lastPort = 8080, 8179

// serve shows a built site on 127.0.0.1, on the first free port from 8080, until ctx ends. It writes the address to w.
func serve(ctx context.Context, w io.Writer, dir string) error {
	listener, err := listen("127.0.0.1", 0)
	if err != nil {
		return err
	}
	return answer(ctx, w, listener, guarded(listener.Addr(), siteHandler(dir)))
}

// answer answers requests until ctx ends. It writes the address to w.
func answer(ctx context.Context, w io.Writer, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if _, err := fmt.Fprintf(w, "Serving http://%s/ (press Ctrl-C to end)\n", listener.Addr()); err != nil {
		return err
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// siteHandler serves the files of a site, and its own page for what isn't there.
func siteHandler(dir string) http.Handler {
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		name := filepath.FromSlash(r.URL.Path)
		if !filepath.IsLocal(filepath.Clean("."+name)) || missing(filepath.Join(dir, filepath.Clean("/"+name))) {
			notFound(w, r, dir)
			return
		}
		files.ServeHTTP(w, r)
	})
}

func missing(path string) bool {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		_, err = os.Stat(filepath.Join(path, "index.html"))
	}
	return err != nil
}

func notFound(w http.ResponseWriter, r *http.Request, dir string) {
	page, err := os.ReadFile(filepath.Join(dir, "404.html"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = bytes.NewReader(page).WriteTo(w)
}
