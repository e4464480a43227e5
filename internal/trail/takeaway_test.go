package trail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// signedOnly is a roster that asks for approvals of grade A, with the keys of some people.
func (s *signer) signedOnly(people ...string) string {
	keys := map[string]string{}
	for _, p := range people {
		keys[p] = p
	}
	return strings.Replace(s.keyed(keys), "least_grade: C", "least_grade: A", 1)
}

// stages commits a change of the roster that somebody made, and returns how the newest roster came to count.
func (s *signer) stages(who string, files map[string]string) Basis {
	s.t.Helper()
	for path, text := range files {
		if target, ok := strings.CutPrefix(text, "symlink "); ok {
			full := filepath.Join(s.dir, path)
			if err := os.Remove(full); err != nil {
				s.t.Fatal(err)
			}
			if err := os.Symlink(target, full); err != nil {
				s.t.Fatal(err)
			}
			delete(files, path)
		}
	}
	s.write(files)
	s.git(who, "", "add", "-A")
	s.git(who, "", "commit", "-qm", "Roster")
	return s.newest().Basis
}

func (s *signer) newest() *RosterState {
	all := s.book().Rosters()
	return all[len(all)-1]
}

// TestTakingAwayReach: what takes the last approver's way to approve away counts only once it is approved, unless it
// revokes a key.
func TestTakingAwayReach(t *testing.T) {
	const restated = "roster: {restated: {by: ceo, reason: the key is lost}}\n"
	for _, x := range []struct {
		name   string
		change func(s *signer, cfg string) map[string]string
		want   Basis
	}{
		{"the only key of the only approver", func(s *signer, cfg string) map[string]string {
			return map[string]string{"writ.yaml": strings.Replace(cfg, ", keys: [\""+s.public("gus")+"\"]", "", 1)}
		}, RosterUnmade},
		{"the only address of the only approver", func(s *signer, cfg string) map[string]string {
			return map[string]string{"writ.yaml": strings.Replace(cfg, "emails: [gus@example.com], ", "", 1)}
		}, RosterUnmade},
		{"another's key", func(s *signer, cfg string) map[string]string {
			return map[string]string{"writ.yaml": strings.Replace(cfg, ", keys: [\""+s.public("ada")+"\"]", "", 1)}
		}, TakingAway},
		{"a revoked key", func(s *signer, cfg string) map[string]string {
			return map[string]string{"security/revoked": s.public("gus") + "\n"}
		}, TakingAway},
		{"the key, to begin anew", func(s *signer, cfg string) map[string]string {
			return map[string]string{"writ.yaml": strings.Replace(cfg, ", keys: [\""+s.public("gus")+"\"]", "", 1) + restated}
		}, RosterUnmade},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := newSigner(t, "gus", "ada")
			cfg := s.signedOnly("gus", "ada") + "revoked_keys: security/revoked\n"
			s.begin(map[string]string{"writ.yaml": cfg, "security/revoked": "# none\n"})
			if got := s.stages("bo", x.change(s, cfg)); got != x.want {
				t.Errorf("the basis is %q, want %q", got, x.want)
			}
			if x.want != TakingAway || x.name != "a revoked key" {
				return
			}
			if got := s.stages("bo", map[string]string{"writ.yaml": cfg + restated}); got != ByRestating {
				t.Errorf("begun anew after a revocation: the basis is %q", got)
			}
		})
	}
}

// TestTakingAwaySigners is TestTakingAwayReach for the file of keys.
func TestTakingAwaySigners(t *testing.T) {
	for _, x := range []struct {
		name   string
		listed func(s *signer) string
		want   Basis
	}{
		{"the approver's line", func(s *signer) string { return "ada@example.com " + s.public("ada") + "\n" }, RosterUnmade},
		{"a link instead of the file", func(s *signer) string { return "symlink /etc/hostname" }, RosterUnmade},
		{"one of two lines", func(s *signer) string { return "gus@example.com " + s.public("eve") + "\n" }, TakingAway},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := newSigner(t, "gus", "ada", "eve")
			all := "gus@example.com " + s.public("gus") + "\n"
			if x.want == TakingAway {
				all += "gus@example.com " + s.public("eve") + "\n"
			}
			s.begin(map[string]string{"writ.yaml": s.signedOnly() + "signers: security/signers\n",
				"security/signers": all + "ada@example.com " + s.public("ada") + "\n"})
			if got := s.stages("bo", map[string]string{"security/signers": x.listed(s)}); got != x.want {
				t.Errorf("the basis is %q, want %q", got, x.want)
			}
			if x.want == RosterUnmade {
				one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
				s.write(map[string]string{"policies/p.md": one})
				s.approved("gus")
				if got := s.told(); !strings.Contains(got, "v1.0 A") {
					t.Errorf("the approver's key doesn't count any more: %s", got)
				}
			}
		})
	}
}

// TestOustingWinsNothing: who takes away the rights of all others still needs another for a change of the roster of
// their own; where nobody is left, they begin anew for all to see.
func TestOustingWinsNothing(t *testing.T) {
	two := strings.Replace(roster, "{person: gus, until: 2024-03-31}, {person: ilse, from: 2024-04-01}", "{person: gus}, {person: bo}", 1)
	two = strings.Replace(two, "emails: [gus@example.com], until: 2024-06-30", "emails: [gus@example.com]", 1)
	alone := strings.Replace(two, "{person: gus}, ", "", 1)
	weaker := strings.Replace(alone, "least_grade: C", "least_grade: C, self_approval: true", 1)
	approve := func(s *signer, who, line string) {
		s.git(who, "", "commit", "-q", "--allow-empty", "-m", "Approve\n\nApproved-by: "+line+
			"\nApproved-Document: roster\nApproved-Digest: "+s.rosterDigest())
	}
	const bo = "Bo Lind <bo@example.com>"
	for _, x := range []struct {
		name, by string // who takes Gus's role away
		approved bool   // by Bo
		last     string
		want     Basis
	}{
		{"the other ousts him", "bo", false, weaker, RosterUnmade},
		{"the other ousts him and approves it", "bo", true, weaker, RosterUnmade},
		{"somebody else, and nobody approves it", "ada", false, weaker, RosterUnmade},
		{"somebody else, and the other approves it", "ada", true, weaker, ByApproval},
		{"beginning anew", "bo", false, alone + "roster: {restated: {by: ceo, reason: Gus left}}\n", ByRestating},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := newSigner(t)
			s.begin(map[string]string{"writ.yaml": two})
			if got := s.stages(x.by, map[string]string{"writ.yaml": alone}); got != TakingAway {
				t.Fatalf("taking a role away: the basis is %q", got)
			}
			if x.approved {
				approve(s, "bo", bo)
			}
			s.stages("bo", map[string]string{"writ.yaml": x.last})
			approve(s, "bo", bo)
			if got := s.newest().Basis; got != x.want {
				t.Errorf("the basis is %q, want %q", got, x.want)
			}
		})
	}
}
