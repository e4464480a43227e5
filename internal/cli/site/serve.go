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
	"strconv"
	"time"
)

const firstPort, lastPort = 8080, 8179

// serve shows a built site on 127.0.0.1, on the first free port from 8080, until ctx ends. It writes the address to w.
func serve(ctx context.Context, w io.Writer, dir string) error {
	listener, err := listen()
	if err != nil {
		return err
	}
	server := &http.Server{Handler: siteHandler(dir), ReadHeaderTimeout: 10 * time.Second}
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

func listen() (net.Listener, error) {
	var last error
	for port := firstPort; port <= lastPort; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return l, nil
		}
		last = err
	}
	return nil, fmt.Errorf("no port of 127.0.0.1 between %d and %d is free; end another server: %w", firstPort,
		lastPort, last)
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
