package site_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/cli/site"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
)

// outputs is a repository with what every command and the site say of it on a day.
type outputs struct {
	t     *testing.T
	dir   string
	today day.Day

	text map[string]string // by command line
	site string
}

// tell plays a story and lets every command speak that states what documents are.
func tell(t *testing.T, tale *story.Story, today string) *outputs {
	t.Helper()
	d, err := day.Parse(today)
	if err != nil {
		t.Fatal(err)
	}
	o := &outputs{t: t, dir: filepath.Join(t.TempDir(), "repo"), today: d, text: map[string]string{}, site: filepath.Join(t.TempDir(), "site")}
	if _, err := tale.Play(o.dir, story.Options{Today: d}); err != nil {
		t.Fatal(err)
	}
	o.writ("build", "-o", o.site)
	return o
}

func parse(t *testing.T, archive string) *story.Story {
	t.Helper()
	s, err := story.Parse([]byte(archive))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// writ runs a command once, and returns what it prints.
func (o *outputs) writ(args ...string) string {
	o.t.Helper()
	key := strings.Join(args, " ")
	if text, ok := o.text[key]; ok {
		return text
	}
	var out, complaints bytes.Buffer
	code := cli.Main(args, cli.Surroundings{Program: "writ", Streams: cli.Streams{In: strings.NewReader(""), Out: &out, Err: &complaints},
		Environ: []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "XDG_CACHE_HOME=" + o.t.TempDir()},
		Clock:   func() time.Time { return o.today.Time().Add(12 * time.Hour) }, Dir: o.dir}, site.Commands()...)
	if code != 0 {
		o.t.Fatalf("writ %s: exit code %d\n%s", key, code, complaints.String())
	}
	o.text[key] = out.String()
	return o.text[key]
}

func (o *outputs) json(into any, args ...string) {
	o.t.Helper()
	if err := json.Unmarshal([]byte(o.writ(append(args, "--format", "json")...)), into); err != nil {
		o.t.Fatal(err)
	}
}

func (o *outputs) page(name string) string {
	data, err := os.ReadFile(filepath.Join(o.site, filepath.FromSlash(name)))
	if err != nil {
		return ""
	}
	return string(data)
}

// row finds the line of a table whose first cell is key, as cells by their heads. None is nil.
func row(table, key string) map[string]string {
	lines := strings.Split(table, "\n")
	for len(lines) > 1 && !strings.HasPrefix(lines[0], "ID ") {
		lines = lines[1:] // the note on which main line it is
	}
	head := regexp.MustCompile(`\S+( \S+)*`).FindAllStringIndex(lines[0], -1)
	for _, l := range lines[1:] {
		runes := []rune(l)
		cells := map[string]string{}
		for i, at := range head {
			end := len(runes)
			if i+1 < len(head) {
				end = min(end, head[i+1][0])
			}
			cells[lines[0][at[0]:at[1]]] = strings.TrimSpace(string(runes[min(at[0], end):end]))
		}
		if cells["ID"] == key {
			return cells
		}
	}
	return nil
}

// dash is "" for the dash of an empty cell.
func dash(s string) string { return strings.TrimPrefix(s, "–") }

// facts are what an output states of a document; a fact that it doesn't state isn't there.
type facts map[string]string

// document is what JSON outputs say of a document; each lacks some of it.
type document struct {
	ID, Version, Grade, ReviewDate, InForceSince, Since *string
	Path, Title, State                                  string
	Overdue                                             *bool
}

func (d document) key() string {
	if d.ID != nil {
		return *d.ID
	}
	return d.Path
}

func (d document) facts() facts {
	return facts{"title": d.Title, "state": d.State, "since": str(d.Since), "in force since": str(d.InForceSince), "version": str(d.Version),
		"grade": str(d.Grade), "next review": str(d.ReviewDate)}
}

