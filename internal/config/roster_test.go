package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/day"
)

func load(t *testing.T, src string) *Config {
	t.Helper()
	c, problems := Load([]byte(src), sampleFiles)
	if len(problems) > 0 {
		t.Fatalf("problems: %+v", problems)
	}
	return c
}

func on(t *testing.T, s string) day.Day {
	t.Helper()
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRolesAndHolders(t *testing.T) {
	c := load(t, string(whole(t)))
	tests := []struct {
		day, person string
		roles       []string
	}{
		{"2021-03-31", "ada", nil},
		{"2021-04-01", "ada", []string{"ciso"}},
		{"2025-06-30", "ada", []string{"ciso"}},
		{"2025-07-01", "ada", nil},
		{"2025-06-30", "bo", []string{"ceo", "top-management"}},
		{"2025-07-01", "bo", []string{"ceo", "ciso", "top-management"}},
		{"2025-07-01", "nobody", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.roles, c.RolesOf(tt.person, on(t, tt.day))); diff != "" {
			t.Errorf("roles of %s on %s (-want +got):\n%s", tt.person, tt.day, diff)
		}
	}
	holders := func(role, d string) (keys []string) {
		for _, p := range c.HoldersOn(role, on(t, d)) {
			keys = append(keys, p.Key)
		}
		return keys
	}
	for role, want := range map[string][]string{"ciso": {"bo"}, "top-management": {"bo"}, "board": nil, "none": nil} {
		if diff := cmp.Diff(want, holders(role, "2026-01-01")); diff != "" {
			t.Errorf("holders of %s (-want +got):\n%s", role, diff)
		}
	}
}

func TestRolesInACircleEnd(t *testing.T) {
	c := Default()
	c.People["a"] = &Person{Key: "a"}
	c.Roles["x"] = &Role{Key: "x", AnyOf: []string{"y"}}
	c.Roles["y"] = &Role{Key: "y", AnyOf: []string{"x"}, Holders: []Holder{{Person: "a"}}}
	if diff := cmp.Diff([]string{"x", "y"}, c.RolesOf("a", 1)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPersonByEmail(t *testing.T) {
	c := load(t, string(whole(t)))
	literal := &Config{People: c.People}
	for address, want := range map[string]string{"ADA@Example.com": "ada", " bo@example.com ": "bo", "x@example.com": "", "": ""} {
		for _, c := range []*Config{c, literal} {
			p, ok := c.PersonByEmail(address)
			if got := ""; ok {
				got = p.Key
				if got != want {
					t.Errorf("%q: %q, want %q", address, got, want)
				}
			} else if want != "" {
				t.Errorf("%q: nobody, want %q", address, want)
			}
		}
	}
}

func TestKnownOwner(t *testing.T) {
	c := load(t, "people:\n  ada: {name: Ada Byron}\n  bo: {name: Twin}\n  cy: {name: Twin}\nroles:\n  ciso: {title: Security Officer}\n")
	tests := []struct {
		name, role, person string
		ok                 bool
	}{
		{"ciso", "ciso", "", true}, {"CISO", "ciso", "", true}, {"security officer", "ciso", "", true},
		{"ada", "", "ada", true}, {"Ada", "", "ada", true}, {" ada byron ", "", "ada", true},
		{"Twin", "", "", false}, {"", "", "", false}, {"nobody", "", "", false},
	}
	for _, tt := range tests {
		role, person, ok := c.KnownOwner(tt.name)
		if role != tt.role || person != tt.person || ok != tt.ok {
			t.Errorf("%q: %q, %q, %v", tt.name, role, person, ok)
		}
	}
}

func TestIsForge(t *testing.T) {
	c := load(t, string(whole(t)))
	tests := []struct {
		name, email string
		want        bool
	}{
		{"GitHub", "noreply@github.com", true}, {"Ada Byron", "NoReply@GitHub.com", true}, {"x", "bot@forge.example.com", true},
		{"some-app[bot]", "x@y.z", true}, {"x", "1+some-app[bot]@users.noreply.github.com", true},
		{"p", "project_12_bot_a1b2@noreply.git.example.com", true},
		{"GitHub", "ada@example.com", false}, {"Ada Byron", "12+adab@users.noreply.github.com", false}, {"", "", false},
	}
	for _, tt := range tests {
		if got := c.IsForge(tt.name, tt.email); got != tt.want {
			t.Errorf("%s <%s>: %v", tt.name, tt.email, got)
		}
	}
}
