package sitegen

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestForeignFiles: a build removes what an earlier one made, and nothing else.
func TestForeignFiles(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	mustBuild(t, sampleSite(), out)
	theirs := map[string]string{"CNAME": "docs.example.com\n", ".nojekyll": "", ".well-known/security.txt": "mail us\n", "POL-001/mine/notes.txt": "mine\n"}
	for name, text := range theirs {
		put(t, filepath.Join(out, name), text)
	}
	for _, dir := range []string{"empty", "POL-001/history/old"} {
		if err := os.MkdirAll(filepath.Join(out, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	linked := os.Symlink("CNAME", filepath.Join(out, "link")) == nil
	site := sampleSite()
	at := slices.IndexFunc(site.Documents, func(d Document) bool { return d.ID != "" && d.ID != "POL-001" })
	gone := site.Documents[at].ID
	site.Documents = slices.Delete(site.Documents, at, at+1)
	mustBuild(t, site, out)
	mustBuild(t, site, out)
	got := tree(t, out)
	for name, text := range theirs {
		if got[name] != text {
			t.Errorf("%s is %q", name, got[name])
		}
	}
	for _, dir := range []string{"empty", "POL-001/history/old"} {
		if _, err := os.Stat(filepath.Join(out, dir)); err != nil {
			t.Error(err)
		}
	}
	if to, err := os.Readlink(filepath.Join(out, "link")); linked && (err != nil || to != "CNAME") {
		t.Errorf("the link leads to %q (%v)", to, err)
	}
	if _, err := os.Stat(filepath.Join(out, gone)); err == nil {
		t.Errorf("the page of %q is still there", gone)
	}
	onlySite(t, out)
}

// TestForeignFilesInTheWay: a file of others whose place the site needs ends the build, which changes nothing.
func TestForeignFilesInTheWay(t *testing.T) {
	for name, file := range map[string]string{
		"a file of the new site":              "new.html",
		"in another case":                     "NEW.html",
		"where the new site has a folder":     "section",
		"below what the new site has as file": "new.html/x",
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "public")
			mustBuild(t, sampleSite(), out)
			put(t, filepath.Join(out, file), "mine")
			before := tree(t, out)
			err := publishFiles(t.Context(), out, map[string][]byte{"new.html": []byte("theirs"), "section/index.html": nil})
			if err == nil || !strings.Contains(err.Error(), "has "+strings.TrimSuffix(file, "/x")+", which writ didn't make") {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff(before, tree(t, out)); diff != "" {
				t.Error(diff)
			}
			onlySite(t, out)
		})
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file, []byte(text), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
