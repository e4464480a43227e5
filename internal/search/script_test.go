package search

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// requireNode makes a missing Node.js a failure.
const requireNode = "WRIT_REQUIRE_NPM"

// runScript gives in to the body of a function of search.js's parts, `s`, and reads what it returns.
func runScript(t *testing.T, body string, in, out any) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv(requireNode) == "1" {
			t.Fatal("no Node.js on this machine, and " + requireNode + "=1 demands it; install Debian's package nodejs")
		}
		t.Skip("no Node.js on this machine; install Debian's package nodejs, or set " + requireNode + "=1 to fail here")
	}
	script, err := os.ReadFile("../../sitegen/theme/assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "-e", "globalThis.self = globalThis; globalThis.location = { protocol: 'test:' };\n"+
		string(script)+"\n(async (s, given) => {\n"+body+"\n})(self.writSearch, JSON.parse(require('fs').readFileSync(0, 'utf8')))"+
		".then((out) => process.stdout.write(JSON.stringify(out)), (e) => { console.error(e); process.exit(1); })")
	cmd.Stdin = bytes.NewReader(data)
	var faults bytes.Buffer
	cmd.Stderr = &faults
	answer, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, faults.String())
	}
	if err := json.Unmarshal(answer, out); err != nil {
		t.Fatal(err)
	}
}

