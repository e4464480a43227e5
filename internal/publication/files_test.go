package publication_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// TestFiles: a sidecar's page offers the file that its approval pins, under the name of its content, and shows a CSV as
// a table. Nothing of a file is run or embedded.
func TestFiles(t *testing.T) {
	roster := "-- writ.yaml --\nversion: 1\npeople:\n  ada: {name: Ada, emails: [ada@example.com]}\n  ilse: {name: Ilse, emails: [ilse@example.com]}\n" +
		"roles: {ceo: {holders: [{person: ilse}]}}\nkinds: {policy: {approvers: {any_of: [ceo]}}}\n"
	doc := func(path, id, kind, body string) string {
		return fmt.Sprintf("-- %s --\n---\nid: %s\ntitle: T %s\nkind: %s\nversion: \"1.0\"\nstatus: %s\nowner: ceo\nreview_date: 2027-01-01\n---\n\n# T %s\n\n%s\n",
			path, id, id, kind, map[string]string{"policy": "approved", "record": "open"}[kind], id, body)
	}
	sum := strings.Repeat("ab", 32)
	archive := roster + "-- policies/deal.pdf --\nthe terms\n" + doc("policies/deal.pdf.md", "POL-1", "policy", "See [the terms](deal.pdf).") +
		doc("policies/other.md", "POL-2", "policy", "See [the deal](deal.pdf) and [nothing](nothing.pdf).") +
		"-- policies/page.html --\n<script>alert(1)</script>\n" + doc("policies/page.svg.md", "POL-3", "policy", "A drawing.") + "-- policies/page.svg --\n<svg onload=\"x()\"/>\n" +
		"-- policies/Vertrag „A&B“ <i>.pdf --\nA and B\n" + doc("policies/Vertrag „A&B“ <i>.pdf.md", "POL-4", "policy", "A and B.") +
		"-- policies/big.zip --\nversion https://git-lfs.github.com/spec/v1\noid sha256:" + sum + "\nsize 12345678\n" + doc("policies/big.zip.md", "POL-5", "policy", "Large.") +
		"-- records/list.csv --\nName;Note\n<script>alert(1)</script>;\"a\nb\"\n=cmd();x;beyond\nshort\n" + doc("records/list.csv.md", "REC-1", "record", "All of them.") +
		"-- git: commit 2026-01-01 ada --\nAll\n\nApproved-by: Ilse <ilse@example.com>\n" +
		"-- policies/deal.pdf --\nother terms\n-- git: commit 2026-02-01 ada --\nSwap\n"
	today := day.Of(2026, 11, 23)
	dir, _ := storytest.Play(t, archive, today)
	site := publicationtest.Of(t, dir, today)
	out, err := sitegen.Render(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	address := func(text, ending string) string {
		sum := sha256.Sum256([]byte(text))
		return "assets/" + hex.EncodeToString(sum[:12]) + ending
	}
	page := func(id string) string { return string(out.Files[id+"/index.html"]) }
	terms, digest := address("the terms\n", ".pdf"), sha256.Sum256([]byte("the terms\n"))
	for _, want := range []struct{ id, text string }{
		{"POL-1", `<a href="../` + terms + `" download="deal.pdf">Download deal.pdf</a>`},
		{"POL-1", "10 B, SHA-256 <code>" + hex.EncodeToString(digest[:]) + "</code>"},
		{"POL-1", `<a href="../` + terms + `">the terms</a>`},
		{"POL-2", `<a href="../POL-1/">the deal</a>`},
		{"POL-3", `href="../` + address("<svg onload=\"x()\"/>\n", ".bin") + `" download="page.svg"`},
		{"POL-4", `download="Vertrag „A&amp;B“ &lt;i&gt;.pdf"`},
		{"POL-5", "big.zip: kept in another place"},
		{"POL-5", "12.3 MB, SHA-256 <code>" + sum},
		{"REC-1", `<th scope="col">Name</th><th scope="col">Note</th>`},
		{"REC-1", "<td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td>a<br>b</td>"},
		{"REC-1", `<td>=cmd()</td><td>x</td><td class="extra-cell">beyond</td>`},
		{"REC-1", "<td>short</td><td></td>"},
	} {
		if !strings.Contains(page(want.id), want.text) {
			t.Errorf("%s lacks %s:\n%s", want.id, want.text, page(want.id))
		}
	}
	if string(out.Files[terms]) != "the terms\n" {
		t.Errorf("the file offered is %q", out.Files[terms])
	}
	if swapped := address("other terms\n", ".pdf"); out.Files[swapped] != nil {
		t.Error("a file that nobody approved is published")
	}
	for name, data := range out.Files {
		if strings.HasPrefix(name, "assets/") && !strings.HasPrefix(name, "assets/icon.") && (strings.HasSuffix(name, ".svg") || strings.HasSuffix(name, ".html")) {
			t.Errorf("%s is published: %.40q", name, data)
		}
		for _, tag := range []string{"<embed", "<object", "<iframe"} {
			if strings.HasSuffix(name, ".html") && strings.Contains(string(data), tag) {
				t.Errorf("%s has %s", name, tag)
			}
		}
	}
	if register := string(out.Files["register.json"]); !strings.Contains(register, `"address": "`+terms+`"`) {
		t.Error("register.json doesn't name the file")
	}
}
