package document

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

const policyText = `---
id: POL-1
kind: policy
language: LANG
---

# Access

## Scope

This policy applies to all staff. Guests are welcome.

## Rules

- Everybody must lock the screen when leaving the desk, and the administrator of the system checks this from time to time.
- Passwords have 12 characters. A good reason helps.

Records of visits are kept for 30 days. The CISO reads them.

| Control | Who |
|---|---|
| Badge at the door | Reception |

` + "```\ntimeout = 15\n```\n"

func wholeText(text string) *Document { return Parse("policies/a.md", []byte(text), nil) }

func kindsOf(d Difference) string {
	var all []string
	for _, n := range d.Normative {
		all = append(all, string(n.Kind))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

func TestCompare(t *testing.T) {
	base := strings.Replace(policyText, "LANG", "en", 1)
	names := CompareOptions{Names: []string{"CISO", "Chief Executive Officer", "CEO"}}
	for _, tc := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"a duty becomes a permission", "must lock", "may lock", "duty"},
		{"a duty is dropped", "- Everybody must lock the screen when leaving the desk, and the administrator of the system checks this from time to time.\n", "", "duty"},
		{"a duty comes", "A good reason helps.", "A good reason helps. Nobody shall share one.", "duty"},
		{"a word in a duty", "the desk", "the building", "duty"},
		{"a slip in a duty", "administrator", "adminstrator", ""},
		{"a slip in the section about scope", "welcome", "welcom", ""},
		{"a prohibition", "A good reason helps.", "Sharing is prohibited.", "duty"},
		{"a number", "12 characters", "8 characters", "number"},
		{"a limit is dropped", "Records of visits are kept for 30 days. ", "", "number"},
		{"a number that limits nothing comes", "A good reason helps.", "A good reason helps. We moved here in 1999.", ""},
		{"a role", "The CISO reads", "The CEO reads", "role"},
		{"the scope", "all staff", "all employees", "scope"},
		{"an exclusion", "Guests are welcome.", "Guests are left out.", "scope"},
		{"an exception elsewhere", "A good reason helps.", "A good reason helps, except on Fridays.", "scope"},
		{"a row", "| Badge at the door | Reception |", "| Badge at the gate | Reception |", "row"},
		{"a row comes", "| Badge at the door | Reception |\n", "| Badge at the door | Reception |\n| Camera | Facilities |\n", "row"},
		{"code", "timeout = 15", "timeout = 90", "number"},
		{"the kind", "kind: policy", "kind: memo", "kind"},
		{"an explanation", "A good reason helps.", "A good reason always helps, and colleagues may ask.", ""},
		{"a heading", "## Rules", "## What we do", ""},
		{"emphasis", "must lock the screen", "**must** *lock* the `screen`", ""},
		{"another mark of lists", "- Everybody must", "* Everybody must", ""},
		{"quotes and letter case", "A good reason helps.", "“A GOOD reason” helps!", ""},
		{"a number's list mark", "- Passwords", "7. Passwords", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if !strings.Contains(base, tc.old) {
				t.Fatal("the text doesn't have it")
			}
			d := must(Compare(wholeText(base), wholeText(strings.Replace(base, tc.old, tc.new, 1)), names))
			if got := kindsOf(d); got != tc.want {
				t.Errorf("normative by %q, expected %q: %+v", got, tc.want, d)
			}
			back := must(Compare(wholeText(strings.Replace(base, tc.old, tc.new, 1)), wholeText(base), names))
			if got := kindsOf(back); got != tc.want {
				t.Errorf("the other way round normative by %q, expected %q", got, tc.want)
			}
		})
	}
}

func TestCompareLanguages(t *testing.T) {
	text := func(language, sentence string) *Document {
		return wholeText("---\nid: A\nlanguage: " + language + "\n---\n\n" + sentence + "\n")
	}
	for _, tc := range []struct {
		language, old, new, want string
	}{
		{"de", "Alle müssen den Bildschirm sperren.", "Alle können den Bildschirm sperren.", "duty"},
		{"de-AT", "Das Teilen ist untersagt.", "Das Teilen ist möglich.", "duty"},
		{"de", "Diese Richtlinie gilt für alle.", "Diese Richtlinie gilt für Angestellte.", "scope"},
		{"de", "Protokolle bleiben 30 Tage.", "Protokolle bleiben 90 Tage.", "number"},
		{"de", "Ein Grund hilft.", "Ein guter Grund hilft.", ""},
		{"nl", "Everybody must lock it.", "Everybody may lock it.", "duty"},
		{"", "Alle müssen es sperren.", "Alle dürften es sperren.", "duty"},
	} {
		if got := kindsOf(must(Compare(text(tc.language, tc.old), text(tc.language, tc.new), CompareOptions{}))); got != tc.want {
			t.Errorf("%s: %q to %q is normative by %q, expected %q", tc.language, tc.old, tc.new, got, tc.want)
		}
	}
	for _, language := range Languages() {
		l := lexiconOf(language)
		for name, list := range l.lists() {
			for _, p := range *list {
				if p = strings.TrimPrefix(p, "^"); l.folded(plainForm(p)) != p {
					t.Errorf("%s, %s: %q is never found: in plain form it is %q", language, name, p, l.folded(plainForm(p)))
				}
			}
			if len(*list) == 0 {
				t.Errorf("%s has no words for %s", language, name)
			}
		}
	}
}

