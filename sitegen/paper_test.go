package sitegen

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// requirePoppler makes a missing pdftotext a failure.
const requirePoppler = "WRIT_REQUIRE_POPPLER"

// pdfText returns the words of a PDF, one text for each of its sheets.
func pdfText(t *testing.T, pdf []byte) []string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv(requirePoppler) == "1" {
			t.Fatal("no pdftotext on this machine, and " + requirePoppler + "=1 demands it; install Debian's package poppler-utils")
		}
		t.Skip("no pdftotext on this machine; install Debian's package poppler-utils, or set " + requirePoppler + "=1 to fail here")
	}
	cmd := exec.CommandContext(t.Context(), program, "-layout", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	sheets := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	for i, s := range sheets {
		sheets[i] = strings.Join(strings.Fields(s), " ")
	}
	return sheets
}

// navigation is what only a screen needs.
var navigation = []string{"Skip to content", "Register Changes Management Evidence", "Search", "Contents", "Theme", "Register /"}

// usePaper prints pages, and reads what is on the sheets.
func usePaper(t *testing.T, ctx context.Context, base string) {
	for name, tc := range map[string]struct {
		page         string
		letter       bool
		head, source string   // of each sheet
		class        string   // the same
		says         []string // somewhere
	}{
		"document": {"POL-001/", false, "Example Ltd · POL-001 · version 2.1", "commit 0101010101 · in force since 2026-01-15 · printed 20", "internal",
			[]string{"ISO/IEC 27001 (https://www.iso.org/standard/27001)", "Passwords must be at least 14"}},
		"on letter":   {"POL-001/", true, "Example Ltd · POL-001 · version 2.1", "commit 0101010101 · in force since 2026-01-15 · printed 20", "internal", nil},
		"old version": {"POL-001/v2.0/", false, "Example Ltd · POL-001 · version 2.0 · superseded", "commit 1616161616 · in force from 2025-01-20 until 2026-01-14 · printed 20", "internal", []string{"Version 2.0: superseded."}},
		"withdrawn":   {"POL-000/", false, "Example Ltd · POL-000 · version 1.0 · Withdrawn", "commit 0505050505 · printed 20", "", nil},
		"no words":    {"POL-002/", false, "Example Ltd · POL-002 · version 0.1 · Not in force", "commit 0404040404", "internal", nil},
		"comparison":  {"POL-001/v2.0..v2.1/", false, "Example Ltd · POL-001 · 2.0 to 2.1 · What changed", "commit 0101010101", "internal", nil},
		"register":    {"register/", false, "Example Ltd", "printed 20", "", []string{"POL-001", "2027-01-15"}},
	} {
		t.Run(name, func(t *testing.T) {
			do(t, ctx, chromedp.Navigate(base+tc.page))
			pdf := printed(t, ctx, tc.letter, strings.ReplaceAll(name, " ", "-"))
			sheets := pdfText(t, pdf)
			for i, s := range sheets {
				for _, want := range []string{tc.head, tc.class, "Printed copies are uncontrolled · docs.example.com/isms/check/", tc.source,
					fmt.Sprintf("Page %d of %d", i+1, len(sheets))} {
					if !strings.Contains(s, want) {
						t.Errorf("sheet %d lacks %q:\n%s", i+1, want, s)
					}
				}
				for _, n := range navigation {
					if strings.Contains(s, n) {
						t.Errorf("sheet %d has %q:\n%s", i+1, n, s)
					}
				}
			}
			for _, want := range tc.says {
				if !strings.Contains(strings.Join(sheets, " "), want) {
					t.Errorf("the print lacks %q:\n%s", want, strings.Join(sheets, "\n"))
				}
			}
			for _, want := range []string{"/StructTreeRoot", "/MarkInfo", "/Lang"} {
				if !bytes.Contains(pdf, []byte(want)) {
					t.Errorf("the PDF has no %s", want)
				}
			}
			want := "595"
			if tc.letter {
				want = "612"
			}
			if box := regexp.MustCompile(`/MediaBox \[0 0 (\d+)`).FindSubmatch(pdf); box == nil || string(box[1]) != want {
				t.Errorf("the sheet is %q points wide, want %s", box, want)
			}
		})
	}
}

// printed prints the page that is shown. With screenshotDir set, the file is kept.
func printed(t *testing.T, ctx context.Context, letter bool, name string) []byte {
	t.Helper()
	paper := chromedp.PaperA4
	if letter {
		paper = chromedp.PaperLetter
	}
	pdf := ask(t, ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFOutlineAndTagged(), chromedp.PDFPaper(paper)))
	if dir := os.Getenv(screenshotDir); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return pdf
}

// TestPrintPreview: the print of a preview says on each sheet that it is one, of which words, and that nobody approved them.
func TestPrintPreview(t *testing.T) {
	ctx := startBrowser(t)
	site := sampleSite()
	site.Serve = ServePreview
	site.Documents[0].Shown = &Words{Version: "2.2", Status: "draft"}
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), site, dir, Options{}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	for page, want := range map[string]string{"POL-001/": "Example Ltd · POL-001 · version 2.2 · draft", "POL-002/": "Example Ltd · POL-002 · version 0.1 · Not in force"} {
		do(t, ctx, chromedp.Navigate(server.URL+"/"+page))
		for _, s := range pdfText(t, printed(t, ctx, false, "preview")) {
			if !strings.Contains(s, want) || !strings.Contains(s, "Preview · internal") {
				t.Errorf("the sheet lacks %q, or that it is a preview:\n%s", want, s)
			}
		}
	}
}

// TestPrintTable: a table that is longer than a sheet has its header on each.
func TestPrintTable(t *testing.T) {
	ctx := startBrowser(t)
	site := sampleSite()
	rows := strings.Repeat("<tr><td>A risk that is known</td><td>high</td></tr>", 150)
	site.Documents[0].Prose = prose(`<div class="table-scroll"><table><thead><tr><th>Name of the risk</th><th>Rating</th></tr></thead><tbody>` + rows +
		`</tbody></table></div><details><summary>Folded</summary><p>Words in the fold.</p></details>`)
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), site, dir, Options{}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate("file://"+filepath.ToSlash(dir)+"/POL-001/index.html"))
	sheets := pdfText(t, printed(t, ctx, false, "table"))
	headed, folded := 0, false
	for _, s := range sheets {
		if strings.Contains(s, "Name of the risk Rating") {
			headed++
		}
		folded = folded || strings.Contains(s, "Words in the fold.")
	}
	if headed < 4 || headed < len(sheets)-2 || !folded {
		t.Errorf("%d of %d sheets have the table's header; the fold is printed: %v", headed, len(sheets), folded)
	}
}
