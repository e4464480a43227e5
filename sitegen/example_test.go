package sitegen_test

import (
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/sitegen"
)

// TestExampleSite checks the pages of the site that the embedded example has.
func TestExampleSite(t *testing.T) {
	sitegen.CheckExample(t, publicationtest.Example(t, day.Of(2026, 11, 23)))
}

// TestExampleInBrowser opens them.
func TestExampleInBrowser(t *testing.T) {
	sitegen.CheckExampleInBrowser(t, publicationtest.Example(t, day.Of(2026, 11, 23)))
}

// TestExampleQuality has html-validate look at each page, and axe-core at some.
func TestExampleQuality(t *testing.T) {
	sitegen.CheckExampleQuality(t, publicationtest.Example(t, day.Of(2026, 11, 23)))
}

// TestLinksLeadToPages: a link in a document leads to the page of the document that it names.
func TestLinksLeadToPages(t *testing.T) {
	sitegen.CheckLinksLeadToPages(t, func(archive string) sitegen.Site {
		today := day.Of(2026, 11, 23)
		dir, _ := storytest.Play(t, archive, today)
		return publicationtest.Of(t, dir, today)
	})
}
