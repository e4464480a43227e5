package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

// TestCompiledKinds: kinds.json is what the files of the kinds say.
func TestCompiledKinds(t *testing.T) {
	sources, err := schema.KindSources()
	if err != nil {
		t.Fatal(err)
	}
	want, problems := CompileKinds(sources)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if !bytes.Equal(want, schema.CompiledKinds()) {
		t.Errorf("%s is out of date; run go generate ./schema", schema.CompiledFile)
	}
}

// TestBuiltInKinds: which kinds there are, which are records, and which of those ask for an approval.
func TestBuiltInKinds(t *testing.T) {
	want := map[string]string{"context": "controlled", "scope": "controlled", "policy": "controlled", "procedure": "controlled",
		"standard": "controlled", "guideline": "controlled", "objectives": "controlled", "risk-treatment": "controlled",
		"statement-of-applicability": "controlled", "audit-programme": "controlled", "document": "controlled",
		"management-review": "approved record", "internal-audit": "approved record", "corrective-action-log": "record",
		"corrective-action": "record", "action-log": "record", "activity-plan": "record", "external": "record",
		"external-register": "record", "record": "record", "risk-assessment": "record"}
	got := map[string]string{}
	for name, k := range Default().Kinds {
		got[name] = map[[2]bool]string{{false, true}: "controlled", {true, true}: "approved record", {true, false}: "record"}[[2]bool{k.Record, k.Approval}]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

// TestBuiltInDefaults: each built-in kind has a title and the usual times, and requires fields that have a meaning or
// that it describes.
func TestBuiltInDefaults(t *testing.T) {
	known, _ := canonical()
	for name, k := range Default().Kinds {
		if k.Record == slices.Contains(k.States, "approved") || k.Record == !k.ReviewCycle.IsZero() {
			t.Errorf("%s: record %v, states %v, review every %s", name, k.Record, k.States, k.ReviewCycle)
		}
		if k.DueSoon != (day.Cycle{Days: 30}) || k.Retention != (day.Cycle{Months: 36}) || k.Title == "" || k.Extends != "" {
			t.Errorf("%s lacks a default: %+v", name, k)
		}
		for _, f := range k.Required {
			if !slices.Contains(known, f) && k.Field(f) == nil {
				t.Errorf("%s requires %s, which is no field", name, f)
			}
		}
		for i := range k.Tables.Tables {
			for _, c := range k.Tables.Tables[i].Columns {
				if twice := slices.Compact(slices.Sorted(slices.Values(c.Also))); len(twice) != len(c.Also) {
					t.Errorf("%s, %s: column %s has an alias twice", name, k.Tables.Tables[i].Name, c.Name)
				}
			}
		}
	}
}

// TestTemplates: each kind has a template, letters for ids and a folder, and no file is the template of none.
func TestTemplates(t *testing.T) {
	used := map[string]bool{}
	for name, k := range Default().Kinds {
		plain, ok := k.BuiltInTemplate("")
		if !ok || k.IDPrefix == "" || k.Folder == "" || k.Template != "" {
			t.Errorf("%s lacks a template, letters or a folder: %v, %q, %q", name, ok, k.IDPrefix, k.Folder)
		}
		for _, more := range k.BuiltIn {
			used[more.File] = true
			if text, ok := k.BuiltInTemplate(strings.ToUpper(more.Title) + " of the company"); !ok || more.Title != "" && bytes.Equal(text, plain) {
				t.Errorf("%s: a title that begins with %q has no template of its own", name, more.Title)
			}
		}
	}
	for _, name := range schema.Templates() {
		if !used[name] {
			t.Errorf("%s is the template of no kind", name)
		}
	}
}

// kindIn loads a configuration with files, and returns a kind.
func kindIn(t *testing.T, name, src string, files map[string]string) *Kind {
	t.Helper()
	c, problems := Load([]byte(src), filesOf(files))
	if len(problems) > 0 {
		t.Fatalf("%s\n%+v", src, problems)
	}
	return c.Kinds[name]
}

func filesOf(files map[string]string) Files {
	return func(path string) ([]byte, error) {
		if text, ok := files[path]; ok {
			return []byte(text), nil
		}
		return nil, errAbsent
	}
}

type absentError string

func (a absentError) Error() string { return string(a) }

const errAbsent = absentError("isn't there")

const supplierFile = `extends: record
required: [date, supplier]
fields: {supplier: {type: string}, score: {type: integer, minimum: 1, maximum: 5}}
sections: [Findings, {title: Decision, also: [Conclusion], optional: true}]
tables:
  - name: findings
    in: Findings
    required: true
    key: id
    columns:
      id: {type: id, pattern: "^F-[0-9]+$"}
      finding: {type: text, required: always, also: [Issue (short)]}
      owner: {type: party, required: open}
      status: {type: status, words: {done: [Accepted by supplier]}}
template: templates/supplier-assessment.md
`

// TestKindLayers: writ.yaml goes over the kind's file, and that over the kind that it extends. Single values and lists
// of sections and required fields replace; fields, columns, tables and words are joined by name; null removes.
func TestKindLayers(t *testing.T) {
	k := kindIn(t, "supplier-assessment", `kinds:
  record: {retention: 7 years}
  supplier-assessment:
    file: kinds/supplier-assessment.yaml
    required: [date]
    fields: {score: {maximum: 9, minimum: null}, supplier: null, edition: {type: [string, number]}}
    tables:
      findings: {columns: {status: {words: {done: [Waived], void: [Dropped]}}, finding: {also: Topic}, owner: null}}
      extra: {in: Annex, columns: {what: {}}}
`, map[string]string{"kinds/supplier-assessment.yaml": supplierFile})
	if !k.Record || k.Retention.String() != "84 months" || k.File != "kinds/supplier-assessment.yaml" ||
		!slices.Equal(k.Required, []string{"date"}) || k.Template != "templates/supplier-assessment.md" || k.Prefix() != "SA" {
		t.Errorf("%+v", k)
	}
	wantSections := schema.Outline{Own: true, Sections: []schema.Section{{Title: "Findings", Required: true},
		{Title: "Decision", Names: []string{"Conclusion"}}}}
	if diff := cmp.Diff(wantSections, k.Outline); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	got := ""
	for _, f := range k.Fields {
		got += f.Name + f.Schema.String() + " "
	}
	if want := `date{"format":"date","type":"string"} score{"maximum":9,"type":"integer"} edition{"type":["string","number"]} `; got != want {
		t.Errorf("fields %s, want %s", got, want)
	}
	wantTables := []schema.Table{
		{Name: "findings", In: []string{"findings"}, Required: true, Key: []string{"id"}, Columns: schema.Columns{
			{Name: "id", Type: "id", Pattern: "^(?:^F-[0-9]+$)$"},
			{Name: "finding", Type: "text", Required: "always", Also: []string{"issue", "topic"}},
			{Name: "status", Type: "status", Words: map[string][]string{"done": {"accepted by supplier", "waived"}, "void": {"dropped"}}}}},
		{Name: "extra", In: []string{"annex"}, Only: true, Columns: schema.Columns{{Name: "what", Type: "text"}}}}
	if diff := cmp.Diff(wantTables, k.Tables.Tables); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
}

// TestKindReferences: a reference is read from the file in which it stands.
func TestKindReferences(t *testing.T) {
	k := kindIn(t, "a", "kinds: {a: {file: a.yaml}}\n", map[string]string{"a.yaml": "$defs: {small: {maximum: 5}}\n" +
		"fields: {n: {type: integer, $ref: \"#/$defs/small\"}, m: {$ref: \"#/fields/n\"}}\n"})
	for name, want := range map[string]string{"n": `{"allOf":[{"maximum":5}],"type":"integer"}`, "m": `{"allOf":[{"maximum":5}],"type":"integer"}`} {
		if text := k.Field(name).String(); text != want {
			t.Errorf("%s: %s, want %s", name, text, want)
		}
	}
}

// TestRetentionOfAll: a retention for all kinds is that of each kind that states none.
func TestRetentionOfAll(t *testing.T) {
	c, problems := Load([]byte("kinds: {policy: {retention: 10 years}, mine: {extends: record}}\nretention: 5 years\n"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, want := range map[string]string{"policy": "120 months", "mine": "60 months", "record": "60 months"} {
		if got := c.Kinds[name].Retention.String(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestBadKinds: what can be wrong with kinds and their files, each with its place.
func TestBadKinds(t *testing.T) {
	table := func(rest string) string { return "kinds: {a: {tables: [{name: t, " + rest + "}]}}" }
	for _, x := range []struct{ name, src, file, want, help string }{
		{"itself", "kinds: {a: {extends: a}}", "", "writ.yaml:1:22: `kinds.a.extends`: the kind `a` extends itself, by a → a", "let it extend another kind"},
		{"itself by another", "kinds: {a: {extends: b}, b: {extends: a}}", "", "writ.yaml:1:39: `kinds.b.extends`: the kind `a` extends itself, by a → b → a", "let it extend another kind"},
		{"itself by a file", "kinds: {a: {file: a.yaml}}", "extends: a", "a.yaml:1:10: `extends`: the kind `a` extends itself, by a → a", "let it extend another kind"},
		{"another by a file", "kinds: {a: {file: a.yaml}, b: {extends: a}}", "extends: b", "writ.yaml:1:41: `kinds.b.extends`: the kind `a` extends itself, by a → b → a", "let it extend another kind"},
		{"no file", "kinds: {a: {file: b.yaml}}", "", "writ.yaml:1:19: `kinds.a.file`: \"b.yaml\" isn't there; expected a file of the kind, in this repository", "commit it with writ.yaml"},
		{"outside", "kinds: {a: {file: ../a.yaml}}", "", "writ.yaml:1:19: `kinds.a.file`: \"../a.yaml\" leads out of the repository by `..`", "a path from the repository's root"},
		{"absolute", "kinds: {a: {file: /etc/a.yaml}}", "", "writ.yaml:1:19: `kinds.a.file`: \"/etc/a.yaml\" is absolute; expected one from the repository's root", "a path from the repository's root"},
		{"no YAML", "kinds: {a: {file: a.yaml}}", "a: [", "a.yaml:1:4: not valid YAML: sequence end token ']' not found", "fix the indentation"},
		{"no mapping", "kinds: {a: {file: a.yaml}}", "- a", "a.yaml:1:1: a.yaml is a list; expected a mapping of keys", "write keys such as `extends:`"},
		{"unknown key in a file", "kinds: {a: {file: a.yaml}}", "sektions: []", "a.yaml:1:1: unknown key `sektions`; did you mean `sections`?", "known here: "},
		{"a file's file", "kinds: {a: {file: a.yaml}}", "file: b.yaml", "a.yaml:1:1: unknown key `file`", "remove it"},
		{"lifecycle", "kinds: {a: {fields: {status: {type: string}}}}", "", "writ.yaml:1:30: `kinds.a.fields.status`: the field status is left out of what an approval pins, and its values are fixed; expected a field of your own, or one of the content", "choose another name"},
		{"alias", "kinds: {a: {fields: {next_review: {type: string}}}}", "", "writ.yaml:1:35: `kinds.a.fields.next_review`: next_review is another name of the field review_date, so that no document has a field of this name", "write review_date"},
		{"remote", "kinds: {a: {file: a.yaml}}", "fields: {x: {$ref: \"https://example.com/x.json\"}}", "a.yaml:1:20: `fields.x.$ref` is \"https://example.com/x.json\"; expected a place in the same file, since nothing else is fetched", "copy that schema to `$defs:`"},
		{"another file", "kinds: {a: {file: a.yaml}}", "fields: {x: {$ref: \"b.yaml#/x\"}}", "a.yaml:1:20: `fields.x.$ref` is \"b.yaml#/x\"; expected a place in the same file, since nothing else is fetched", "copy that schema"},
		{"nowhere", "kinds: {a: {fields: {x: {$ref: \"#/y\"}}}}", "", "writ.yaml:1:32: `kinds.a.fields.x.$ref` is \"#/y\", and nothing is there in this file", "the keys that lead there"},
		{"circle", "kinds: {a: {file: a.yaml}}", "fields: {x: {items: {$ref: \"#/fields/x\"}}}", "a.yaml:1:28: `fields.x.items.$ref` is \"#/fields/x\", which leads back here", "as deep as it is needed"},
		{"metaschema", "kinds: {a: {fields: {x: {$schema: \"https://example.com/\"}}}}", "", "writ.yaml:1:26: `kinds.a.fields.x.$schema` isn't a keyword of JSON Schema that writ follows", "remove it"},
		{"pattern", "kinds: {a: {fields: {x: {pattern: \"(\"}}}}", "", "writ.yaml:1:35: `kinds.a.fields.x.pattern` is \"(\", which isn't a regular expression: error parsing regexp: missing closing ): `(`", "RE2"},
		{"keyword", "kinds: {a: {fields: {x: {minimun: 1}}}}", "", "writ.yaml:1:26: `kinds.a.fields.x.minimun` isn't a keyword of JSON Schema that writ follows; did you mean `minimum`?", "remove it; known are: "},
		{"no schema", "kinds: {a: {fields: {x: string}}}", "", "writ.yaml:1:25: `kinds.a.fields.x` is text; expected a JSON Schema", "{type: string}"},
		{"no field", "kinds: {a: {fields: {x: null}}}", "", "writ.yaml:1:25: `kinds.a.fields.x` is empty, which removes a field of the kind that this one extends, and that one has none of this name", "remove the line"},
		{"column type", table("key: id, columns: {id: {type: ident}}"), "", "writ.yaml:1:62: `kinds.a.tables[0].columns.id.type`: \"ident\" isn't known; expected one of applicable, day, id, implemented, list, met, party, percentage, present, quantity, result, status, text, treatment", "write "},
		{"column pattern", table("key: id, columns: {id: {pattern: \"[\"}}"), "", "writ.yaml:1:65: `kinds.a.tables[0].columns.id.pattern`: \"[\" isn't a regular expression: error parsing regexp: missing closing ]: `[`", "RE2"},
		{"column key", table("key: id, columns: {id: {kind: id}}"), "", "writ.yaml:1:56: unknown key `kinds.a.tables[0].columns.id.kind`", "known here: "},
		{"class", table("key: s, columns: {s: {type: status, words: {finished: [x]}}}"), "", "writ.yaml:1:76: unknown key `kinds.a.tables[0].columns.s.words.finished`", "done"},
		{"words of text", table("key: s, columns: {s: {words: {done: [x]}}}"), "", "writ.yaml:1:61: `kinds.a.tables[0].columns.s.words`: a column of the type text has no words; expected one of a type with classes of words", "type: status"},
		{"key column", table("key: it, columns: {id: {}}"), "", "writ.yaml:1:22: `kinds.a.tables[0]`: the table \"t\" is known by it, which is no column of it; did you mean `id`?", "name one of id"},
		{"no key", table("columns: {id: {}}"), "", "writ.yaml:1:22: `kinds.a.tables[0]`: nothing says how the table \"t\" is known; expected its key columns, or its section", "add `key:`"},
		{"no columns", table("in: X"), "", "writ.yaml:1:22: `kinds.a.tables[0]`: the table \"t\" has no columns", "add `columns:`"},
		{"table twice", "kinds: {a: {tables: [{name: t, in: X, columns: {a: {}}}, {name: t}]}}", "", "writ.yaml:1:58: `kinds.a.tables[1]`: the table \"t\" is here twice", "remove one"},
		{"no table", "kinds: {a: {tables: {t: null}}}", "", "writ.yaml:1:25: `kinds.a.tables.t` is empty, which removes a table of the kind that this one extends, and that one has none of this name", "remove the line"},
		{"no column", "kinds: {scope: {tables: {assets: {columns: {x: null}}}}}", "", "writ.yaml:1:48: `kinds.scope.tables.assets.columns.x` is empty, which removes a column of the kind that this one extends, and that one has none of this name", "remove the line"},
		{"record", "kinds: {a: {record: true}}", "", "writ.yaml:1:13: unknown key `kinds.a.record`", "remove it"},
		{"prefix", "kinds: {a: {id_prefix: \"1\"}}", "", "writ.yaml:1:24: `kinds.a.id_prefix`: \"1\" isn't a beginning of ids; expected letters and digits, a letter first", "SA"},
		{"month", "organization: {fiscal_year: Q2}", "", "writ.yaml:1:29: `organization.fiscal_year`: \"Q2\" isn't known; expected one of January", "write one of them"},
		{"external ids", "external_ids: [\"(\"]", "", "writ.yaml:1:16: `external_ids[0]`: \"(\" isn't a regular expression", "RE2"},
		{"no level", "kinds: {a: {treat_from: []}}", "", "writ.yaml:1:25: `kinds.a.treat_from` is an empty list", "write them"},
	} {
		files := map[string]string{}
		if x.file != "" {
			files["a.yaml"] = x.file
		}
		_, problems := Load([]byte(x.src), filesOf(files))
		if len(problems) == 0 {
			t.Errorf("%s: no problem", x.name)
			continue
		}
		p := problems[0]
		if got := placeOf(p) + p.Message; !strings.HasPrefix(got, x.want) || len(problems) > 1 {
			t.Errorf("%s:\n%s\nwant\n%s\n(%d problems)", x.name, got, x.want, len(problems))
		}
		if !strings.Contains(p.Help, x.help) || p.Help == "" {
			t.Errorf("%s: help %q, want %q", x.name, p.Help, x.help)
		}
	}
}

// TestEntitlingKindFile: what a kind's file says of approvals belongs to the roster, and its fields don't.
func TestEntitlingKindFile(t *testing.T) {
	load := func(file string) string {
		c, ok := LoadLenient([]byte("people: {ada: {name: Ada}}\nroles: {ceo: {holders: [{person: ada}]}}\nkinds: {a: {file: a.yaml}}\n"),
			filesOf(map[string]string{"a.yaml": file}))
		if !ok {
			t.Fatalf("%s can't be read", file)
		}
		return canonicalText(c.Entitling())
	}
	below := load("approvers: {any_of: [ceo]}\n")
	for file, same := range map[string]bool{"approvers: {any_of: [ceo]}\nfields: {x: {type: string}}\ntables: [1]\n": true,
		"approvers: {any_of: [ceo], minimum: 2}\n": false, "approvers: {any_of: [ceo]}\nleast_grade: A\n": false,
		"approvers: {any_of: [ceo]}\nself_approval: true\n": false} {
		if got := load(file) == below; got != same {
			t.Errorf("%s: same roster %v, want %v", file, got, same)
		}
	}
	if _, ok := LoadLenient([]byte("kinds: {a: {file: b.yaml}}\n"), filesOf(nil)); ok {
		t.Error("a configuration whose kind can't be read is taken")
	}
}

func placeOf(p Problem) string {
	return p.Path + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column) + ": "
}

// TestFrontSchema: the schema of a kind's front matter is a JSON Schema, and says what is required, by other names too.
func TestFrontSchema(t *testing.T) {
	c, problems := Load([]byte("kinds: {supplier-assessment: {file: kinds/supplier-assessment.yaml, owner: ciso}}\n"+
		"roles: {ciso: {}}\nfields: {lieferant: supplier}\n"), filesOf(map[string]string{"kinds/supplier-assessment.yaml": supplierFile}))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, samples := range map[string]map[string]bool{
		"supplier-assessment": {`{"date": "2026-01-02", "supplier": "A", "score": 5, "own": 1}`: true, `{"date": "2026-01-02", "lieferant": "A"}`: true,
			`{"date": "2026-01-02", "supplier": "A", "score": 6}`: false, `{"supplier": "A"}`: false},
		"policy": {`{"id": "POL-1", "title": "T", "version": "1.0", "status": "draft", "owner": "x", "review_cycle": "12 months"}`: true,
			`{"document_id": "POL-1", "title": "T", "revision": "1.0", "status": "draft", "owner": "x", "review_date": "2026-01-02"}`: true,
			`{"id": "POL-1", "title": "T", "version": "1.0", "status": "open", "owner": "x", "review_cycle": "12 months"}`:            false,
			`{"id": "POL-1", "title": "T", "version": 1.0, "status": "draft", "owner": "x", "review_cycle": "12 months"}`:             false,
			`{"id": "POL-1", "title": "T", "version": "1.0", "status": "draft", "owner": "x"}`:                                        false},
	} {
		text, err := json.Marshal(c.FrontSchema(c.Kinds[name]))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("front", doc); err != nil {
			t.Fatal(err)
		}
		s, err := compiler.Compile("front")
		if err != nil {
			t.Fatal(err)
		}
		for sample, fits := range samples {
			v, err := jsonschema.UnmarshalJSON(strings.NewReader(sample))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(v); (err == nil) != fits {
				t.Errorf("%s: %s: %v, want that it fits: %v", name, sample, err, fits)
			}
		}
	}
}
