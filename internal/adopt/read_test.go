package adopt

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
)

// stated prints what Read finds in a text, as field=value (form line), in the order of the text.
func stated(text, kind string) []string {
	cfg := config.Default()
	d := document.Parse("x.md", []byte(text), cfg.Fields)
	var out []string
	all, _ := Read(d) // its source is at hand
	for _, s := range all {
		line, _ := document.PositionOf([]byte(text), s.Span.Start)
		if f := s.Field(cfg.Kinds[kind]); f != "" {
			out = append(out, fmt.Sprintf("%s=%s (%s %d)", f, s.Text, s.Form, line))
		}
	}
	return out
}

func TestRead(t *testing.T) {
	for _, tc := range []struct {
		name, text, kind string
		want             []string
	}{
		{"the bold lines of a template", "# P\n\n**Version:** 2.0\n**Effective Date:** 2024-01-01\n**Review Date:** 2025-01-01\n" +
			"**Owner:** Chief Information Security Officer\n\n## 1. Purpose\n**Version:** 9.9\n", "policy",
			[]string{"version=2.0 (line 3)", "effective_date=2024-01-01 (line 4)", "review_date=2025-01-01 (line 5)",
				"owner=Chief Information Security Officer (line 6)"}},
		{"the colon outside of the bold", "# P\n\n**Version**: 2.0  \n__Owner__ : CISO\\\n*Status:* Draft\n", "policy",
			[]string{"version=2.0 (line 3)", "owner=CISO (line 4)", "status=Draft (line 5)"}},
		{"all of the line bold, or none", "# P\n\n**Version: 1.3**\nOwner: Head of IT\n", "policy",
			[]string{"version=1.3 (line 3)", "owner=Head of IT (line 4)"}},
		{"a list, a quotation", "# P\n\n- **Version:** 1.0\n- Policy owner: CISO\n\n> **Classification:** Internal\n", "policy",
			[]string{"version=1.0 (line 3)", "owner=CISO (line 4)", "classification=Internal (line 6)"}},
		{"several on a line", "# P\n\n**Version:** 1.0 | **Owner:** CISO · **Status:** Approved\n\n" +
			"**Version:** 1.0<br>**Next review:** 2026-01-01<br/>\n\n**Document ID:** POL-7 **Rev:** 3.1\n", "policy",
			[]string{"version=1.0 (line 3)", "owner=CISO (line 3)", "status=Approved (line 3)", "version=1.0 (line 5)",
				"review_date=2026-01-01 (line 5)", "id=POL-7 (line 7)", "version=3.1 (line 7)"}},
		{"a version without a colon", "# P\n\n*Version 2.1, 4 May 2024*\n", "policy", []string{"version=2.1 (line 3)"}},
		{"links and code", "# P\n\n**Owner:** [Jane Roe](mailto:jane@example.com)\n**Version:** `2.0`\n" +
			"**Approver:** <ceo@example.com>\n", "policy",
			[]string{"owner=Jane Roe (line 3)", "version=2.0 (line 4)", "approver=ceo@example.com (line 5)"}},
		{"what a template left open", "# P\n\n**Version:** [X.Y]\n**Owner:** [CISO Name]\n**Review date:** YYYY-MM-DD\n" +
			"**Status:** TBD\n**Effective date:** ____\n**Title:** {{ company }} Policy\n**Approver:** <%= ceo %>\n", "policy", nil},
		{"code and comments", "# P\n\n```\nVersion: 1.0\n```\n\n<!-- Version: 1.0 -->\n", "policy", nil},
		{"a sentence", "# P\n\nWrite a line (`**Version:** 2.0`) of it.\nOwner: " + strings.Repeat("word ", 30) + "\n", "policy", nil},
		{"no label", "# P\n\nNote: the owner is wise.\nhttp://example.com: here\nThe version: we keep it.\n", "policy", nil},
		{"an upright table", "# P\n\n| Document control | |\n|---|---|\n| **Version** | 2.0 |\n| Document Owner | CISO |\n" +
			"| Next review date | 1 March 2026 |\n", "policy",
			[]string{"version=2.0 (cell 5)", "owner=CISO (cell 6)", "review_date=1 March 2026 (cell 7)"}},
		{"the header is a row", "# P\n\n| Version | 2.0 |\n|---|---|\n| Owner | CISO |\n", "policy",
			[]string{"version=2.0 (cell 3)", "owner=CISO (cell 5)"}},
		{"four columns", "# P\n\n| Document ID | POL-3 | Version | 2.0 |\n|---|---|---|---|\n| Owner | CISO | Status | Final |\n",
			"policy", []string{"id=POL-3 (cell 3)", "version=2.0 (cell 3)", "owner=CISO (cell 5)", "status=Final (cell 5)"}},
		{"one row", "# P\n\n| Version | Owner | Effective date |\n|---|---|---|\n| 2.0 | CISO | 2024-01-01 |\n", "policy",
			[]string{"version=2.0 (cell 5)", "owner=CISO (cell 5)", "effective_date=2024-01-01 (cell 5)"}},
		{"a history, at the end", "# P\n\nWords.\n\n## 1 Purpose\n\nMore.\n\n## Revision history\n\n| Version | Date | Author | Change |\n" +
			"|---|---|---|---|\n| 1.0 | 2023-01-01 | Ann | First |\n| 1.10 | 2024-01-01 | Bob | New |\n| 1.9 | 2023-06-01 | Ann | x |\n",
			"policy", []string{"version=1.10 (cell 14)"}},
		{"a table of something else", "# P\n\n| Action | Owner | Status |\n|---|---|---|\n| Patch | Bob | Open |\n", "policy", nil},
		{"a record, and its foot", "# Review\n\n**Date:** 2024-03-15\n**Attendees:** CEO, CTO\n**Review Period:** Q4\n\n## 1. A\n\nText.\n\n" +
			"## 2. B\n\nText.\n\n**Next Review:** 2024-06-15\n\n**Approved by:** Ann Lee\n**Date:** 2024-03-16\n", "management-review",
			[]string{"date=2024-03-15 (line 3)", "attendees=CEO, CTO (line 4)", "review_period=Q4 (line 5)",
				"next_meeting=2024-06-15 (line 15)", "approved_by=Ann Lee (line 17)"}},
		{"a slanted foot", "# P\n\n## 1. A\n\nText.\n\n## 2. B\n\nText: more.\n\n**Next Review**: 2026-06-08\n\n---\n\n" +
			"*Document Classification: Internal*\n", "policy",
			[]string{"review_date=2026-06-08 (line 11)", "classification=Internal (line 15)"}},
		{"the same in a policy", "# P\n\n**Date:** 2024-03-15\n**Area:** All\n**Standard:** ISO\n", "policy", nil},
		{"an audit", "# Audit\n\n**Date:** 2024-03-15\n**Lead auditor:** Ann Lee\n**Area:** IT\n", "internal-audit",
			[]string{"audit_date=2024-03-15 (line 3)", "auditor=Ann Lee (line 4)", "area=IT (line 5)"}},
		{"keys of other programs", "---\nname: Access\npolicyOwner: CISO\ndocVersion: 2\neffective-date: 2024-01-01\nparams:\n  revision: \"3.0\"\n" +
			"versions: {a: 1}\nweight: 3\ntags: [a]\n---\n# P\n", "policy",
			[]string{"title=Access (key 2)", "owner=CISO (key 3)", "version=2 (key 4)",
				"effective_date=2024-01-01 (key 5)", "version=3.0 (key 7)"}},
		{"German", "# P\n\n**Dokumentennummer:** RL-01\n**Eigentümer:** Leitung IT\n**Gültig ab:** 01.02.2024\n" +
			"**Nächste Überprüfung:** 1. März 2025\n", "policy",
			[]string{"id=RL-01 (line 3)", "owner=Leitung IT (line 4)", "effective_date=01.02.2024 (line 5)",
				"review_date=1. März 2025 (line 6)"}},
		{"CRLF", "# P\r\n\r\n**Version:** 2.0\r\n**Owner:** CISO\r\n", "policy",
			[]string{"version=2.0 (line 3)", "owner=CISO (line 4)"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, stated(tc.text, tc.kind)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestValues(t *testing.T) {
	cfg, problems := config.Load([]byte("people:\n  ilse: {name: Ilse Marr, emails: [ilse@example.com]}\n  ada: {name: Ada Byron, emails: [ada@example.com]}\n"+
		"roles:\n  ciso: {title: Chief Information Security Officer, holders: [{person: ilse}]}\n  ceo: {title: Chief Executive, holders: [{person: ada}]}\n"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, tc := range []struct{ field, text, want string }{
		{"version", "2.0", "2.0"}, {"version", "v2.10", "2.10"}, {"version", "Rev. 3", "3"}, {"version", "2.0 draft", "no"},
		{"review_date", "2026-02-15 (after the audit)", "2026-02-15"}, {"review_date", "After the audit", "no"},
		{"effective_date", "2024-01-01", "2024-01-01"}, {"effective_date", "1 March 2024", "2024-03-01"},
		{"effective_date", "13/04/2025", "2025-04-13"}, {"effective_date", "03/04/2025", "no"}, {"effective_date", "Q1 2024", "no"},
		{"owner", "Chief Information Security Officer", "ciso"}, {"owner", "CISO", "ciso"}, {"owner", "Ilse Marr", "ilse"},
		{"owner", "ada@example.com", "ada"}, {"owner", "Jane Roe (CISO)", "ciso"}, {"owner", "CISO / CEO", "no"}, {"owner", "HR", "no"},
		{"status", "In Review", "in-review"}, {"status", "APPROVED", "approved"}, {"status", "Final", "no"},
		{"review_cycle", "Annually", "12 months"}, {"review_cycle", "Every 2 years", "2 years"}, {"review_cycle", "biannual", "no"},
		{"kind", "Policy", "policy"}, {"kind", "Management Review", "management-review"}, {"kind", "blog", "no"},
		{"attendees", "CEO, CTO; CISO", "CEO, CTO, CISO"}, {"supersedes", "POL-1, POL-2", "POL-1, POL-2"}, {"supersedes", "Version 1", "no"},
	} {
		got := read(cfg, cfg.Kinds["policy"], tc.field, tc.text)
		if want := tc.want; want == "no" && got.why == "" || want != "no" && got.value.String() != want {
			t.Errorf("%s %q = %q (%s), want %q", tc.field, tc.text, got.value, got.why, want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string][3]string{
		"policies/POL-001-access-control.md":     {"POL-001", "Access control", "policy"},
		"policies/pol-002_passwords.md":          {"POL-002", "Passwords", "policy"},
		"docs/ISO-27001-scope.md":                {"", "ISO 27001 scope", ""},
		"docs/covid-19.md":                       {"", "Covid 19", ""},
		"handbook/policy/index.md":               {"", "Policy", "policy"},
		"a/02-incident-response.html.md":         {"", "02 incident response", ""},
		"a/statement-of-applicability.md":        {"", "Statement of applicability", "statement-of-applicability"},
		"procedures/internal-audit.md":           {"", "Internal audit", "procedure"},
		"records/2024/management-review.md":      {"", "Management review", "management-review"},
		"policies/scope.md":                      {"", "Scope", "scope"},
		"policies/supplier-standard.md":          {"", "Supplier standard", "policy"},
		"x/Internal Audit Policy.md":             {"", "Internal Audit Policy", "policy"},
		"x/informationssicherheitsrichtlinie.md": {"", "Informationssicherheitsrichtlinie", "policy"},
	} {
		title := titleOfFile(name)
		kind := ""
		if k, _ := kindOf(config.Default(), name, title); k != nil {
			kind = k.Name
		}
		if got := [3]string{idIn(stem(name)), title, kind}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestComplete(t *testing.T) {
	names := config.Default().Fields
	entries := []Entry{{"id", Value{Text: "POL-1"}}, {"title", Value{Text: `A "b": c`}}, {"version", Value{Text: "2.0"}}}
	for _, tc := range []struct{ name, text, want string }{
		{"none", "# P\n", "---\nid: POL-1\ntitle: \"A \\\"b\\\": c\"\nversion: \"2.0\"\n---\n\n# P\n"},
		{"a blank line first", "\n# P\n", "---\nid: POL-1\ntitle: \"A \\\"b\\\": c\"\nversion: \"2.0\"\n---\n\n# P\n"},
		{"BOM and mixed line ends", "\ufeff# P\r\n\r\na\nb\r\n",
			"\ufeff---\r\nid: POL-1\r\ntitle: \"A \\\"b\\\": c\"\r\nversion: \"2.0\"\r\n---\r\n\r\n# P\r\n\r\na\nb\r\n"},
		{"YAML", "---\n# note\nx:   1 # kept\ntitle:\n---\nP\n",
			"---\nid: POL-1\nversion: \"2.0\"\n# note\nx:   1 # kept\ntitle: \"A \\\"b\\\": c\"\n---\nP\n"},
		{"an empty block", "---\n---\nP\n", "---\nid: POL-1\ntitle: \"A \\\"b\\\": c\"\nversion: \"2.0\"\n---\nP\n"},
		{"TOML", "+++\n[params]\na = 1\n+++\nP\n",
			"+++\nid = \"POL-1\"\ntitle = \"A \\\"b\\\": c\"\nversion = \"2.0\"\n[params]\na = 1\n+++\nP\n"},
		{"JSON", "{\n  \"x\": 1\n}\nP\n",
			"{\n  \"id\": \"POL-1\",\n  \"title\": \"A \\\"b\\\": c\",\n  \"version\": \"2.0\",\n  \"x\": 1\n}\nP\n"},
		{"JSON on a line", "{\"x\": 1}\nP\n", "{\"id\": \"POL-1\", \"title\": \"A \\\"b\\\": c\", \"version\": \"2.0\", \"x\": 1}\nP\n"},
		{"no fence opens it", "name: Access\nsatisfies:\n  TSC:\n    - CC6\n---\n\n# P\n",
			"---\nid: POL-1\ntitle: \"A \\\"b\\\": c\"\nversion: \"2.0\"\nname: Access\nsatisfies:\n  TSC:\n    - CC6\n---\n\n# P\n"},
		{"indented", "---\n  a: 1\n---\nP\n", "error"},
		{"flow", "---\n{a: 1}\n---\nP\n", "error"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Complete(document.Parse("x.md", []byte(tc.text), names), names, entries)
			if err != nil {
				got = []byte("error")
			}
			if diff := cmp.Diff(tc.want, string(got)); diff != "" {
				t.Errorf("%v -want +got\n%s", err, diff)
			}
		})
	}
}

// FuzzAdopt: whatever a file holds, what is read of it lies in it, and what is written into it keeps every byte.
func FuzzAdopt(f *testing.F) {
	for _, s := range []string{"# P\n\n**Version:** 2.0 | **Owner:** a\n", "| Version | 2 |\n|--|--|\n| Owner | x |\n", "a: b\n---\nx\n",
		"---\nparams: {owner: x}\n---\n", "+++\na=1\n+++\n", "{\"a\":1}", "\ufeff# A\r\n**Id**: X-1<br>Rev: 2", "**a:**__b__:\n# c\n## d\n**e:** f"} {
		f.Add(s)
	}
	names := config.Default().Fields
	f.Fuzz(func(t *testing.T, text string) {
		d := document.Parse("x.md", []byte(text), names)
		entries := []Entry{{"id", Value{Text: "POL-1"}}}
		all, err := Read(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			if s.Span.Start < 0 || s.Span.End > len(text) || s.Span.Start >= s.Span.End || s.Text == "" {
				t.Fatalf("%+v isn't in the text", s)
			}
			if !strings.ContainsRune(s.Text, 0) && len(entries) == 1 {
				entries = append(entries, Entry{"title", Value{Text: s.Text}})
			}
		}
		if says(d, "id") || says(d, "title") {
			return
		}
		out, err := Complete(d, names, entries)
		if err != nil {
			return
		}
		front, _ := document.ParseFront(out, names)
		if !front.Readable() || front.Text("id") != "POL-1" {
			t.Fatalf("%q became %q", text, out)
		}
		at := 0
		for i := 0; i < len(out) && at < len(text); i++ {
			if out[i] == text[at] {
				at++
			}
		}
		if at < len(text) {
			t.Fatalf("%q lost %q: %q", text, text[at:], out)
		}
	})
}
