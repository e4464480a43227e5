package gitwrite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Signing is how the user signs, as git's configuration says (git-config(1): gpg.*, user.signingKey).
type Signing struct {
	On     bool   // commits are signed: commit.gpgSign, or asked for by a flag
	Format string // "openpgp", "ssh" or "x509"

	key     string // user.signingKey; "" where git chooses
	program string
}

// SSH reports whether the user signs with SSH.
func (s Signing) SSH() bool { return s.On && s.Format == "ssh" }

// OpenPGP reports whether the user signs with OpenPGP.
func (s Signing) OpenPGP() bool { return s.On && s.Format == "openpgp" }

// Signing reads how the user signs. force is what a flag asks for, whatever commit.gpgSign says.
func (g *Git) Signing(ctx context.Context, force bool) (Signing, error) {
	s := Signing{Format: "openpgp"}
	set, err := g.signingSettings(ctx)
	if err != nil {
		return s, err
	}
	for _, x := range []struct {
		key, kind string
		set       func(string)
	}{
		{"commit.gpgSign", "bool", func(v string) { s.On = v == "true" }},
		{"gpg.format", "", func(v string) { s.Format = strings.ToLower(v) }},
		{"user.signingKey", "path", func(v string) { s.key = v }},
	} {
		v, err := set.value(ctx, x.key, x.kind)
		if err != nil {
			return s, err
		}
		if v != "" {
			x.set(v)
		}
	}
	s.On = s.On || force
	if s.program, err = set.signer(ctx, s.Format); err != nil || !s.SSH() || s.key != "" {
		return s, err
	}
	s.key, err = set.defaultKey(ctx)
	return s, err
}

// settings are those of git's configuration that say how the user signs.
type settings struct {
	git    *Git
	values map[string]string // as they are written, by the names that git prints; "" for a name without one, too
}

func (g *Git) signingSettings(ctx context.Context) (settings, error) {
	out, err := g.run(ctx, nil, "git", "config", "--null", "--get-regexp", `^(commit\.gpgsign|gpg\..*|user\.signingkey)$`)
	if unset(err) {
		err = nil
	}
	values := map[string]string{}
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		name, value, _ := strings.Cut(entry, "\n")
		values[name] = value // of a name that is there twice the last one counts
	}
	return settings{g, values}, err
}

// unset reports whether git says that no setting is there.
func unset(err error) bool {
	var failed *FailedError
	return errors.As(err, &failed) && failed.Code == 1
}

// value reads a setting; "" where it isn't set. kind is git's --type, or "". Only what git has to make something of
// costs another run of it: a bool in other words, and a path that begins with a sign.
func (s settings) value(ctx context.Context, key, kind string) (string, error) {
	raw, set := s.values[strings.ToLower(key)]
	plain := raw != "" && (kind == "" || kind == "bool" && (raw == "true" || raw == "false") ||
		kind == "path" && !strings.ContainsAny(raw[:1], "~%:"))
	if !set || plain {
		return strings.TrimRight(raw, "\n"), nil
	}
	args := []string{"config", "--get", key}
	if kind != "" {
		args = []string{"config", "--type=" + kind, "--get", key}
	}
	out, err := s.git.git(ctx, nil, args...)
	if unset(err) {
		err = nil
	}
	return out, err
}

func (s settings) signer(ctx context.Context, format string) (string, error) {
	program := map[string]string{"ssh": "ssh-keygen", "openpgp": "gpg", "x509": "gpgsm"}[format]
	keys := []string{"gpg." + format + ".program"}
	if format == "openpgp" {
		keys = append(keys, "gpg.program")
	}
	for _, key := range keys {
		if v, err := s.value(ctx, key, "path"); v != "" || err != nil {
			return v, err
		}
	}
	return program, nil
}

// defaultKey asks gpg.ssh.defaultKeyCommand for a key, as git does where user.signingKey isn't set.
func (s settings) defaultKey(ctx context.Context) (string, error) {
	command, err := s.value(ctx, "gpg.ssh.defaultKeyCommand", "")
	if err != nil {
		return "", err
	}
	args := strings.Fields(command)
	if len(args) == 0 {
		return "", fmt.Errorf("gpg.format is ssh, and git knows no key; set it with `git config user.signingKey " +
			"~/.ssh/id_ed25519.pub`")
	}
	if strings.ContainsAny(command, `"'\`) {
		return "", fmt.Errorf("gpg.ssh.defaultKeyCommand has quotes, which only git itself reads; set the key with " +
			"`git config user.signingKey`")
	}
	out, err := s.git.run(ctx, nil, args[0], args[1:]...)
	if err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(string(out), "\n")
	if _, ok := literalKey(first); !ok {
		return "", fmt.Errorf("gpg.ssh.defaultKeyCommand printed no public key in its first line (%q)", first)
	}
	return first, nil
}

// literalKey returns the public key that a setting states itself, instead of the path of a file.
func literalKey(setting string) (string, bool) {
	if key, ok := strings.CutPrefix(setting, "key::"); ok {
		return key, true
	}
	return setting, strings.HasPrefix(setting, "ssh-")
}

// Sign signs data as git would sign a commit and returns the armored signature. namespace matters to SSH only.
// X.509 signatures prove nothing to writ, and aren't made.
func (g *Git) Sign(ctx context.Context, s Signing, namespace string, data []byte) ([]byte, error) {
	switch s.Format {
	case "ssh":
		return g.signSSH(ctx, s, namespace, data)
	case "openpgp":
		key := s.key
		if key == "" {
			who, err := g.Identity(ctx)
			if err != nil {
				return nil, err
			}
			key = who.Name + " <" + who.Email + ">"
		}
		return g.run(ctx, data, s.program, "--detach-sign", "--armor", "--local-user", key)
	}
	return nil, fmt.Errorf("gpg.format is %q; writ signs with ssh or openpgp", s.Format)
}

func (g *Git) signSSH(ctx context.Context, s Signing, namespace string, data []byte) ([]byte, error) {
	args := []string{"-Y", "sign", "-q", "-n", namespace}
	file := s.key
	if key, ok := literalKey(s.key); ok {
		temp, err := os.CreateTemp("", "writ-key-*")
		if err != nil {
			return nil, err
		}
		defer os.Remove(temp.Name())
		if _, err = temp.WriteString(strings.TrimSpace(key) + "\n"); err == nil {
			err = temp.Close()
		}
		if err != nil {
			return nil, err
		}
		file, args = temp.Name(), append(args, "-U")
	}
	return g.run(ctx, data, s.program, append(args, "-f", file)...)
}
