package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/writ-docs/writ/"

// rooms says what each package may import of this module, the lowest first: none imports one below it in the table.
// A package that isn't here fails the test: put it where it belongs, with as little as it needs.
var rooms = []room{
	// What everything counts in and is measured by.
	{everywhere, nil},
	{"internal/compact", nil},
	{"internal/day", nil},
	{"internal/icalendar", []string{"internal/day"}},
	{"internal/nearest", nil},
	{"internal/phrases", nil},
	{"schema", nil},
	{"internal/fields", []string{"internal/day", "internal/nearest"}},
	{"internal/document", []string{"internal/compact", "internal/day", "internal/phrases", "schema"}},
	{"internal/picture", nil},
	{"internal/palette", []string{"internal/nearest"}},
	{"internal/config", []string{"internal/day", "internal/document", "internal/fields", "internal/nearest",
		"internal/palette", "internal/picture", "schema"}},
	{"schema/internal/gendocs", []string{"internal/config", "schema"}},

	// Bytes: Git's objects, snapshots of files, one document.
	{"internal/gitrepo/objects", nil},
	{"internal/gitrepo/signature", nil},
	{"internal/gitrepo/patterns", nil},
	{"internal/gitrepo", []string{"internal/gitrepo/objects", "internal/gitrepo/patterns"}},
	{"internal/rewrite", nil},
	{"internal/gitwrite", []string{"internal/rewrite"}},
	{"internal/snapshot", []string{"internal/gitrepo"}},
	{"internal/redline", []string{"internal/compact", "internal/document", "internal/phrases"}},
	{"internal/search", []string{"internal/compact", "internal/document"}},
	{"internal/records", []string{"internal/compact", "internal/day", "internal/document", "internal/nearest", "schema"}},

	// What they mean: the list of documents, their history, the answers that everybody asks for.
	{"internal/register", []string{"internal/config", "internal/day", "internal/document", "internal/gitrepo",
		"internal/records", "internal/snapshot", "schema"}},
	{"internal/history", []string{"internal/config", "internal/day", "internal/document", "internal/gitrepo",
		"internal/gitrepo/objects", "internal/snapshot", "schema"}},
	{"internal/trail", []string{"internal/config", "internal/day", "internal/document", "internal/gitrepo", "internal/gitrepo/objects",
		"internal/gitrepo/signature", "internal/history", "internal/phrases", "internal/register", "schema"}},
	{"internal/standing", []string{"internal/config", "internal/day", "internal/document", "internal/gitrepo",
		"internal/history", "internal/register", "internal/snapshot", "internal/trail", "schema"}},
	{"internal/adopt", []string{"internal/config", "internal/day", "internal/document", "internal/history",
		"internal/register", "internal/trail", "schema"}},
	{"internal/coverage", []string{"internal/config", "internal/document", "internal/gitrepo", "internal/records",
		"internal/register", "internal/standing", "schema"}},
	{"internal/isms", []string{"internal/compact", "internal/config", "internal/coverage", "internal/day", "internal/document", "internal/gitrepo",
		"internal/history", "internal/records", "internal/register", "internal/standing", "internal/trail", "schema"}},
	{"internal/draft", []string{"internal/adopt", "internal/config", "internal/document", "internal/records",
		"internal/register", "schema"}},

	// The linter.
	{"lint", []string{"internal/config", "internal/day", "internal/document", "internal/gitrepo", "internal/history",
		"internal/register", "internal/snapshot", "internal/standing", "internal/trail", "schema"}},
	{"lint/rules", []string{"internal/adopt", "internal/config", "internal/day", "internal/document",
		"internal/coverage", "internal/gitrepo", "internal/gitrepo/signature", "internal/history", "internal/isms",
		"internal/nearest", "internal/picture",
		"internal/records", "internal/register", "internal/snapshot", "internal/standing", "internal/trail", "lint", "schema"}},
	{"lint/rules/internal/gendocs", []string{"lint/rules"}},
	{"lint/report", []string{"internal/day", "internal/standing", "lint"}},
	{"internal/proposal", []string{"internal/config", "internal/day", "internal/gitrepo", "internal/history",
		"internal/register", "internal/snapshot", "internal/standing", "internal/trail", "lint"}},
	{"internal/scratch", []string{"internal/config", "internal/day", "internal/gitrepo", "internal/history",
		"internal/proposal", "internal/register", "internal/snapshot", "internal/trail", "lint"}},

	// The site.
	{"sitegen/theme", nil},
	{"internal/paper", nil},
	{"sitegen", []string{"internal/day", "internal/icalendar", "internal/palette", "internal/paper", "internal/phrases", "internal/search", "schema", "sitegen/theme"}},
	{"internal/publication", []string{"internal/compact", "internal/config", "internal/coverage", "internal/day", "internal/document", "internal/gitrepo",
		"internal/history", "internal/isms", "internal/palette", "internal/phrases", "internal/picture", "internal/records", "internal/redline", "internal/register",
		"internal/search", "internal/snapshot", "internal/standing", "internal/trail", "schema", "sitegen"}},

	// The example, and the programs.
	{"internal/story", []string{"internal/day", "internal/gitrepo/signature"}},
	{"content-example", []string{"internal/day", "internal/story"}},
	{"docs/examples", nil},
	{"internal/cli", []string{"docs/examples", "internal/adopt", "internal/config", "internal/coverage", "internal/day", "internal/document",
		"internal/draft", "internal/gitrepo", "internal/gitrepo/objects", "internal/gitrepo/signature", "internal/gitwrite",
		"internal/history", "internal/icalendar", "internal/isms", "internal/nearest", "internal/proposal", "internal/records", "internal/redline", "internal/register",
		"internal/rewrite", "internal/snapshot", "internal/standing", "internal/trail", "lint", "lint/report", "lint/rules", "schema"}},
	{"internal/cli/process", []string{"internal/cli"}},
	{"internal/cli/site", []string{"content-example", "internal/cli", "internal/config", "internal/day", "internal/gitrepo",
		"internal/paper", "internal/publication", "internal/story", "lint", "lint/report", "sitegen"}},
	{"cmd/writ-lint", []string{"internal/cli/process"}},
	{"cmd/writ", []string{"internal/cli/process", "internal/cli/site"}},

	// For tests only.
	{"internal/gittest", nil},
	{"internal/story/storytest", []string{"internal/day", "internal/story"}},
	{"internal/publication/publicationtest", []string{"content-example", "internal/config", "internal/day",
		"internal/gitrepo", "internal/publication", "internal/register", "internal/snapshot", "internal/story",
		"internal/trail", "sitegen"}},
	{"schema/schematest", []string{"schema"}},
	{"internal/cli/clitest", []string{"content-example", "internal/cli", "internal/day", "internal/story",
		"schema/schematest"}},
	{"internal/architecture", nil},
}

