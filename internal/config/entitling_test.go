package config

import (
	"strings"
	"testing"
)

const entitled = `version: 1
people:
  ada: {name: Ada Byron, emails: [ada@example.com, ada@home.example], keys: ["ssh-ed25519 AAAA ada"]}
  ilse: {name: Ilse Marr, emails: [ilse@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}, {person: ilse}]}
  ceo: {title: CEO, holders: [{person: ilse, from: 2024-01-01}]}
kinds:
  policy: {approvers: {any_of: [ceo, ciso], minimum: 1}}
site: {title: Policies}
`

// TestEntitling: order, comments and what entitles nobody change nothing; whatever entitles somebody does.
func TestEntitling(t *testing.T) {
	read := func(old, new string) string {
		t.Helper()
		if !strings.Contains(entitled, old) {
			t.Fatalf("the sample has no %q", old)
		}
		c, ok := LoadLenient([]byte(strings.Replace(entitled, old, new, 1)), sampleFiles)
		if !ok {
			t.Fatalf("%q isn't read", new)
		}
		return canonicalText(c.Entitling())
	}
	same := read("version", "version")
	for old, new := range map[string]string{
		"people:": "# a comment\npeople:", "[ada@example.com, ada@home.example]": "[ada@home.example, ADA@example.com]", "AAAA ada": "AAAA laptop",
		"{person: ada}, {person: ilse}": "{person: ilse}, {person: ada}", "any_of: [ceo, ciso], minimum: 1": "any_of: [ciso, ceo]", "Policies": "Rules",
	} {
		if got := read(old, new); got != same {
			t.Errorf("%q for %q gives another roster:\n%s\n%s", new, old, got, same)
		}
	}
	for old, new := range map[string]string{
		"ada@home.example": "ada@house.example", "AAAA ada": "AAAB ada", "person: ada}": "person: ada, until: 2025-01-01}", "[ceo, ciso]": "[ceo]", "minimum: 1": "minimum: 2",
		"ilse@example.com]": "ilse@example.com], github: ilsem", "site:": "capture: {signers: [ada]}\nsite:", "kinds:\n": "kinds:\n  minutes: {extends: record}\n",
		"policy: {": "policy: {self_approval: true, ", "site: {": "forges: [\"Bot <bot@example.com>\"]\nsite: {", "title: Policies}": "title: Policies}\nfields: {revised: version}",
		"site: ": "documents: {include: [\"x/**\"]}\nsite: ", "version: 1": "version: 1\nsigners: keys", "version: 1\n": "version: 1\nadoption: {by: ceo, reason: x}\n",
		"version: 1\npeople": "version: 1\nroster: {approvers: {any_of: [ceo]}}\npeople",
	} {
		if got := read(old, new); got == same {
			t.Errorf("%q for %q gives the same roster", new, old)
		}
	}
}

// TestRosterKind: who approves the roster is stated, or are the approvers of the strictest kind.
func TestRosterKind(t *testing.T) {
	for _, x := range []struct{ more, want string }{
		{"", "ceo ciso 1 C"},
		{"  manual: {extends: document, approval: required, approvers: {any_of: [ceo], minimum: 2}}\n", "ceo 2 C"},
		{"  zoo: {extends: document, approval: required, approvers: {any_of: [ciso]}, least_grade: A}\n", "ciso 1 A"},
		{"roster: {approvers: {any_of: [ciso], minimum: 2}, least_grade: B}\n", "ciso 2 B"},
		{"roster: {least_grade: A}\n", "ceo ciso 1 A"},
	} {
		c, ok := LoadLenient([]byte(strings.Replace(entitled, "site: {title: Policies}\n", x.more, 1)), sampleFiles)
		if !ok {
			t.Fatal(x.more)
		}
		k, named := c.RosterKind()
		if got := strings.Join(k.Approvers.AnyOf, " ") + " " + string(rune('0'+k.Approvers.Minimum)) + " " + k.LeastGrade; got != x.want || !named {
			t.Errorf("%q: %s (%v), want %s", x.more, got, named, x.want)
		}
	}
	if _, named := Default().RosterKind(); named {
		t.Error("without a roster somebody approves it")
	}
}
