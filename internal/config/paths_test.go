package config

import "testing"

func TestCandidate(t *testing.T) {
	explicit := load(t, "documents: {include: [\"handbook/**\", \"*.md\"], exclude: [\"**/README.md\"]}\n")
	excluding := load(t, "documents: {exclude: [\"docs/drafts/**\"]}\n")
	tests := []struct {
		name               string
		c                  *Config
		path               string
		sure, ifIdentified bool
	}{
		{"default folder", Default(), "policies/a.md", true, true},
		{"below a default folder", Default(), "docs/x/y/a.MD", true, true},
		{"folder elsewhere", Default(), "src/docs/a.md", false, true},
		{"root", Default(), "a.md", false, true},
		{"of the repository", Default(), "docs/README.md", false, true},
		{"of the repository, other ending", Default(), "docs/Contributing.markdown", false, true},
		{"not Markdown", Default(), "docs/a.txt", false, false},
		{"the folder's own name", Default(), "docs.md", false, true},
		{"included", explicit, "handbook/a.md", true, true},
		{"included, not Markdown", explicit, "handbook/a.png", false, false},
		{"excluded", explicit, "handbook/x/README.md", false, false},
		{"not included", explicit, "docs/a.md", false, false},
		{"excluded from the default", excluding, "docs/drafts/a.md", false, false},
		{"everywhere: root", Default().Everywhere(), "a.md", true, true},
		{"everywhere: any folder", Default().Everywhere(), "access/a.md", true, true},
		{"everywhere: of the repository", Default().Everywhere(), "README.md", false, true},
		{"everywhere: hidden folder", Default().Everywhere(), ".github/x/a.md", false, true},
		{"everywhere: excluded", excluding.Everywhere(), "docs/drafts/a.md", false, false},
		{"the policy on security", Default(), "policies/security.md", true, true},
		{"of the repository's security", Default().Everywhere(), "SECURITY.md", false, true},
		{"of others", Default(), "vendor/lib/a.md", false, false},
		{"of others, deeper", Default().Everywhere(), "web/third_party/a.md", false, false},
		{"of others, in a default folder", Default(), "docs/node_modules/x/a.md", false, false},
		{"of suppliers", Default(), "policies/vendor/a.md", true, true},
		{"of others, included", load(t, "documents: {include: [\"vendor/**\"]}\n"), "vendor/a.md", true, true},
		{"for a program", Default(), "docs/a.mdx", false, false},
		{"for a program, everywhere", Default().Everywhere(), "a.md.erb", false, false},
		{"for a program, included", explicit, "handbook/a.md.tmpl", true, true},
		{"Markdown of pages", Default(), "docs/a.html.md", true, true},
		{"another template", explicit, "handbook/a.html.erb", false, false},
		{"left by an exclusion", excluding, "docs/a.md", true, true},
	}
	for _, tt := range tests {
		sure, ifIdentified := tt.c.Candidate(tt.path)
		if sure != tt.sure || ifIdentified != tt.ifIdentified || tt.c.Includes(tt.path) != tt.sure {
			t.Errorf("%s: %s: %v, %v; want %v, %v", tt.name, tt.path, sure, ifIdentified, tt.sure, tt.ifIdentified)
		}
	}
}

func TestKindFor(t *testing.T) {
	c := load(t, "documents: {kinds: [{paths: \"policies/iso/**\", kind: scope}, {paths: \"policies/**/top.md\", kind: standard}]}\n")
	tests := []struct{ path, stated, want string }{
		{"policies/a.md", "", "policy"},
		{"policies/a.md", "procedure", "procedure"},
		{"policies/a.md", " Procedure ", "procedure"},
		{"policies/a.md", "nonsense", "policy"},
		{"policies/iso/top.md", "", "scope"},
		{"policies/x/top.md", "", "standard"},
		{"docs/procedures/a.md", "", "procedure"},
		{"records/policies/a.md", "", "policy"},
		{"policies.md", "", "document"},
		{"docs/a.md", "", "document"},
	}
	for _, tt := range tests {
		if got := c.KindFor(tt.path, tt.stated).Name; got != tt.want {
			t.Errorf("%s stating %q: %s, want %s", tt.path, tt.stated, got, tt.want)
		}
	}
	if k, ok := c.KindByPath("docs/a.md"); ok {
		t.Errorf("docs/a.md has the kind %s by path", k.Name)
	}
}

func TestSeverity(t *testing.T) {
	c := load(t, string(whole(t)))
	tests := []struct{ rule, path, want string }{
		{"WR101", "a.md", "warning"},
		{"WR204", "a.md", "error"},
		{"WR204", "archive/a.md", "info"},
		{"WR401", "archive/a.md", "off"},
		{"WR401", "archive/new/a.md", "warning"},
		{"WR204", "archive/new/a.md", "info"},
		{"WR204", "", "error"},
	}
	for _, tt := range tests {
		if got := c.Severity(tt.rule, tt.path, "warning"); got != tt.want {
			t.Errorf("%s in %q: %s, want %s", tt.rule, tt.path, got, tt.want)
		}
	}
}