// everywhere is the one package that all may import.
const everywhere = "internal/lazyregexp"

type room struct {
	name    string
	imports []string
}

// outside says which packages alone may import something from outside of the module, and what is below it.
var outside = []struct {
	path  string
	rooms []string
	tests bool // so may all tests
	why   string
}{
	{"github.com/gohugoio", []string{"sitegen"}, false, "Hugo takes most of the size and of the start of a program that has it"},
	{"github.com/chromedp", []string{"internal/paper"}, true, "only printing starts a browser, and the linter doesn't print"},
	{"os/exec", []string{"internal/gitwrite", "internal/paper", "internal/gittest", "internal/cli/clitest"}, true, "reading starts no program"},
	{"net/http", []string{"internal/cli/site"}, true, "nothing is asked of another host"},
}

// TestImports compares the sources with the table. Tests may import what their package mustn't, but for the site:
// what links Hugo takes long to compile.
func TestImports(t *testing.T) {
	allowed := map[string][]string{}
	for _, r := range rooms {
		for _, i := range r.imports {
			if _, above := allowed[i]; !above {
				t.Errorf("the table lets %s import %s, which isn't above it", r.name, i)
			}
		}
		allowed[r.name] = r.imports
	}
	used := map[string]bool{}
	for _, s := range sources(t) {
		room := path.Dir(s.name)
		may, known := allowed[room]
		if !known {
			t.Errorf("%s: the package %s isn't in the table of this test", s.name, room)
		}
		used[room] = true
		test := strings.HasSuffix(s.name, "_test.go")
		for _, i := range s.imports {
			own, ours := strings.CutPrefix(i, module)
			switch {
			case !ours:
				checkOutside(t, s.name, room, i, test)
			case test && (room == "sitegen" || room == "internal/publication" || !slices.Contains([]string{"sitegen", "internal/cli/site", "internal/publication", "internal/publication/publicationtest"}, own)):
			case own == room || own == everywhere || slices.Contains(may, own):
			default:
				t.Errorf("%s imports %s; %s may import only %q", s.name, own, room, may)
			}
		}
	}
	for _, r := range rooms {
		if !used[r.name] && r.name != "internal/snapshot" {
			t.Errorf("the table has %s, which has no source", r.name)
		}
	}
}

// checkOutside checks one import of something that isn't of this module.
func checkOutside(t *testing.T, file, room, imported string, test bool) {
	for _, o := range outside {
		below := imported == o.path || strings.HasPrefix(imported, o.path+"/")
		if below && !(test && o.tests) && !slices.Contains(o.rooms, room) {
			t.Errorf("%s imports %s, which only %q may: %s", file, imported, o.rooms, o.why)
		}
	}
}

// source is one Go file, for whatever system it is: its path below the module's root, and what it imports.
type source struct {
	name    string
	imports []string
}

func sources(t *testing.T) []source {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var out []source
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), "_") || strings.HasPrefix(d.Name(), ".") && name != "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, filepath.FromSlash(name)), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		s := source{name: name}
		for _, i := range file.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, p)
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 200 {
		t.Fatalf("only %d Go files below %s", len(out), root)
	}
	return out
}
