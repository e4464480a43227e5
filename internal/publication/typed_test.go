package publication_test

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

const log = `-- writ.yaml --
version: 1
-- records/log.md --
---
id: CAL-001
kind: corrective-action-log
status: open
---

| ID | Raised | Nonconformity | Owner | Due | Status |
|---|---|---|:--|:--|---|
| CA-1 | 2026-01-02 | Late | ciso | 2026-02-03 | closed - verified |
| CA-2 | 2026-01-02 | Lost | ciso | n/a | ✔ done |
| CA-3 | 2026-01-02 | Left | ciso | soon | zapped |

| Due | Status |
|---|---|
| 2026-02-03 | open |
-- git: commit 2026-01-05 ada --
Begin
`

// TestTypedTables: days stand at the end of the line, where the document doesn't say otherwise, and a status has a mark
// beside its word. A table that the kind doesn't know is as it is written.
func TestTypedTables(t *testing.T) {
	dir, _ := storytest.Play(t, log, day.None)
	page := textOf(t, &publicationtest.Of(t, dir, day.Of(2026, 2, 1)).Documents[0])
	for _, want := range []string{`<th scope="col" class="align-right">Raised</th>`, `<td class="align-right unbroken">2026-01-02</td>`,
		`<th scope="col" class="align-left">Due</th>`, `<td class="align-left unbroken">2026-02-03</td>`,
		`<td><span class="mark" aria-hidden="true">✔</span>closed - verified</td>`, `<td>✔ done</td>`, `<td>zapped</td>`,
		`<th scope="col">Due</th>`, `<td>open</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s isn't in\n%s", want, page)
		}
	}
}

// TestTypedSheet: cells of a sheet are set as those of a table in a text.
func TestTypedSheet(t *testing.T) {
	dir, _ := storytest.Play(t, `-- writ.yaml --
version: 1
-- records/log.csv.md --
---
id: CAL-001
kind: corrective-action-log
status: open
---
-- records/log.csv --
ID,Raised,Nonconformity,Owner,Due,Status,Ours
CA-1,2026-01-02,"Late, <twice>",ciso,2026-02-03,closed - verified,2026-01-01
CA-2,2026-01-02,Lost,ciso,n/a,✔ done,
-- git: commit 2026-01-05 ada --
Begin
`, day.None)
	page := textOf(t, &publicationtest.Of(t, dir, day.Of(2026, 2, 1)).Documents[0])
	for _, want := range []string{`<th scope="col" class="align-right">Raised</th>`, `<td class="align-right">2026-02-03</td>`,
		`<td><span class="mark" aria-hidden="true">✔</span>closed - verified</td>`, `<td>✔ done</td>`,
		`<td>Late, &lt;twice&gt;</td>`, `<th scope="col">Ours</th>`, `<td>2026-01-01</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s isn't in\n%s", want, page)
		}
	}
}

// TestEveryField: a document's page shows every field of its kind, of the built-in ones and of a company's own.
func TestEveryField(t *testing.T) {
	kinds := maps.Clone(config.Default().Kinds)
	own, problems := config.Load([]byte("version: 1\nkinds:\n  supplier:\n    extends: record\n    fields: {score: {type: integer}, "+
		"contact: {type: object, title: Whom to ask}}\n"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	kinds["supplier"] = own.Kinds["supplier"]
	var story strings.Builder
	story.WriteString("-- writ.yaml --\nversion: 1\nkinds:\n  supplier:\n    extends: record\n    fields: {score: {type: integer}, " +
		"contact: {type: object, title: Whom to ask}}\n")
	says := map[string]map[string]string{} // by kind: label → words
	for i, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		status := "approved"
		if k.Record {
			status = "open"
		}
		fmt.Fprintf(&story, "-- docs/%s.md --\n---\nid: DOC-%d\ntitle: About %s\nkind: %s\nstatus: %s\n", name, i, name, name, status)
		says[name] = map[string]string{}
		for _, f := range k.Fields {
			words := fmt.Sprintf("words of %s of %s", f.Name, name)
			says[name][f.Label()] = words
			if f.Name == "contact" {
				says[name][f.Label()] = "name: " + words
				words = "{name: " + words + "}"
			}
			fmt.Fprintf(&story, "%s: %s\n", f.Name, words)
		}
		story.WriteString("---\n\nWords.\n")
	}
	story.WriteString("-- git: commit 2026-01-05 ada --\nBegin\n")
	dir, _ := storytest.Play(t, story.String(), day.None)
	site := publicationtest.Of(t, dir, day.Of(2026, 2, 1))
	out, err := sitegen.Render(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	fields := 0
	for i := range site.Documents {
		d := &site.Documents[i]
		page := html.UnescapeString(string(out.Files[d.ID+"/index.html"]))
		for label, words := range says[d.Kind] {
			fields++
			if want := "<dt>" + label + "</dt><dd>" + words; !strings.Contains(page, want) {
				t.Errorf("the page of a %s lacks %q", d.Kind, want)
			}
		}
	}
	if len(site.Documents) != len(kinds) || fields < 20 {
		t.Errorf("%d documents of %d kinds with %d fields", len(site.Documents), len(kinds), fields)
	}
}
