package signature

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"
)

// TestSignersAgainstOpenSSH asks ssh-keygen about generated lines: whether it finds the key on that line.
func TestSignersAgainstOpenSSH(t *testing.T) {
	o := newSSHOracle(t)
	when := time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	payload := []byte("text\n")
	sig := o.write("sig", string(o.sign("ed25519", NamespaceGit, payload)))
	s := FromText(payload, []byte(o.read("sig")), when)
	g := lineGenerator{rand.New(rand.NewPCG(4, 2)), o.public("ed25519"), o.public("other")}
	sshSig, f := parseSSH(s.Armor)
	if f != nil {
		t.Fatal(f.why)
	}
	key, found := sshSig.key, 0
	for range 200 {
		line := g.line()
		out, ok := o.keygen(nil, "-Y", "find-principals", "-f", o.write("signers", line+"\n"), "-s", sig, "-Overify-time=20240601120000Z")
		signers, faults := ParseSigners([]byte(line+"\n"), time.UTC)
		windows, _ := (&Keyring{signers: signers}).sshWindows(key, NamespaceGit)
		verdict, _, _ := judge(windows, when, when)
		if len(windows) == 0 && len(signers.Lines) == 1 && !signers.Lines[0].Allows(NamespaceGit) {
			verdict = Good // find-principals doesn't look at namespaces
			if v, _ := signers.Lines[0].window().at(when, when); signers.Lines[0].Authority || v != Good || signers.Lines[0].Key != ssh.FingerprintSHA256(key) {
				verdict = UnknownKey
			}
		}
		if ok {
			found++
		}
		if ok != (verdict == Good) {
			t.Errorf("%q\nssh-keygen: %t %s\nwrit: %s, faults %v", line, ok, out, verdict, faults)
		}
	}
	if found < 20 || found > 180 {
		t.Errorf("ssh-keygen accepts %d of 200 lines; the generator is lopsided", found)
	}
}

// lineGenerator makes signers lines, good ones and bad ones, apart from the differences that are on purpose: dates
// that no calendar has, and empty principals.
type lineGenerator struct {
	rng        *rand.Rand
	key, other string
}

func (g lineGenerator) pick(of ...string) string { return of[g.rng.IntN(len(of))] }

func (g lineGenerator) line() string {
	var b strings.Builder
	b.WriteString(g.pick("", "", "", " ", "\t", "#"))
	b.WriteString(g.pick("ada@x", "ada@x,bo@x", `"ada@x"`, `"ada byron,x"`, "*@x", "!a@x,*", `a"d a"`, `"open`))
	b.WriteString(g.pick(" ", "  ", "\t", " "))
	for i := g.rng.IntN(4); i > 0; i-- {
		b.WriteString(g.option())
		b.WriteString(g.pick(",", ",", " ", ",,"))
	}
	if s := b.String(); strings.HasSuffix(s, ",") && g.rng.IntN(4) > 0 {
		b.Reset()
		b.WriteString(strings.TrimRight(s, ",") + " ")
	}
	b.WriteString(g.pick(g.key, g.key, g.key, g.key, g.other, strings.Replace(g.key, "ssh-ed25519", "ssh-rsa", 1), g.key[:len(g.key)-5], "ssh-new "+strings.Fields(g.key)[1]))
	b.WriteString(g.pick("", "", " comment", "\tx y", " ", "\r"))
	s := b.String()
	if g.rng.IntN(6) == 0 {
		at := g.rng.IntN(len(s) + 1)
		s = s[:at] + g.pick(`"`, "\\", "=", "*", " ", "'") + s[at:]
	}
	return s
}

func (g lineGenerator) option() string {
	stamp := g.pick("20240101", "20240601", "20241231", "202406011200", "20240601120000", "20240601120001", "2024-01-01", "19691231", "") + g.pick("Z", "Z", "z", "", "utc", "X")
	return g.pick("cert-authority", "Cert-Authority", `namespaces="git"`, `namespaces="file,*"`, `NAMESPACES="a\"b"`, `namespaces=git`,
		`valid-after="`+stamp+`"`, `valid-before="`+stamp+`"`, `valid-after="`+stamp+`"`, `Valid-Before="`+stamp+`"`, `no-touch-required`, `valid-after=20240101`)
}

func TestSignersFaults(t *testing.T) {
	const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7JdPSbDRLfHcpqC1pPNhXHZ8eFCfXc0n9Jv8pb+V2u"
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	src := "# people\n*@x,ada@x " + key + "\nbo@x valid-after=\"20240101\" " + key + "\nbo@x valid-before=20240101Z " + key +
		"\n\ngus@x ssh-dss AAAA\ngus@x mldsa44-ed25519 AAAA\nnoor@x\nilse@x valid-after=\"20240101\",valid-before=\"20230101Z\" " + key + "\n"
	signers, faults := ParseSigners([]byte(src), oslo)
	want := []Fault{
		{2, Wildcard, `the pattern "*@x" names no person; write each address by itself`},
		{3, NoZone, `valid-after "20240101" is read in Europe/Oslo here and in each machine's own zone by git; write it in UTC with a Z at its end`},
		{4, Skipped, "the value of valid-before must stand in double quotes"},
		{6, Skipped, "a DSA key (ssh-dss) is too weak"},
		{7, Skipped, `key type "mldsa44-ed25519" isn't supported`},
		{8, Skipped, "a line is PRINCIPALS [OPTIONS] TYPE BASE64; a quote isn't closed, or nothing follows the principals"},
		{9, Skipped, "valid-before isn't after valid-after"},
	}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	if len(signers.Lines) != 2 || !signers.Lines[1].After.Equal(time.Date(2023, 12, 31, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("lines: %+v", signers.Lines)
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		s, list string
		want    bool
	}{
		{"git", "git", true}, {"git", "GIT", false}, {"git", "g*", true}, {"git", "*,!git", false}, {"git", "!git,*", false},
		{"git", "!file", false}, {"git", "", false}, {"git", "g?t,x", true}, {"git", "g??t", false}, {"git", "*i*t*", true},
		{"git", strings.Repeat("*", 1023), false}, {strings.Repeat("a", 5000), strings.Repeat("a*", 500) + "b", false},
	} {
		if got := matchList(c.s, c.list); got != c.want {
			t.Errorf("%.20q against %.20q: %t", c.s, c.list, got)
		}
	}
}

func TestBinaryRevocationListIsRefused(t *testing.T) {
	o := newSSHOracle(t)
	o.must(nil, "-q", "-k", "-f", o.path("krl"), o.path("ed25519.pub"))
	if _, _, err := ParseRevoked([]byte(o.read("krl"))); err == nil || !strings.Contains(err.Error(), "KRL") {
		t.Errorf("a KRL: %v", err)
	}
	if _, faults, _ := ParseRevoked([]byte("\nssh-ed25519 AAAA\n")); len(faults) != 1 || faults[0].Line != 2 {
		t.Errorf("faults: %v", faults)
	}
}