// generated writes a document of paragraphs, each of a few sentences, and says which sentences bind.
func generated(r *rand.Rand) (paragraphs [][]string) {
	nouns := strings.Fields("screen password badge laptop visitor backup record key door report supplier server")
	verbs := strings.Fields("lock check read keep return sign store wipe name close")
	modals := strings.Fields("must shall should may can will must")
	for range 2 + r.Intn(6) {
		var p []string
		for range 1 + r.Intn(4) {
			p = append(p, fmt.Sprintf("Staff %s %s the %s of the %s within %d days.", modals[r.Intn(len(modals))],
				verbs[r.Intn(len(verbs))], nouns[r.Intn(len(nouns))], nouns[r.Intn(len(nouns))], 1+r.Intn(400)))
		}
		paragraphs = append(paragraphs, p)
	}
	return paragraphs
}

func written(paragraphs [][]string, r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("---\nid: A\n---\n\n# Title\n\n")
	for _, p := range paragraphs {
		for i, w := range strings.Fields(strings.Join(p, " ")) {
			switch {
			case i == 0:
			case r != nil && r.Intn(4) == 0:
				b.WriteString(strings.Repeat(" ", r.Intn(2)) + "\n" + strings.Repeat(" ", r.Intn(3)))
			case r != nil && r.Intn(4) == 0:
				b.WriteString("   ")
			default:
				b.WriteByte(' ')
			}
			if r != nil && i > 0 && r.Intn(5) == 0 && !strings.HasSuffix(w, ".") {
				w = "*" + w + "*"
			}
			b.WriteString(w)
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// TestReflow: where lines break, how many blanks stand, what is emphasised and in which order paragraphs come is never
// normative.
func TestReflow(t *testing.T) {
	for seed := range int64(500) {
		r := rand.New(rand.NewSource(seed))
		p := generated(r)
		old := written(p, nil)
		r.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
		if d := must(Compare(wholeText(old), wholeText(written(p, r)), CompareOptions{})); len(d.Normative)+d.Editorial > 0 {
			t.Fatalf("seed %d: %+v", seed, d)
		}
	}
}

// TestFlip: a duty that becomes a permission, or the other way round, always is normative, wherever it stands.
func TestFlip(t *testing.T) {
	for seed := range int64(500) {
		r := rand.New(rand.NewSource(seed))
		p := generated(r)
		old := written(p, nil)
		i := r.Intn(len(p))
		j := r.Intn(len(p[i]))
		from, to := "may", "must"
		for _, duty := range []string{"must", "shall"} {
			if strings.Contains(p[i][j], " "+duty+" ") {
				from, to = duty, "may"
			}
		}
		flipped := strings.Replace(p[i][j], " "+from+" ", " "+to+" ", 1)
		if flipped == p[i][j] {
			continue
		}
		p[i][j] = flipped
		r.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
		if d := must(Compare(wholeText(old), wholeText(written(p, r)), CompareOptions{})); !slices.ContainsFunc(d.Normative, func(n Normative) bool { return n.Kind == ByDuty }) {
			t.Fatalf("seed %d: %q wasn't seen: %+v", seed, flipped, d)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add(policyText, "# A\n\n| a |\n|---|\n| must |\n")
	f.Add("", "\xff\x00 must. ")
	f.Fuzz(func(t *testing.T, old, new string) {
		a, b := wholeText(old), wholeText(new)
		d := must(Compare(a, b, CompareOptions{}))
		for _, n := range d.Normative {
			for _, x := range []struct {
				Passage
				d *Document
			}{{n.Old, a}, {n.New, b}} {
				if x.Span.Start < 0 || x.Span.End < x.Span.Start || x.Span.End > len(must(x.d.Source())) {
					t.Fatalf("a place outside of the file: %+v", n)
				}
			}
		}
		if same := must(Compare(a, a, CompareOptions{})); len(same.Normative)+same.Editorial > 0 {
			t.Fatalf("a document differs from itself: %+v", same)
		}
	})
}
