package publication_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// TestTranslations: a translation and its original know of each other, once somebody approved the translation.
func TestTranslations(t *testing.T) {
	file := func(path, id, version, more string) string {
		return fmt.Sprintf("-- %s --\n---\nid: %s\nkind: policy\nversion: %q\nstatus: approved\n%s---\n\nWords.\n", path, id, version, more)
	}
	of := "language: de\ntranslation_of: {id: pol-a, version: \"1.0\"}\n"
	commit := "-- git: commit 2026-01-0%d ada --\nNext\n\n%s\n"
	approved := "Approved-by: Bo Lind <bo@example.com>"
	story := moved[:len("-- writ.yaml --\n")] + `version: 1
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  bo: {name: Bo Lind, emails: [bo@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}]}
  ceo: {title: CEO, holders: [{person: bo}]}
kinds:
  policy: {approvers: {any_of: [ceo]}}
` + file("policies/a.md", "POL-A", "1.0", "") + file("policies/a.de.md", "POL-B", "1.0", of) + fmt.Sprintf(commit, 1, approved) +
		file("policies/a.md", "POL-A", "2.0", "") + fmt.Sprintf(commit, 2, approved) +
		file("policies/a.fr.md", "POL-C", "1.0", of) + fmt.Sprintf(commit, 3, "")
	dir, _ := storytest.Play(t, story, day.None)
	site := publicationtest.Of(t, dir, day.Of(2026, 2, 1))
	for _, d := range site.Documents {
		switch d.ID {
		case "POL-A":
			if want := (sitegen.Translation{Key: "POL-B", Language: "de", Version: "1.0"}); len(d.Translations) != 1 ||
				d.Translations[0] != want {
				t.Errorf("the original has %v", d.Translations)
			}
		case "POL-B":
			if want := (sitegen.Original{Key: "POL-A", Version: "1.0", Now: "2.0"}); d.Original == nil || *d.Original != want {
				t.Errorf("the translation has %v", d.Original)
			}
		}
	}
}

// TestGermanLabels: a German site calls built-in fields and statuses by German words, and what a company calls its fields
// as the company does. What machines read stays as stated.
func TestGermanLabels(t *testing.T) {
	out := siteOf(t, "-- writ.yaml --\nversion: 1\nsite: {language: de}\nkinds:\n  report: {extends: internal-audit, fields: {area: {type: string}, auditor: {type: string, title: Prüferin}}}\n"+
		"-- records/a.md --\n---\nid: IA-1\ntitle: Audit\nkind: report\nstatus: closed\nowner: ada\ndate: 2026-01-01\naudit_date: 2026-01-01\nauditor: Bo\narea: Keys\n---\n\nWords.\n"+
		"-- git: commit 2026-01-01 ada --\nAudit\n")
	page := string(out.Files["IA-1/index.html"])
	for _, want := range []string{"<dt>Status</dt><dd>abgeschlossen</dd>", "<dt>Prüferin</dt><dd>Bo</dd>", "<dt>Bereich</dt><dd>Keys</dd>", "<dt>Tag des Audits</dt><dd>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	if data := string(out.Files["register.json"]); !strings.Contains(data, `"status": "closed"`) {
		t.Errorf("the register's data say another status: %s", data)
	}
}
