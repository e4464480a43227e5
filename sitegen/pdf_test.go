package sitegen

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/paper"
)

// printer says how a test prints, or skips it.
func printer(t *testing.T) *PDF {
	t.Helper()
	program := paper.Find(os.Getenv("PATH"))
	if program == "" {
		if os.Getenv(requireBrowser) == "1" {
			t.Fatal("no Chromium on this machine, and " + requireBrowser + "=1 demands one; install Debian's package chromium")
		}
		t.Skip("no Chromium on this machine; install Debian's package chromium, or set " + requireBrowser + "=1 to fail here")
	}
	return &PDF{Browser: program, Environ: os.Environ(), NoSandbox: true}
}

// TestPDF: each document in force has a file with the same bytes each time, which a page links to and the manifest names,
// and which a later build uses again where its page is as before.
func TestPDF(t *testing.T) {
	pdf := printer(t)
	dir := t.TempDir()
	out, again := filepath.Join(dir, "public"), filepath.Join(dir, "again")
	build := func(site Site, out string) (Result, map[string]string) {
		r, err := Build(t.Context(), site, out, Options{Tool: "writ 1", PDF: pdf})
		if err != nil {
			t.Fatal(err)
		}
		return r, tree(t, out)
	}
	r, first := build(linked(), out)
	if _, second := build(linked(), again); !maps.Equal(first, second) {
		for name := range first {
			if first[name] != second[name] {
				at := 0
				for at < min(len(first[name]), len(second[name])) && first[name][at] == second[name][at] {
					at++
				}
				part := func(s string) string { return s[max(0, at-60):min(len(s), at+60)] }
				t.Errorf("two builds differ in %s from byte %d on: %q and %q", name, at, part(first[name]), part(second[name]))
			}
		}
	}
	var files []string
	for name := range first {
		if strings.HasPrefix(name, pdfFolder) {
			files = append(files, name)
		}
	}
	slices.Sort(files)
	visitors := pdfFolder + "doc/Besuch-Größe-" + pathHash("policies/Besuch & Größe.md")[:8] + ".pdf"
	if want := []string{"pdf/CTX-1.pdf", "pdf/POL-001.pdf", "pdf/PRO-010.pdf", "pdf/PRO-011.pdf", visitors}; !slices.Equal(files, want) || r.PDFs != len(want) {
		t.Errorf("printed %q (%d), want %q", files, r.PDFs, want)
	}
	policy := []byte(first["pdf/POL-001.pdf"])
	for _, want := range []string{"/StructTreeRoot", "/MarkInfo", "/Outlines", "(D:20260115000000+00'00')", "https://docs.example.com/isms/PRO-010/"} {
		if !bytes.Contains(policy, []byte(want)) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
	for _, s := range pdfText(t, policy) {
		if !strings.Contains(s, "Printed copies are uncontrolled · docs.example.com/isms/check/") ||
			!strings.Contains(s, "in force since 2026-01-15") || strings.Contains(s, "printed 20") || strings.Contains(s, "PDF file") {
			t.Errorf("a sheet says\n%s", s)
		}
	}
	if !strings.Contains(first["POL-001/index.html"], `href="../pdf/POL-001.pdf"`) || strings.Contains(first["POL-002/index.html"], ".pdf") {
		t.Error("pages don't lead to the files of documents in force, and to no others")
	}
	var m manifestFile
	if err := json.Unmarshal([]byte(first[manifestName]), &m); err != nil || !strings.Contains(m.Printer, "/") {
		t.Errorf("the manifest names the printer %q, %v", m.Printer, err)
	}
	changed := linked()
	changed.Documents[2].Prose = prose("<p>Backups run each hour.</p>")
	_, third := build(changed, out)
	for _, name := range files {
		if (first[name] == third[name]) != (name != "pdf/PRO-011.pdf") {
			t.Errorf("after a change of PRO-011 the file %s is as before: %v", name, first[name] == third[name])
		}
	}
}

// TestPDFFails: a build whose printing fails leaves the old site, and says which document it was about.
func TestPDFFails(t *testing.T) {
	pdf := printer(t)
	out := filepath.Join(t.TempDir(), "public")
	mustBuild(t, sampleSite(), out)
	before := tree(t, out)
	ctx, cancel := context.WithCancel(t.Context())
	for name, tc := range map[string]struct {
		pdf  PDF
		want string
	}{
		"too slow":   {PDF{Browser: pdf.Browser, Limit: time.Millisecond}, ".md: its PDF: the page isn't printed after 1ms"},
		"no browser": {PDF{Browser: filepath.Join(t.TempDir(), "chromium")}, "doesn't start"},
		"cancelled":  {PDF{Browser: pdf.Browser, Printed: func(int, int) { cancel() }}, ""},
	} {
		tc.pdf.NoSandbox, tc.pdf.Environ = true, pdf.Environ
		_, err := Build(ctx, sampleSite(), out, Options{PDF: &tc.pdf})
		if err == nil || !strings.Contains(err.Error(), tc.want) || tc.want == "" && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "cancelled" {
			ctx, cancel = context.WithCancel(t.Context())
		}
		if !maps.Equal(before, tree(t, out)) {
			t.Errorf("%s: the old site is changed", name)
		}
		onlySite(t, out)
	}
	cancel()
}
