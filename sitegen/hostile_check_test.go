package sitegen

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"github.com/writ-docs/writ/internal/search"
)

// mayHave are the elements of which pages are made, with the attributes that each may have besides those that all may
// have. Nothing here runs, loads from elsewhere, or sets a style.
var mayHave = map[string]string{
	"html": "", "head": "", "meta": "charset content http-equiv name", "title": "", "link": "rel href type title sizes",
	"script": "src defer", "body": "", "header": "", "nav": "", "main": "", "footer": "", "section": "", "article": "", "aside": "",
	"div": "", "p": "", "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "ul": "", "ol": "start", "li": "value", "dl": "",
	"dt": "", "dd": "", "table": "", "caption": "", "thead": "", "tbody": "", "tr": "", "th": "scope colspan abbr", "td": "colspan",
	"a": "href rel download", "b": "", "strong": "", "em": "", "i": "", "code": "", "pre": "", "kbd": "", "sup": "", "sub": "",
	"del": "", "ins": "", "s": "", "mark": "", "small": "", "blockquote": "", "br": "", "hr": "", "wbr": "", "span": "", "bdi": "", "figure": "", "figcaption": "", "noscript": "", "time": "datetime",
	"img": "src alt width height loading", "details": "open", "summary": "", "fieldset": "", "legend": "", "label": "for",
	"form":   "action method",
	"input":  "type name value autocomplete inputmode maxlength placeholder spellcheck checked autocapitalize enterkeyhint",
	"select": "name", "option": "value", "button": "type", "dialog": "",
	"svg": "viewbox width height focusable", "g": "", "path": "d", "rect": "x y width height rx", "line": "x1 x2 y1 y2", "circle": "cx cy r",
	"text": "x y text-anchor", "polyline": "points", "desc": "",
}

// allMayHave are attributes of any element; data-… and aria-… come to them.
const allMayHave = "id class lang dir role tabindex hidden title"

// strange lists what a page has that no page may have, whatever documents hold.
func (p parsed) strange() (out []string) {
	bad := func(format string, args ...any) { out = append(out, p.name+": "+fmt.Sprintf(format, args...)) }
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			if n.Type == html.CommentNode {
				bad("comment %s", n.Data)
			}
			continue
		}
		own, known := mayHave[n.Data]
		if !known {
			bad("element %s", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(strings.Fields(own+" "+allMayHave), strings.ToLower(a.Key)) && !strings.HasPrefix(a.Key, "data-") &&
				!strings.HasPrefix(a.Key, "aria-") {
				bad("%s has the attribute %s=%q", n.Data, a.Key, a.Val)
			}
			if (a.Key == "action" || a.Key == "src") && !isLocal(a.Val) || a.Key == "src" && !strings.Contains(a.Val, "assets/") {
				bad("%s has the address %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "http-equiv" && a.Val != "Content-Security-Policy" && a.Val != "refresh" {
				bad("meta %s", a.Val)
			}
		}
		if refresh, _ := attr(n, "http-equiv"); refresh == "refresh" {
			if to, _ := attr(n, "content"); !strings.HasPrefix(to, "0; url=../") {
				bad("it leads to %s", to)
			}
		}
	}
	return out
}

// isLocal reports whether an address is relative.
func isLocal(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(address, "//")
}

// fileName is the shape of the names of a site's files: letters of any language, and nothing that a shell, a browser or
// a file system takes for more than a name.
var fileName = regexp.MustCompile(`^([\pL\pN\pM_][\pL\pN\pM._-]*/)*[\pL\pN\pM_][\pL\pN\pM._-]*$`)

// checkHostile checks each file of a site whose documents try to break out.
func checkHostile(t *testing.T, files map[string][]byte) {
	t.Helper()
	for _, p := range pagesOf(t, files) {
		for _, f := range slices.Concat(p.strange(), p.faults()) {
			t.Error(f)
		}
	}
	for name, data := range files {
		if !fileName.MatchString(name) {
			t.Errorf("a file has the name %q", name)
		}
		if bytes.Contains(data, []byte("\u202e")) && path.Ext(name) != ".json" && path.Ext(name) != ".csv" && !strings.HasPrefix(name, "search/") {
			t.Errorf("a control that turns the direction of text is in %s", name)
		}
		var anything any
		var err error
		switch {
		case strings.HasPrefix(name, "search/") && path.Ext(name) == ".bin":
			_, err = search.Unpack(data)
		case path.Ext(name) == ".json":
			err = json.Unmarshal(data, &anything)
		case path.Ext(name) == ".atom":
			err = xml.Unmarshal(data, &anything)
		case path.Ext(name) == ".ics":
			err = checkCalendar(string(data))
		case name == "register.csv":
			err = checkCells(data)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// calendarLine is the start of a line of a calendar, or its continuation.
var calendarLine = regexp.MustCompile(`^( |(BEGIN|END|VERSION|PRODID|METHOD|CALSCALE|NAME|X-[A-Z-]+|REFRESH-INTERVAL|UID|DTSTAMP|DTSTART|DTEND|SUMMARY|` +
	`DESCRIPTION|URL|CATEGORIES|SEQUENCE|LAST-MODIFIED|TRANSP|COLOR|SOURCE)[:;])`)

func checkCalendar(text string) error {
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if !calendarLine.MatchString(line) || strings.ContainsAny(line, "\r\n\x00") || len(line) > 75 {
			return fmt.Errorf("the line %q", line)
		}
	}
	return nil
}

// checkCells refuses cells that a spreadsheet runs.
func checkCells(data []byte) error {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				return fmt.Errorf("the cell %q", cell)
			}
		}
	}
	return err
}

