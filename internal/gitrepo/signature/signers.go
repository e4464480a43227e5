package signature

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// FaultKind sorts the faults of key files.
type FaultKind int

// The kinds of faults.
const (
	Skipped  FaultKind = iota // the line doesn't count
	Wildcard                  // the line counts, but its wildcard or negated principals name no person
	NoZone                    // a time has no Z; it was read in the given zone, git reads it in the machine's
)

// Fault is one odd line of a signers file, a revocation list or a keyring.
type Fault struct {
	Line    int // 1-based
	Kind    FaultKind
	Message string // what is wrong and how to fix it
}

// Signer is one line of a signers file.
type Signer struct {
	Line       int
	Principals []string  // literal ones, which name somebody
	Patterns   []string  // wildcards and negations, which name nobody
	Key        string    // fingerprint, "SHA256:…"
	Type       string    // key type
	Authority  bool      // cert-authority: vouches for certificates only, which are refused
	Namespaces string    // pattern list; "" allows every namespace
	After      time.Time // valid from, inclusive; zero is open
	Before     time.Time // valid until, inclusive to the second; zero is open

	hasNamespaces bool
	key           ssh.PublicKey
}

// Signers is an allowed_signers file (ssh-keygen(1), ALLOWED SIGNERS). A key is allowed when any line allows it.
type Signers struct {
	Lines []Signer // lines that count, in their order

	byKey map[string][]Signer
}

// ParseSigners reads an allowed_signers file. Times without Z are read in loc (nil is UTC). A line with a fault that
// ssh-keygen would skip is skipped, later ones count. Lines of key types that can't be verified are skipped too.
func ParseSigners(src []byte, loc *time.Location) (*Signers, []Fault) {
	if loc == nil {
		loc = time.UTC
	}
	s := &Signers{byKey: map[string][]Signer{}}
	var faults []Fault
	for i, text := range strings.Split(string(src), "\n") {
		text = strings.TrimLeft(strings.TrimRight(text, "\r"), " \t")
		if text == "" || text[0] == '#' {
			continue
		}
		line, odd, f := parseSigner(text, loc)
		if f != nil {
			faults = append(faults, Fault{i + 1, Skipped, f.why})
			continue
		}
		line.Line = i + 1
		for _, o := range odd {
			faults = append(faults, Fault{i + 1, o.Kind, o.Message})
		}
		s.Lines = append(s.Lines, line)
		id := string(line.key.Marshal())
		s.byKey[id] = append(s.byKey[id], line)
	}
	return s, faults
}

func parseSigner(text string, loc *time.Location) (Signer, []Fault, *fault) {
	if strings.IndexByte(text, 0) >= 0 {
		return Signer{}, nil, faultf(Bad, "the line contains a NUL byte")
	}
	principals, rest, ok := cutPrincipals(text)
	if !ok {
		return Signer{}, nil, faultf(Bad, "a line is PRINCIPALS [OPTIONS] TYPE BASE64; a quote isn't closed, or "+
			"nothing follows the principals")
	}
	line := Signer{}
	line.Principals, line.Patterns = literals(principals)
	if len(line.Principals)+len(line.Patterns) == 0 {
		return Signer{}, nil, faultf(Bad, "the line names no principal")
	}
	key, _, f := readSSHKey(rest)
	var odd []Fault
	if f != nil {
		options, after, ok := cutOptions(rest)
		if word, _ := cutBlank(after); !ok || word == "" || !looksLikeOptions(options) {
			return Signer{}, nil, f
		}
		if key, _, f = readSSHKey(after); f != nil {
			return Signer{}, nil, f
		}
		if odd, f = line.readOptions(options, loc); f != nil {
			return Signer{}, nil, f
		}
	}
	line.key, line.Key, line.Type = key, ssh.FingerprintSHA256(key), key.Type()
	if len(line.Patterns) > 0 {
		odd = append(odd, Fault{Kind: Wildcard, Message: fmt.Sprintf(
			"the pattern %q names no person; write each address by itself", clip(line.Patterns[0]))})
	}
	return line, odd, nil
}

// looksLikeOptions tells options from a key type that nobody knows, so that the fault names the right thing.
func looksLikeOptions(s string) bool {
	return strings.ContainsAny(s, "=,") || strings.HasPrefix(strings.ToLower(s), "cert-authority")
}

// cutPrincipals cuts the first field, in which quotes may hold blanks: ssh-keygen ends the field at the closing quote
// or at a blank outside quotes.
func cutPrincipals(s string) (field, rest string, ok bool) {
	i := strings.IndexAny(s, " \t\r\"")
	if i < 0 {
		return "", "", false
	}
	if s[i] == '"' {
		inside, after, found := strings.Cut(s[i+1:], `"`)
		return s[:i] + inside, strings.TrimLeft(after, " \t\r"), found
	}
	return s[:i], strings.TrimLeft(s[i:], " \t\r"), true
}

// cutOptions cuts at the first blank outside quotes.
func cutOptions(s string) (options, rest string, ok bool) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '"':
			i++
		case s[i] == '"':
			quoted = !quoted
		case !quoted && (s[i] == ' ' || s[i] == '\t'):
			return s[:i], strings.TrimLeft(s[i:], " \t"), true
		}
	}
	return s, "", !quoted
}

// Allows reports whether the line lets its key sign in a namespace.
func (l *Signer) Allows(namespace string) bool {
	return !l.hasNamespaces || matchList(namespace, l.Namespaces)
}

func (l *Signer) window() window {
	w := window{from: l.After, principals: l.Principals}
	if !l.Before.IsZero() {
		w.ends = []end{{l.Before.Add(time.Second), Expired, "the key was valid until " + moment(l.Before)}}
	}
	return w
}
