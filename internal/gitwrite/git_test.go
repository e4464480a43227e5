package gitwrite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

func TestIdentity(t *testing.T) {
	ctx := context.Background()
	g := repo(t)
	got, err := g.Identity(ctx)
	if err != nil || got.Name != "Ada Byron" || got.Email != "ada@example.com" {
		t.Errorf("%v, %v", got, err)
	}
	g.Env = append(slices.Clone(g.Env), "GIT_COMMITTER_DATE=2026-03-01T23:30:00-05:00")
	if got, err := g.Identity(ctx); err != nil || got.When.UTC().Format(time.RFC3339) != "2026-03-02T04:30:00Z" {
		t.Errorf("a stated date: %v, %v", got, err)
	}
	g.Env = slices.DeleteFunc(slices.Clone(g.Env), func(kv string) bool {
		return strings.HasPrefix(kv, "GIT_COMMITTER_") || strings.HasPrefix(kv, "EMAIL=")
	})
	gittest.Git(t, g.Dir, "config", "user.useConfigOnly", "true")
	if _, err := g.Identity(ctx); !errors.As(err, new(*FailedError)) || !strings.Contains(err.Error(), "user.email") {
		t.Errorf("without an identity: %v", err)
	}
	gittest.Git(t, g.Dir, "config", "user.name", "Jo <x> Doe")
	gittest.Git(t, g.Dir, "config", "user.email", "jo@example.com")
	if got, err := g.Identity(ctx); err != nil || got.Email != "jo@example.com" {
		t.Errorf("git drops brackets of a name: %v, %v", got, err)
	}
}

func TestPrograms(t *testing.T) {
	g := repo(t)
	if _, err := g.run(context.Background(), nil, "no-such-program"); !errors.Is(err, ErrNoProgram) {
		t.Errorf("a program that isn't there: %v", err)
	}
	_, err := g.git(context.Background(), nil, "cat-file", "blob", "none")
	var failed *FailedError
	if !errors.As(err, &failed) || failed.Program != "git cat-file" || failed.Code != 128 || failed.Said == "" {
		t.Errorf("%#v", err)
	}
	silent := (&FailedError{Program: "git commit", Code: 1}).Error()
	if !strings.Contains(silent, "exit code 1 and said nothing") {
		t.Error(silent)
	}
}

func TestChanged(t *testing.T) {
	g := repo(t)
	gittest.Write(t, g.Dir, map[string]string{"un tracked.md": "x", "*.md": "y"})
	got, err := g.Changed(context.Background(), "a.md", "b.md", "staged.md", "un tracked.md", "*.md")
	slices.Sort(got)
	if diff := cmp.Diff([]string{"*.md", "b.md", "staged.md", "un tracked.md"}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if got, err := g.Changed(context.Background(), "a.md"); len(got) > 0 || err != nil {
		t.Errorf("a.md: %v, %v", got, err)
	}
}

// TestSigning reads what git itself would sign with.
func TestSigning(t *testing.T) {
	for _, tc := range []struct {
		name     string
		settings []string // key, value
		force    bool
		want     Signing
		fails    string
	}{
		{"nothing set", nil, false, Signing{Format: "openpgp", program: "gpg"}, ""},
		{"asked for", nil, true, Signing{On: true, Format: "openpgp", program: "gpg"}, ""},
		{"always", []string{"commit.gpgSign", "yes"}, false, Signing{On: true, Format: "openpgp", program: "gpg"}, ""},
		{"another gpg", []string{"gpg.program", "gpg2", "user.signingKey", "AB12"}, true, Signing{On: true, Format: "openpgp", program: "gpg2", key: "AB12"}, ""},
		{"SSH, unused", []string{"gpg.format", "SSH"}, false, Signing{Format: "ssh", program: "ssh-keygen"}, ""},
		{"SSH without a key", []string{"gpg.format", "ssh"}, true, Signing{}, "git knows no key"},
		{"SSH with a key", []string{"gpg.format", "ssh", "user.signingKey", "/keys/id", "gpg.ssh.program", "/bin/sign"}, true, Signing{On: true, Format: "ssh", program: "/bin/sign", key: "/keys/id"}, ""},
		{"a key at home", []string{"gpg.format", "ssh", "user.signingKey", "~/id"}, true, Signing{On: true, Format: "ssh", program: "ssh-keygen", key: os.DevNull + "/id"}, ""},
		{"said twice", []string{"commit.gpgSign", "true", "user.signingKey", "A", "commit.gpgSign", "false", "user.signingKey", "B"}, false, Signing{Format: "openpgp", program: "gpg", key: "B"}, ""},
		{"a command that prints a key", []string{"gpg.format", "ssh", "gpg.ssh.defaultKeyCommand", "echo key::ssh-ed25519 AAAA"}, true, Signing{On: true, Format: "ssh", program: "ssh-keygen", key: "key::ssh-ed25519 AAAA"}, ""},
		{"a command that prints none", []string{"gpg.format", "ssh", "gpg.ssh.defaultKeyCommand", "echo hello"}, true, Signing{}, "printed no public key"},
		{"a command with quotes", []string{"gpg.format", "ssh", "gpg.ssh.defaultKeyCommand", "sh -c 'echo x'"}, true, Signing{}, "has quotes"},
		{"no yes or no", []string{"commit.gpgSign", "perhaps"}, false, Signing{}, "bad boolean"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := repo(t)
			for i := 0; i < len(tc.settings); i += 2 {
				gittest.Git(t, g.Dir, "config", "--add", tc.settings[i], tc.settings[i+1])
			}
			got, err := g.Signing(context.Background(), tc.force)
			switch {
			case tc.fails != "" && (err == nil || !strings.Contains(err.Error(), tc.fails)):
				t.Errorf("the error is %v, want %q", err, tc.fails)
			case tc.fails == "" && (err != nil || got != tc.want):
				t.Errorf("%+v, %v; want %+v", got, err, tc.want)
			}
		})
	}
	if _, err := repo(t).Sign(context.Background(), Signing{Format: "x509"}, "n", nil); err == nil {
		t.Error("an X.509 signature is made")
	}
}

func TestInProgress(t *testing.T) {
	dir := t.TempDir()
	if what, _ := InProgress(dir); what != "" {
		t.Errorf("nothing goes on, and it says %q", what)
	}
	for _, name := range []string{"rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if what, fix := InProgress(dir); what == "" || !strings.Contains(fix, "--abort") {
			t.Errorf("%s: %q, %q", name, what, fix)
		}
		os.Remove(path)
	}
}
