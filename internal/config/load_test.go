package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

func TestWholeSampleLoads(t *testing.T) {
	c, problems := Load(whole(t), sampleFiles)
	if len(problems) > 0 {
		t.Fatalf("problems: %+v", problems)
	}
	if got := c.Organization.Timezone.String(); got != "Europe/Vienna" {
		t.Errorf("timezone %s", got)
	}
	want := &Kind{
		Name: "policy", Title: "House rule", Approval: true,
		Approvers:  Quorum{AnyOf: []string{"ceo"}, AllOf: []string{"ciso"}, Minimum: 2},
		LeastGrade: "B", Anchored: true, ReviewCycle: day.Cycle{Months: 6}, DueSoon: day.Cycle{Days: 14}, Retention: day.Cycle{Months: 120},
		Owner: "ciso", Approver: "ceo", Required: []string{"id", "title", "version", "region"},
		States: []string{"draft", "approved", "retired"}, Outline: Default().Kinds["policy"].Outline,
		Tables: Default().Kinds["policy"].Tables, IDPattern: "^(?:HR-[0-9]{3})$",
		IDPrefix: "POL", Folder: "policies", BuiltIn: Default().Kinds["policy"].BuiltIn,
	}
	if diff := cmp.Diff(want, c.Kinds["policy"]); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
	own := c.Kinds["supplier-assessment"]
	if !own.Record || own.Title != "Supplier assessment" || own.Extends != "record" || !own.ReviewCycle.IsZero() {
		t.Errorf("supplier-assessment: %+v", own)
	}
	wantOutline := schema.Outline{Own: true, Sections: []schema.Section{{Title: "Findings", Required: true}, {Title: "Annex", Clause: "9.3.2 c", Names: []string{"Attachments"}}}}
	if diff := cmp.Diff(wantOutline, own.Outline); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	if c.Fields["gebiet"] != "region" || c.Fields["revision"] != "version" {
		t.Errorf("fields: %v", c.Fields)
	}
	wantKinds := []KindPath{{"handbook/**", "policy"}, {"minutes/**", "management-review"}, {"audits/**", "management-review"}}
	if diff := cmp.Diff(wantKinds, c.Documents.Kinds); diff != "" {
		t.Errorf("documents.kinds (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Identity{"House Bot", "bot@forge.example.com"}, c.Forges[len(c.Forges)-1]); diff != "" {
		t.Errorf("forges (-want +got):\n%s", diff)
	}
	lenient, ok := LoadLenient(whole(t), sampleFiles)
	if diff := cmp.Diff(c, lenient, cmpopts.IgnoreUnexported(Config{}), cmp.Comparer(func(a, b fmt.Stringer) bool { return a.String() == b.String() })); !ok || diff != "" {
		t.Errorf("LoadLenient differs, ok %v (-strict +lenient):\n%s", ok, diff)
	}
}

func TestEmptyFileIsTheDefault(t *testing.T) {
	for _, src := range []string{"", "# nothing yet\n", "---\n", "\ufeff", "version: 1\n", "{}\n"} {
		c, problems := Load([]byte(src), sampleFiles)
		if len(problems) > 0 || c.Path != File {
			t.Errorf("%q: path %q, problems %+v", src, c.Path, problems)
		}
		c.Path = ""
		same := cmp.Comparer(func(a, b fmt.Stringer) bool { return a.String() == b.String() })
		if diff := cmp.Diff(Default(), c, cmpopts.IgnoreUnexported(Config{}), same); diff != "" {
			t.Errorf("%q (-default +got):\n%s", src, diff)
		}
	}
}

// A problem is written as line:column "the bytes that it marks": the message | the help (its beginning).
func TestProblems(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"unknown key", "version: 1\norgnization: {name: X}\n", "2:1 \"orgnization\": unknown key `orgnization`; did you mean `organization`? | known here: accepted_rewrites, "},
		{"unknown key below", "site: {tittle: X}\n", "1:8 \"tittle\": unknown key `site.tittle`; did you mean `title`? | known here: accent, "},
		{"unknown key, nothing near", "zzzzzzzz: 1\n", "1:1 \"zzzzzzzz\": unknown key `zzzzzzzz` | remove it; known here: "},
		{"after letters of several bytes", "organization: {name: Ää, zone: X}\n", "1:28 \"zone\": unknown key `organization.zone`"},
		{"after CR LF", "version: 1\r\n\r\nmian: x\r\n", "3:1 \"mian\": unknown key `mian`; did you mean `main`?"},
		{"after a byte-order mark", "\ufeffmian: x\n", "1:4 \"mian\": unknown key `mian`; did you mean `main`?"},
		{"wrong type", "site: {emails: \"yes\"}\n", "1:16 \"\\\"yes\\\"\": `site.emails` is text (\"yes\"); expected true or false | write true or false"},
		{"empty value", "people:\nroles: {}\n", "1:8 \"\": `people` is empty; expected a mapping | write one key below it for each name, or remove the key"},
		{"number for text", "organization: {name: 42}\n", "1:22 \"42\": `organization.name` is a number (\"42\"); expected text | write it in quotes: \"42\""},
		{"text for list", "people: {ada: {name: A, emails: a@b.c}}\n", "1:33 \"a@b.c\": `people.ada.emails` is text (\"a@b.c\"); expected a list"},
		{"list for the file", "- a\n", "1:1 \"- a\": writ.yaml is a list; expected a mapping of keys"},
		{"newer version", "version: 2\nfuture: x\n", "1:10 \"2\": version 2 of writ.yaml was made for a newer writ; this one reads version 1 | install a newer writ"},
		{"version as text", "version: \"1\"\n", "1:10 \"\\\"1\\\"\": `version` is text (\"1\"); expected the number 1"},
		{"twice", "main: a\nmain: b\n", "2:1 \"main\": `main` is here twice; the first one is in line 1"},
		{"bad YAML", "main: [a\n", "1:7 \"[\": not valid YAML: sequence end token ']' not found"},
		{"tab", "site:\n\ttitle: x\n", "2:1 \"\\ttitle: x\": a tab can't indent YAML | indent with spaces"},
		{"anchor", "main: &x a\n", "1:7 \"&\": an anchor, an alias or a merge key isn't allowed in writ.yaml"},
		{"tag", "main: !!str a\n", "1:7 \"!!str\": a tag isn't allowed in writ.yaml"},
		{"two documents", "main: a\n---\nmain: b\n", "2:1 \"---\": writ.yaml holds more than one YAML document"},
		{"not UTF-8", "main: \xff\n", "1:7 \"\\xff\": writ.yaml isn't UTF-8 here"},
		{"NUL", "main: \x00\n", "1:7 \"\\x00\": writ.yaml has a NUL byte"},

		{"timezone", "organization: {timezone: Mars/Base}\n", "1:26 \"Mars/Base\": `organization.timezone`: \"Mars/Base\" isn't a time zone; expected an IANA name"},
		{"timezone of the machine", "organization: {timezone: Local}\n", "1:26 \"Local\": `organization.timezone`: \"Local\" isn't a time zone"},
		{"date's shape", "people: {a: {name: A, from: 1.2.2024}}\n", "1:29 \"1.2.2024\": `people.a.from`: \"1.2.2024\" isn't a day; expected YYYY-MM-DD"},
		{"date", "people: {a: {name: A, from: 2024-02-30}}\n", "1:29 \"2024-02-30\": `people.a.from`: 2024-02-30 isn't in the calendar"},
		{"out of order", "people: {a: {name: A, from: 2024-02-02, until: 2024-02-01}}\n", "1:48 \"2024-02-01\": `people.a` ends on 2024-02-01, before it begins on 2024-02-02"},
		{"holder out of order", "people: {a: {name: A}}\nroles: {r: {holders: [{person: a, from: 2024-02-02, until: 2024-02-01}]}}\n", "2:60 \"2024-02-01\": `roles.r.holders[0]` ends on 2024-02-01"},
		{"ending without a dot", "links: {extensions: [md]}\n", "1:22 \"md\": `links.extensions[0]`: \"md\" isn't a file's ending; expected a dot and letters or digits, perhaps twice | write an ending such as .md"},
		{"no ending", "links: {extensions: []}\n", "1:21 \"[]\": `links.extensions` is an empty list; expected at least one ending | write endings such as [.md], or remove the key"},
		{"one ending", "links: {extensions: .md}\n", "1:21 \".md\": `links.extensions` is text (\".md\"); expected a list"},
		{"root of links outside", "links: {root: ../content}\n", "1:15 \"../content\": `links.root`: \"../content\" leads out of the repository by `..` | write the folder that a leading slash starts at, such as content, or . for the repository's root"},
		{"root of links with a slash", "links: {root: /content}\n", "1:15 \"/content\": `links.root`: \"/content\" is absolute"},
		{"links as text", "links: content\n", "1:8 \"content\": `links` is text (\"content\"); expected a mapping"},
		{"key of links", "links: {rot: content}\n", "1:9 \"rot\": unknown key `links.rot`; did you mean `root`?"},
		{"severity", "rules: {WR204: eror}\n", "1:16 \"eror\": `rules.WR204`: \"eror\" isn't known; expected one of error, warning, info, off | write error"},
		{"severity false", "rules: {WR204: false}\n", "1:16 \"false\": `rules.WR204` is false; expected one of error, warning, info, off | write off"},
		{"a section twice", "kinds: {policy: {sections: [Purpose, {title: purpose}]}}\n", "1:38 \"{title: purpose}\": `kinds.policy.sections[1]`: the section \"purpose\" is here twice | remove one of them"},
		{"rule id", "rules: {WR20: error}\n", "1:9 \"WR20\": unknown key `rules.WR20` | remove it; known here: custom, overrides, rule ids such as WR204"},
		{"grade", "kinds: {policy: {least_grade: E}}\n", "1:31 \"E\": `kinds.policy.least_grade`: \"E\" isn't known; expected one of A, B, C, D"},
		{"a kind's file", "kinds: {policy: {file: kinds/policy.yaml}}\n", "1:24 \"kinds/policy.yaml\": `kinds.policy.file`: \"kinds/policy.yaml\" isn't there; expected a file of the kind, in this repository | write the file and commit it with writ.yaml"},
		{"cycle", "kinds: {policy: {review_cycle: yearly}}\n", "1:32 \"yearly\": `kinds.policy.review_cycle`: \"yearly\" isn't a length of time"},
		{"open pattern", "documents: {include: [\"a[b\"]}\n", "1:23 \"\\\"a[b\\\"\": `documents.include[0]`: \"a[b\" isn't a pattern: a bracket or a brace stays open"},
		{"absolute pattern", "documents: {exclude: [/a]}\n", "1:23 \"/a\": `documents.exclude[0]`: \"/a\" is absolute"},
		{"pattern out of the repository", "documents: {kinds: [{paths: a/../../b, kind: policy}]}\n", "1:29 \"a/../../b\": `documents.kinds[0].paths`: \"a/../../b\" leads out of the repository"},
		{"many choices", "documents: {include: [\"{a,b}{a,b}{a,b}{a,b}{a,b}\"]}\n", "1:23 \"\\\"{a,b}{a,b}{a,b}{a,b}{a,b}\\\"\": `documents.include[0]`: \"{a,b}{a,b}{a,b}{a,b}{a,b}\" is too long or has too many choices"},
		{"no pattern", "documents: {include: []}\n", "1:22 \"[]\": `documents.include` is an empty list"},
		{"expression", "kinds: {policy: {id_pattern: \"P-(\"}}\n", "1:30 \"\\\"P-(\\\"\": `kinds.policy.id_pattern`: \"P-(\" isn't a regular expression"},
		{"person of a role", "people: {ada: {name: A}}\nroles: {r: {holders: [{person: adda}]}}\n", "2:32 \"adda\": `roles.r.holders[0].person`: \"adda\" isn't a person of this file; did you mean `ada`? | define it under `people`"},
		{"adopter", "adoption: {by: ceo, reason: x}\n", "1:16 \"ceo\": `adoption.by`: \"ceo\" isn't a role or a person of this file"},
		{"one login, two people", "people: {a: {name: A, github: x}, b: {name: B, github: '@X'}, c: {name: C, gitlab: x}}\n", "1:56 \"'@X'\": `people.b.github`: \"X\" belongs to `people.a` already"},
		{"capture", "capture: {signers: [bot]}\n", "1:21 \"bot\": `capture.signers[0]`: \"bot\" isn't a person of this file"},
		{"approver's role", "roles: {ceo: {}}\nkinds: {policy: {approvers: {any_of: [boss]}}}\n", "2:39 \"boss\": `kinds.policy.approvers.any_of[0]`: \"boss\" isn't a role of this file | define it under `roles`, or write one of ceo"},
		{"combined role", "roles: {a: {any_of: [b]}}\n", "1:22 \"b\": `roles.a.any_of[0]`: \"b\" isn't a role of this file"},
		{"roles in a circle", "roles: {a: {any_of: [b]}, b: {any_of: [a]}}\n", "1:39 \"[a]\": `roles.b.any_of` leads back to the role `a`"},
		{"one address, two people", "people: {a: {name: A, emails: [X@y.z]}, b: {name: B, emails: [x@Y.z]}}\n", "1:63 \"x@Y.z\": `people.b.emails[0]`: \"x@Y.z\" belongs to `people.a` already"},
		{"role and person of one name", "people: {ceo: {name: A}}\nroles: {CEO: {}}\n", "2:9 \"CEO\": `roles.CEO` and `people.ceo` have one name"},
		{"keys by case only", "people: {a: {name: A}, A: {name: B}}\n", "1:24 \"A\": `people.A` differs from `a` in case only"},
		{"kind of paths", "documents: {kinds: [{paths: a, kind: polcy}]}\n", "1:38 \"polcy\": `documents.kinds[0].kind`: no kind is called \"polcy\"; did you mean `policy`?"},
		{"base kind", "kinds: {x: {extends: recrd}}\n", "1:22 \"recrd\": `kinds.x.extends`: no kind is called \"recrd\"; did you mean `record`?"},
		{"kind of itself", "kinds: {x: {extends: x}}\n", "1:22 \"x\": `kinds.x.extends`: the kind `x` extends itself, by x → x"},
		{"kinds in a circle", "kinds: {x: {extends: y}, y: {extends: x}}\n", "1:39 \"x\": `kinds.y.extends`: the kind `x` extends itself, by x → y → x"},
		{"circle through the default", "kinds: {document: {extends: x}, x: {}}\n", "1:29 \"x\": "},
		{"state", "kinds: {policy: {states: [final]}}\n", "1:27 \"final\": `kinds.policy.states[0]`: \"final\" isn't known"},
		{"claim as alias", "fields: {approved_by: owner}\n", "1:10 \"approved_by\": `fields.approved_by`: `approved_by` is a claim"},
		{"field as alias", "fields: {title: owner}\n", "1:10 \"title\": `fields.title`: `title` is a field itself"},
		{"alias of nothing", "fields: {besitzer: ownr}\n", "1:20 \"ownr\": `fields.besitzer`: no field is called \"ownr\"; did you mean `owner`?"},
		{"own rule's id", "rules: {custom: [{id: WR900, title: t, when: w, message: m}]}\n", "1:23 \"WR900\": `rules.custom[0].id`: \"WR900\" is kept for built-in rules"},
		{"required key", "suppressions: [{rule: WR401, document: X, until: 2027-01-01}]\n", "1:16 \"{rule: WR401, document: X, until: 2027-01-01}\": `suppressions[0]` has no `reason` | add `reason:`"},
		{"output outside", "site: {output: ../public}\n", "1:16 \"../public\": `site.output`: \"../public\" leads out of the repository"},
		{"output is absolute", "site: {output: /srv/www}\n", "1:16 \"/srv/www\": `site.output`: \"/srv/www\" is absolute"},
		{"output is the root", "site: {output: ./}\n", "1:16 \"./\": `site.output`: \"./\" is the repository's root itself"},
		{"output is Git's", "site: {output: .git/site}\n", "1:16 \".git/site\": `site.output`: \".git/site\" lies in Git's own folder"},
		{"colour", "site: {accent: red}\n", "1:16 \"red\": `site.accent`: \"red\" isn't a colour; expected #rgb or #rrggbb"},
		{"quorum", "kinds: {policy: {approvers: {minimum: 0}}}\n", "1:39 \"0\": `kinds.policy.approvers.minimum` is 0; expected 1 to 100"},
		{"placeholder of a key", "people: {a: {name: A, keys: [\"ssh-ed25519 AAAA…\"]}}\n", "1:30 \"\\\"ssh-ed25519 AAAA…\\\"\": `people.a.keys[0]`: \"ssh-ed25519 AAAA…\" isn't a whole public key; expected its type and the key in base64 | copy the line of the .pub file"},
		{"forge", "forges: [bot]\n", "1:10 \"bot\": `forges[0]`: \"bot\" isn't a commit identity"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Load([]byte(tt.src), sampleFiles)
			if len(problems) != 1 {
				t.Fatalf("%d problems: %+v", len(problems), problems)
			}
			p := problems[0]
			got := fmt.Sprintf("%d:%d %q: %s | %s", p.Line, p.Column, tt.src[p.Start:p.End], p.Message, p.Help)
			if !strings.HasPrefix(got, tt.want) || p.Help == "" || p.Path != File {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestProblemsComeInTheFilesOrder(t *testing.T) {
	src := "capture: {signers: [nobody]}\nmian: x\nsite: {emails: 1}\n"
	_, problems := Load([]byte(src), sampleFiles)
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	if diff := cmp.Diff([]int{1, 2, 3}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestLoadLenient(t *testing.T) {
	tests := []struct {
		name, src string
		ok        bool
	}{
		{"unknown keys", "later: {a: 1}\npeople: {ada: {name: A, shoe_size: 9}}\n", true},
		{"dangling references", "people: {ada: {name: A}}\nroles: {r: {holders: [{person: gone}]}}\nadoption: {by: gone, reason: x}\n", true},
		{"faults that say nothing of approvals", "people: {ada: {name: A}}\nsite: {accent: 7, emails: perhaps}\nrules: {WR204: fatal}\nmain: 5\n", true},
		{"a key that was cut short", "people: {ada: {name: A, keys: [ssh-ed25519 AAA]}}\n", true},
		{"a kind's file", "people: {ada: {name: A}}\nkinds: {policy: {file: kinds/policy.yaml}}\n", false},
		{"roles in a circle", "people: {ada: {name: A}}\nroles: {a: {any_of: [b]}, b: {any_of: [a]}}\n", false},
		{"a fault in the roster", "people: {ada: {name: A, from: soon}}\n", false},
		{"a fault in a policy", "kinds: {policy: {least_grade: Z}}\n", false},
		{"one address, two people", "people: {a: {name: A, emails: [x@y.z]}, b: {name: B, emails: [x@y.z]}}\n", false},
		{"newer version", "version: 2\npeople: {ada: {name: A}}\n", false},
		{"not YAML", "people: [\n", false},
		{"not a mapping", "just words\n", false},
		{"a key twice", "people: {}\npeople: {ada: {name: A}}\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, ok := LoadLenient([]byte(tt.src), sampleFiles)
			if ok != tt.ok || ok == (c == nil) {
				t.Fatalf("ok %v, config %v; want ok %v", ok, c, tt.ok)
			}
			if ok && c.People["ada"] == nil {
				t.Error("the roster is lost")
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	src := whole(b)
	for b.Loop() {
		Load(src, sampleFiles)
	}
}

func BenchmarkLoadLenient(b *testing.B) {
	src := whole(b)
	for b.Loop() {
		LoadLenient(src, sampleFiles)
	}
}

func BenchmarkDefault(b *testing.B) {
	for b.Loop() {
		Default()
	}
}
