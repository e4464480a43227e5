package publication_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/writ-docs/writ/sitegen"
)

// largePage is the page of a document with words of a size that people don't write by hand, and its source's length.
func largePage(t *testing.T, title, body string) (page []byte, out sitegen.Output) {
	t.Helper()
	out = siteOf(t, "-- writ.yaml --\nversion: 1\n-- policies/p.md --\n---\nid: POL-1\ntitle: "+title+
		"\nversion: \"1.0\"\nstatus: approved\nowner: x\nreview_date: 2027-01-01\n---\n\n"+body+"-- git: commit 2026-01-01 ada --\nAll\n")
	return out.Files["POL-1/index.html"], out
}

// TestManyHeadings: 500 headings with the same words have an anchor and a line of the contents each, and each link leads to
// one of them. The page grows with its headings only.
func TestManyHeadings(t *testing.T) {
	of := func(n int) ([]byte, []string, map[string]int) {
		page, _ := largePage(t, "Same", strings.Repeat("## The same\n\nWords, see [below](#the-same-"+fmt.Sprint(n-1)+").\n\n", n))
		root, err := html.Parse(bytes.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		ids, links := map[string]int{}, []string(nil)
		for e := range root.Descendants() {
			for _, a := range e.Attr {
				switch {
				case a.Key == "id":
					ids[a.Val]++
				case a.Key == "href" && strings.HasPrefix(a.Val, "#the-same"):
					links = append(links, a.Val[1:])
				}
			}
		}
		return page, links, ids
	}
	const few, many = 50, 500
	small, _, _ := of(few)
	page, links, ids := of(many)
	headings := 0
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%d elements have the id %s", n, id)
		}
		if strings.HasPrefix(id, "the-same") {
			headings++
		}
	}
	// One link in the contents, one beside the heading, one in the words below it.
	if headings != many || len(links) != 3*many {
		t.Errorf("%d headings have an anchor, and %d links lead to one", headings, len(links))
	}
	for _, to := range links {
		if ids[to] == 0 {
			t.Errorf("a link leads to #%s, which isn't there", to)
		}
	}
	if each := (len(page) - len(small)) / (many - few); each > 600 {
		t.Errorf("each heading of %d bytes takes %d bytes of the page", len("## The same\n\nWords, see [below](#the-same-499).\n\n"), each)
	}
}

// TestLongTable: a table of 5,000 rows is on the page as a whole, and takes no more than its cells need.
func TestLongTable(t *testing.T) {
	const rows = 5000
	var b strings.Builder
	b.WriteString("| Risk | Words |\n|---|---|\n")
	for i := range rows {
		fmt.Fprintf(&b, "| R-%d | What may happen in case %d |\n", i, i)
	}
	page, out := largePage(t, "Rows", b.String())
	if n := bytes.Count(page, []byte("What may happen in case")); n != rows {
		t.Errorf("the page has %d rows", n)
	}
	if len(page) > 4*b.Len() {
		t.Errorf("a table of %d bytes makes a page of %d", b.Len(), len(page))
	}
	for name, data := range out.Files {
		if strings.HasSuffix(name, ".html") && name != "POL-1/index.html" && len(data) > 4*b.Len() {
			t.Errorf("%s has %d bytes", name, len(data))
		}
	}
}

// TestLongTitle: a title of 500 letters is on each page of its document as it is, and no file's name is made of it.
func TestLongTitle(t *testing.T) {
	title := strings.Repeat("T", 500)
	page, out := largePage(t, title, "Words.\n")
	if n := bytes.Count(page, []byte("<h1>"+title+"</h1>")); n != 1 {
		t.Errorf("the page has %d such headings", n)
	}
	for name, data := range out.Files {
		if strings.Contains(name, "TTT") {
			t.Errorf("a file is called %s", name)
		}
		if name == "register/index.html" && !bytes.Contains(data, []byte(title)) {
			t.Error("the register has lost the title")
		}
		if name == "register/index.html" && !bytes.Contains(data, []byte("1 document: the master list")) {
			t.Error("the register counts one document as several")
		}
	}
}
