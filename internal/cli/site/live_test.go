package site

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestFaultIsAPage: what panics is told on a page, without a stack trace.
func TestFaultIsAPage(t *testing.T) {
	rw := httptest.NewRecorder()
	newWatch(nil, &generation{}).handler().ServeHTTP(rw, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	body := rw.Body.String()
	if rw.Code != http.StatusInternalServerError || !strings.Contains(body, "can’t be shown") || strings.Contains(body, "goroutine") ||
		strings.Contains(body, ".go:") {
		t.Errorf("%d\n%s", rw.Code, body)
	}
}