// CheckHostile checks the site of a repository that tries to break out: each page holds what it may, nothing is written
// outside the output folder, and the words that are to be seen on a page are on it.
func CheckHostile(t *testing.T, site Site, seen map[string][]string) {
	t.Helper()
	files := renderSample(t, site)
	checkHostile(t, files)
	for name, words := range seen {
		body := text(find(t, files, name).root)
		for _, w := range words {
			if !strings.Contains(body, strings.Join(strings.Fields(w), " ")) {
				t.Errorf("%s has lost %q", name, w)
			}
		}
	}
	if t.Failed() {
		return
	}
	t.Run("folder", func(t *testing.T) {
		around := t.TempDir()
		mustBuild(t, site, filepath.Join(around, "deep", "public"))
		err := filepath.WalkDir(around, func(name string, e fs.DirEntry, err error) error {
			rel, _ := filepath.Rel(around, name)
			if rel := filepath.ToSlash(rel); rel != "." && rel != "deep" && rel != "deep/public" && !strings.HasPrefix(rel, "deep/public/") {
				t.Errorf("%s is outside of the site", rel)
			}
			if err == nil && !e.IsDir() && !e.Type().IsRegular() {
				t.Errorf("%s is no file", rel)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("browser", func(t *testing.T) { openHostile(t, files) })
}

// pwned is set by what the hostile texts try to run.
const pwned = "writ_pwned"

// ofVersions matches the pages of a document's history, versions and comparisons.
var ofVersions = regexp.MustCompile(`/(history|v[^/]*)/index\.html$`)

// openHostile opens every page, of documents' histories those of POL-1, and asks those that read their address for what tries to break out there.
func openHostile(t *testing.T, files map[string][]byte) {
	ctx := startBrowser(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/isms/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, ok := files[name]
		if !ok { // with a status that the browser doesn't write into its console
			name, data = "404.html", files["404.html"]
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(server.Close)
	base := server.URL + "/isms/"
	var w watch
	if err := chromedp.Listen(ctx, w.listen(base)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*pages.EventJavascriptDialogOpening); ok {
			w.add("dialog: %s", e.Message)
		}
	}); err != nil {
		t.Fatal(err)
	}
	evil := url.QueryEscape(`"><img src=x onerror=` + pwned + `=1>`)
	addresses := []string{"search/?q=" + evil, "search/?q=img+onerror&kind=" + evil + "&owner=" + evil, "search/?q=" + strings.Repeat("%E2%80%AE", 50),
		"register/?q=" + evil + "&state=" + evil, "as-of/?on=" + evil, "check/?id=" + evil + "&version=" + evil, "check/?id=__proto__&version=constructor",
		"POL-1/#" + evil, "POL-1/#%E0%A4%A", "nothing/%E0%A4/", "nothing/" + url.PathEscape(`"><img src=x onerror=`+pwned+`=1>`) + "/"}
	for name := range files {
		if path.Ext(name) == ".html" && (!ofVersions.MatchString(name) || strings.HasPrefix(name, "POL-1/")) {
			addresses = append(addresses, strings.TrimSuffix((&url.URL{Path: name}).EscapedPath(), "index.html"))
		}
	}
	slices.Sort(addresses)
	ran := chromedp.Evaluate[bool](`"` + pwned + `" in self || document.readyState !== "complete"`)
	for _, address := range addresses {
		do(t, ctx, chromedp.Navigate(base+address))
		if ask(t, ctx, ran) {
			t.Errorf("%s: something ran", address)
		}
		if strings.HasPrefix(address, "search/?q=img") {
			waitFor(t, ctx, `String(document.querySelectorAll("#writ-search-hits li").length > 0)`, "true")
		}
		for _, f := range w.take() {
			t.Errorf("%s: %s", address, f)
		}
	}
	t.Logf("%d pages", len(addresses))
}