func str(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// facts returns what each output states of the document of a key.
func (o *outputs) facts(key string) map[string]facts {
	o.t.Helper()
	all := map[string]facts{}
	for _, command := range []string{"status", "register", "as-of " + o.today.String()} {
		var listed struct{ Documents []document }
		o.json(&listed, strings.Fields(command)...)
		for _, d := range listed.Documents {
			if d.key() == key {
				all[command+" --format json"] = d.facts()
			}
		}
		if cells := row(o.writ(strings.Fields(command)...), key); cells != nil {
			all[command] = ofCells(cells)
		}
	}
	o.logged(all, key)
	o.published(all, key)
	return all
}

// ofCells are the facts in a line of status, register or as-of.
func ofCells(cells map[string]string) facts {
	f := facts{"title": cells["TITLE"], "version": dash(cells["VERSION"]), "grade": dash(cells["GRADE"])}
	since := cells["IN FORCE SINCE"]
	if _, err := day.Parse(since); err == nil {
		f["in force since"], f["state"] = since, "in force"
	} else {
		f["in force since"] = ""
		f["state"], _, _ = strings.Cut(regexp.MustCompile(` \d{4}-`).Split(since, 2)[0], " (")
	}
	review, _, _ := strings.Cut(cells["NEXT REVIEW"]+cells["REVIEW"], " ")
	f["next review"] = dash(review)
	return f
}

var (
	heading = regexp.MustCompile(`(?m)^version (.*?)  .*  grade (.)  (.*)$`)
	inForce = regexp.MustCompile(`in force (?:since )?(\d{4}-\d\d-\d\d)(?: until (\d{4}-\d\d-\d\d))?`)
)

// logged adds what log states.
func (o *outputs) logged(all map[string]facts, key string) {
	o.t.Helper()
	var l struct {
		Title, State string
		Since        *string
		Versions     []struct {
			Version *string
			InForce []struct {
				From  string
				Until *string
			}
		}
	}
	o.json(&l, "log", key)
	f := facts{"title": l.Title, "state": l.State, "since": str(l.Since), "in force since": ""}
	for _, v := range l.Versions {
		for _, i := range v.InForce {
			if i.From <= o.today.String() && (i.Until == nil || *i.Until >= o.today.String()) {
				f["in force since"], f["version"] = i.From, str(v.Version)
			}
		}
	}
	all["log --format json"] = f
	text := o.writ("log", key)
	first, _, _ := strings.Cut(text, "\n")
	f = facts{"title": strings.TrimPrefix(strings.TrimPrefix(first, key), "  "), "in force since": ""}
	if f["title"] == "" {
		f["title"] = key
	}
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		for _, days := range inForce.FindAllStringSubmatch(m[3], -1) {
			if days[1] <= o.today.String() && (days[2] == "" || days[2] >= o.today.String()) {
				f["in force since"], f["version"] = days[1], dash(m[1])
			}
		}
	}
	all["log"] = f
}

