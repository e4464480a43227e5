package sitegen

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// requestSite is a preview of a request that changes, adds, breaks and removes documents. What it says may be hostile.
func requestSite() Site {
	site := sampleSite()
	site.Serve = ServePreview
	site.Documents = slices.DeleteFunc(site.Documents, func(d Document) bool {
		return !slices.Contains([]string{"POL-001", "POL-002", "PRO-010"}, d.ID)
	})
	for i := range site.Documents {
		d := &site.Documents[i]
		d.CitedBy, d.Cites = nil, nil
		d.Remarks = []Remark{{Rule: "WR601", Severity: "error", Message: "the link \"<b>old</b>\" leads nowhere"}}
		if d.ID == "POL-002" {
			d.Prose = prose("<p>A draft.</p>")
		}
		if d.ID == "POL-001" {
			d.Shown = &Words{Version: "3.0", Status: "in-review"}
			d.Against = &Against{Version: "2.1", State: InForce, Prose: prose("<p>It <del>may</del><ins>must</ins> change.</p>")}
		}
	}
	site.Records = Records{}
	site.Request = &Request{Ref: "origin/main", Base: commitOf(0xbb), Judges: []string{"writ.yaml"},
		Documents: []Proposed{
			{Path: site.Documents[0].Path, Key: "POL-001", What: Altered, Was: "2.1", Is: "3.0", Step: MajorStep, Normative: 2,
				First: "a duty, with \"<script>alert(1)</script> must\"", Approval: ApprovalDue, Needs: "an approval of ceo",
				By: []string{"Ilse Marr", "<i>Bo</i>"}},
			{Path: "policies/use.md", Key: "POL-002", Title: "Use", What: Added, Is: "0.1", Step: FirstStep, Approval: ApprovalDraft},
			{Path: "policies/gone.md", Key: "policies/gone.md", Title: "Gone <b>", What: Dropped, Was: "1.0", Approval: ApprovalNone},
			{Path: "procedures/access.md", Key: "PRO-010", What: Kept, Approval: ApprovalNone},
		},
		Remarks: []Elsewhere{{"writ.yaml", Remark{Rule: "WR907", Severity: "warning", Message: "it changes <b>who</b> approves",
			Help: "say why"}}}}
	return site
}

// TestRequest: the site of a request says what becomes of each document, leads to no page that it hasn't, and says nothing of
// what the request leaves alone.
func TestRequest(t *testing.T) {
	files := renderSample(t, requestSite())
	for _, p := range pagesOf(t, files) {
		for _, f := range append(p.faults(), p.brokenIDs()...) {
			t.Error(f)
		}
		for _, a := range p.all("a") {
			href, _ := attr(a, "href")
			href, _, _ = strings.Cut(href, "#")
			if href == "" || strings.Contains(href, ":") || p.name == "404.html" {
				continue
			}
			to := filepath.ToSlash(filepath.Join(filepath.Dir(p.name), filepath.FromSlash(href)))
			if strings.HasSuffix(href, "/") || to == "." {
				to = strings.TrimPrefix(to+"/index.html", "./")
			}
			if _, ok := files[to]; !ok {
				t.Errorf("%s leads to %s, which isn't there", p.name, href)
			}
		}
	}
	for page, words := range map[string][]string{
		"index.html": {"2.1 → 3.0, a major step", "and 1 more", "an approval of ceo; Ilse Marr, &lt;i&gt;Bo&lt;/i&gt; may give it",
			"<b>3</b> documents changed", "<b>1</b> approval due", "<b>3</b> errors", "<b>1</b> warning<", "Gone &lt;b&gt;",
			"not changed, but the linter finds", "<code>writ.yaml</code>", "it changes &lt;b&gt;who&lt;/b&gt; approves",
			`href="./POL-001/proposed/"`},
		"POL-001/index.html":          {"This text would replace", `href="../POL-001/proposed/"`, "<strong class=\"writ-late\">Due:</strong>"},
		"POL-001/proposed/index.html": {"<ins>must</ins>", "Version 2.1", "Version 3.0", "Preview"},
	} {
		for _, w := range words {
			if !bytes.Contains(files[page], []byte(w)) {
				t.Errorf("%s doesn't say %q", page, w)
			}
		}
	}
	for name, data := range files {
		for _, not := range []string{"<script>alert", "<b>who", "REC-2026-Q3", "Visitors"} {
			if bytes.Contains(data, []byte(not)) {
				t.Errorf("%s says %q", name, not)
			}
		}
		if top, _, _ := strings.Cut(name, "/"); slices.Contains([]string{"calendar", "calendar.ics", "coverage", "people", "changes",
			"changes.atom", "evidence", "as-of"}, top) {
			t.Errorf("it has the file %s", name)
		}
	}
}

// TestRequestInBrowser: its pages log nothing, fit a phone, and are accessible.
func TestRequestInBrowser(t *testing.T) {
	ctx := startBrowser(t)
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := Build(t.Context(), requestSite(), dir, Options{}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	var w watch
	if err := chromedp.Listen(ctx, w.listen(server.URL)); err != nil {
		t.Fatal(err)
	}
	pages := []string{"/", "/POL-001/", "/POL-001/proposed/"}
	for _, page := range pages {
		visit(t, ctx, server.URL+page, "light", 1280)
		look(t, ctx, "light", 320)
		inspect(t, ctx)
		for _, f := range w.take() {
			t.Error(f)
		}
	}
	t.Run("axe", func(t *testing.T) {
		axe := axeSource(t)
		for _, page := range pages {
			visit(t, ctx, server.URL+page, "light", 1280)
			accessible(t, ctx, axe)
		}
	})
	t.Run("HTML", func(t *testing.T) {
		npm := npmFolder(t, "html-validate")
		var files []string
		for _, page := range pages {
			files = append(files, filepath.Join(dir, filepath.FromSlash(page), "index.html"))
		}
		for _, f := range validate(t, npm, files) {
			t.Error(f)
		}
	})
}