// TestStemsInTheBrowser shows that search.js stems as the index was stemmed.
func TestStemsInTheBrowser(t *testing.T) {
	set := map[string]bool{}
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" && filepath.Ext(name) != ".txtar" && filepath.Ext(name) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(name)
		words(string(bytes.ToValidUTF8(text, nil)), func(w []byte) { set[string(w)] = true })
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(set) < 5000 {
		t.Fatalf("the project has only %d words", len(set))
	}
	starts := strings.Fields("abil act adopt agre apolog arsen bias bl commun control die dy ey feu gener gyro happ hop hopp howe " +
		"inn ionis luxuri mat nat oper out plann proceed publish ration regul s securit sens sk skat succeed sy tann ti toy try u us y yy")
	ends := strings.Fields("s ss us sses ied ies eed eedly ed edly ing ingly y ly at bl iz at ated bled ized tt tting e le ll " +
		"ational tional ation ator enci anci izer ization alism aliti alli fulness fulli ousli ousness iveness iviti biliti bli " +
		"ogi ology li lessli alize icate iciti ical ful ness ative ance ence able ible ant ement ment ent ism ate iti ous ive ize sion tion al er ic")
	for _, a := range starts {
		for _, b := range ends {
			set[a+b] = true
			for _, c := range ends {
				set[a+b+c] = true
			}
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 8_000 {
		var b strings.Builder
		for range 1 + random.IntN(9) {
			b.WriteByte("aeiouybdgllnrsstwxY"[random.IntN(18)])
		}
		set[b.String()+ends[random.IntN(len(ends))]] = true
	}
	list := make([]string, 0, len(set))
	for w := range set {
		list = append(list, w)
	}
	var got []string
	runScript(t, "return given.map(s.english)", list, &got)
	for i, w := range list {
		if want := englishStem(w); got[i] != want {
			t.Errorf("%s is %s in the index, and %s in the browser", w, want, got[i])
		}
	}
}

// TestWordsInTheBrowser shows that search.js cuts a text into the words of the index.
func TestWordsInTheBrowser(t *testing.T) {
	texts := []string{
		"Access is Granted.", "AUD-001, see A.5.15 and 4.2.1 of ISO27001:5.2", "multi-factor well--known -5- .x. a_b",
		"organisation's l’accès don't we'll O'Brien 's' ʼtis x'y-1'z", "Größe STRASSE ẞ ΟΔΟΣ Άλφα İstanbul", "ＡＢＣ－１ ﬁne №5 ½ ㎡ ㈱",
		"soft\u00adware co\u2011op x\u200by", "情報セキュリティ ISO規格書 字 규정을 ภาษาไทย", "\U00020000\U00020001x", strings.Repeat("ä-", 40) + "9",
	}
	for r := rune(0x80); r < 0x11000; r++ { // whatever changes its kind among them
		if unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf) && !unicode.In(r, unicode.Han, unicode.Hangul) {
			texts = append(texts, "a"+string(r)+"b "+string(r)+".5")
		}
	}
	want := make([]string, len(texts))
	for i, text := range texts {
		words(text, func(w []byte) { want[i] += string(w) + " " })
	}
	var got []string
	runScript(t, "return given.map((text) => s.cut(text).map((w) => w + ' ').join(''))", texts, &got)
	for i := range texts {
		if got[i] != want[i] {
			t.Errorf("%q is\n%q in the index, and\n%q in the browser", texts[i], want[i], got[i])
		}
	}
}

// TestSearchInTheBrowser shows what a search finds, and what it reads.
func TestSearchInTheBrowser(t *testing.T) {
	all := corpus(900, 250)
	all = append(all,
		sample{Entry{Key: "POL-001", Title: "Access control", Kind: "Policy", Owner: "CISO"}, "## Scope\n\nWho is approved.\n\n## Visitors\n\nGuests sign. The badge is approved at the desk, and worn.\n"},
		sample{Entry{Key: "POL-0011", Title: "Supplier access", Kind: "Policy", Owner: "Buyer"}, "Approval of POL-001 visitors. 規格書を読む。\n"},
		sample{Entry{Key: "ISMS-SCOPE", Title: "What we cover", Kind: "Scope", Owner: "CISO"}, "See A.5.15. The isms scope.\n"},
		sample{Entry{Key: "A-TEXT", Title: "One"}, "Mind the zeppelin.\n"},
		sample{Entry{Key: "B-HEAD", Title: "Two"}, "## Zeppelin\n\nIt flies.\n"},
		sample{Entry{Key: "C-TITLE", Title: "Zeppelins"}, "They fly.\n"},
		sample{Entry{Key: "REC-1", Title: "Skies", Kind: "Record", Owner: "CISO"}, "isms and scope\n"},
	)
	files := build(t, "en", all...)
	dir := t.TempDir()
	for name, data := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	type query struct{ Q, Kind, Owner string }
	queries := []struct {
		query
		want string // keys of the first results, "…" for any further; "?" before them where none has all words
	}{
		{query{Q: "POL-001"}, "POL-001 POL-0011"},
		{query{Q: "pol-001 "}, "POL-001 POL-0011"},
		{query{Q: "isms-scope"}, "ISMS-SCOPE REC-1"},
		{query{Q: "Visitors"}, "POL-001 POL-0011"},
		{query{Q: "approv vis"}, "POL-001 POL-0011"},
		{query{Q: "approvals visitor "}, "POL-001 POL-0011"},
		{query{Q: "skie"}, "REC-1"},
		{query{Q: "sky "}, "REC-1"},
		{query{Q: "規格書"}, "POL-0011"},
		{query{Q: "書"}, "POL-0011"},
		{query{Q: "badge xyzzy"}, "? POL-001"},
		{query{Q: "xyzzy"}, ""},
		{query{Q: "  .,- "}, ""},
		{query{Q: "access", Owner: "Buyer"}, "POL-0011"},
		{query{Q: "scope", Kind: "Scope"}, "ISMS-SCOPE"},
		{query{Q: "badge o"}, "POL-001"},
		{query{Q: "zeppelin"}, "C-TITLE B-HEAD A-TEXT"},
		{query{Q: "zeppelins flying "}, "C-TITLE B-HEAD"},
		{query{Q: "policy"}, "…"},
		{query{Q: "con"}, "…"},
	}
	asked := make([]query, len(queries))
	for i, q := range queries {
		asked[i] = q.query
	}
	given := map[string]any{"dir": dir, "queries": asked}
	var got []struct {
		Keys  []string
		Some  bool
		Total int
		Bytes int
		Reads int
		Best  []string
	}
	runScript(t, `
		const fs = require("fs");
		let bytes, reads;
		const get = async (name) => {
			const data = fs.readFileSync(name);
			bytes += data.length;
			reads++;
			return new Uint8Array(data[0] === 0x57 ? data : require("zlib").gunzipSync(data));
		};
		const out = [];
		for (const q of given.queries) {
			bytes = reads = 0;
			const index = new s.Index(given.dir + "/", get);
			const found = await index.search(q.Q, { kind: q.Kind, owner: q.Owner });
			const match = s.matcher(found.terms, found.dir.stem);
			const keys = [], best = [];
			for (const d of found.docs.slice(0, 10)) {
				const row = await index.row(found.dir, d.doc);
				keys.push(row.key);
				const [e] = await index.excerpts(found.dir, row, d.parts, match, 2);
				if (e) {
					const [start, end] = s.windowOf(e.text, e.body, 40);
					best.push(e.anchor + ": " + e.text.slice(start, end));
				}
			}
			out.push({ keys, some: !!found.some, total: found.total, bytes, reads, best });
		}
		return out;`, given, &got)
	for i, q := range queries {
		g := got[i]
		keys := strings.Join(g.Keys, " ")
		if g.Some {
			keys = "? " + keys
		}
		if q.want == "…" && g.Total > 10 {
			keys = "…"
		}
		if keys != q.want {
			t.Errorf("%+v finds %d: %s; want %s", q.query, g.Total, keys, q.want)
		}
		if g.Bytes > 120<<10 {
			t.Errorf("%q reads %d bytes in %d files", q.Q, g.Bytes, g.Reads)
		}
	}
	if want := "visitors: badge is approved at the desk, and worn."; got[4].Best[0] != want {
		t.Errorf("the excerpt is %q, want %q", got[4].Best[0], want)
	}
}