var (
	h1     = regexp.MustCompile(`<h1>(.*?)</h1>`)
	stated = regexp.MustCompile(`<dt>([^<]*)</dt><dd>(.*?)</dd>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
)

// published adds what the site states.
func (o *outputs) published(all map[string]facts, key string) {
	o.t.Helper()
	var listed struct {
		Documents []struct {
			document
			Address string
		}
	}
	if err := json.Unmarshal([]byte(o.page("register.json")), &listed); err != nil {
		o.t.Fatal(err)
	}
	address := ""
	for _, d := range listed.Documents {
		if d.key() == key {
			all["register.json"], address = d.facts(), d.Address
		}
	}
	if address == "" {
		return
	}
	rows, err := csv.NewReader(strings.NewReader(o.page("register.csv"))).ReadAll()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, r := range rows[1:] {
		cell := func(name string) string { return r[slices.Index(rows[0], name)] }
		if cell("id") == key || cell("id") == "" && cell("path") == key {
			all["register.csv"] = facts{"title": cell("title"), "state": cell("state"), "since": cell("since"), "in force since": cell("in_force_since"),
				"version": cell("version"), "grade": cell("grade"), "next review": cell("review_date")}
		}
	}
	for _, name := range []string{"index.html", "history/index.html"} {
		page := o.page(address + name)
		f := facts{"in force since": "", "next review": ""}
		if name == "index.html" {
			f["title"] = words(h1.FindStringSubmatch(page)[1])
		}
		for _, m := range stated.FindAllStringSubmatch(page, -1) {
			first, _, _ := strings.Cut(words(m[2]), " ")
			switch m[1] {
			case "In force since":
				f["in force since"] = first
			case "Next review":
				f["next review"] = first
			}
		}
		all["page "+name] = f
	}
}

// words is the text of a piece of HTML.
func words(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(s, " "))), " ")
}

// agree fails where two outputs state a fact of a document differently, and returns the facts.
func (o *outputs) agree(key string) facts {
	o.t.Helper()
	said := facts{}
	by := map[string]string{}
	all := o.facts(key)
	if len(all) < 10 {
		o.t.Errorf("%s: only %d outputs tell of it: %v", key, len(all), all)
	}
	for output, f := range all {
		for name, value := range f {
			if have, ok := said[name]; ok && have != value {
				o.t.Errorf("%s: %s is %q by %s and %q by %s", key, name, have, by[name], value, output)
			}
			said[name], by[name] = value, output
		}
	}
	return said
}

// same fails unless every output that states one of these facts states it so.
func (o *outputs) same(key string, want facts) {
	o.t.Helper()
	got := o.agree(key)
	for name, value := range want {
		if got[name] != value {
			o.t.Errorf("%s: %s is %q; want %q", key, name, got[name], value)
		}
	}
}

// periods returns the days on which versions of a document were in force, oldest first, by each output that states them.
func (o *outputs) periods(key string) map[string]string {
	o.t.Helper()
	all := map[string]string{}
	add := func(output string, list []string) {
		slices.Sort(list)
		all[output] = strings.Join(list, "; ")
	}
	one := func(version, from, until string) string { return fmt.Sprintf("%s..%s %s", from, until, version) }

	var l struct {
		Versions []struct {
			Version *string
			InForce []struct {
				From  string
				Until *string
			}
		}
	}
	o.json(&l, "log", key)
	var list []string
	for _, v := range l.Versions {
		for _, i := range v.InForce {
			list = append(list, one(str(v.Version), i.From, str(i.Until)))
		}
	}
	add("log --format json", list)

	list = nil
	for _, m := range heading.FindAllStringSubmatch(o.writ("log", key), -1) {
		for _, days := range strings.Split(m[3], ", in force ") {
			list = append(list, periodIn(one, dash(m[1]), days)...)
		}
	}
	add("log", list)

	list = nil
	var x struct {
		Versions []struct {
			Document     document
			Version      *string
			InForceFrom  string
			InForceUntil *string
		}
	}
	period := []string{"audit", "--from", "2020-01-01", "--to", o.today.String()}
	o.json(&x, period...)
	for _, v := range x.Versions {
		if v.Document.key() == key {
			list = append(list, one(str(v.Version), v.InForceFrom, str(v.InForceUntil)))
		}
	}
	add("audit --format json", list)

	list = nil
	rows, err := csv.NewReader(strings.NewReader(o.writ(append(period, "--format", "csv")...))).ReadAll()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, r := range rows {
		if r[0] == "in force" && (r[3] == key || r[3] == "" && r[4] == key) {
			list = append(list, one(r[7], r[1], r[2]))
		}
	}
	add("audit --format csv", list)

	list = nil
	for _, section := range strings.Split(o.page(key+"/history/index.html"), "<h3 ")[1:] {
		title, rest, _ := strings.Cut(section, "</h3>")
		version := strings.Fields(words(title[strings.Index(title, ">")+1:]))[1]
		for _, days := range strings.Split(words(stated.FindStringSubmatch(rest)[2]), "; ") {
			list = append(list, periodIn(one, version, days)...)
		}
	}
	add("page history/index.html", list)
	return all
}

var days = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// periodIn reads the run of days in a text.
func periodIn(one func(version, from, until string) string, version, text string) []string {
	d := days.FindAllString(text, -1)
	switch {
	case len(d) == 0:
		return nil
	case strings.Contains(text, "replaced the same day"):
		from, _ := day.Parse(d[0])
		return []string{one(version, d[0], (from - 1).String())}
	case len(d) == 1:
		return []string{one(version, d[0], "")}
	}
	return []string{one(version, d[0], d[1])}
}

// were fails unless every output states these days in force.
func (o *outputs) were(key, want string) {
	o.t.Helper()
	all := o.periods(key)
	if len(all) != 5 {
		o.t.Errorf("%s: only %d outputs tell when it was in force: %v", key, len(all), all)
	}
	for output, got := range all {
		if got != want {
			o.t.Errorf("%s was in force %s by %s; want %s", key, got, output, want)
		}
	}
}
