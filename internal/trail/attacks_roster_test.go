package trail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
)

// TestRosterAttacks: nobody makes themselves an approver by a change of the roster that those whom it named before didn't
// approve.
func TestRosterAttacks(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	v1 := at("policies/p.md", one)
	byBo := "Approved-by: Bo Lind <bo@example.com>"
	approvedByBo := v1 + at("git: commit 2024-02-01 ada", "P\n\n"+byBo)
	change := func(old, new string) string {
		if !strings.Contains(roster, old) {
			t.Fatalf("the roster has no %q", old)
		}
		return at("writ.yaml", strings.Replace(roster, old, new, 1))
	}
	boIsCEO := change("person: gus, until: 2024-03-31}", "person: gus}, {person: bo}")
	stated := func(message string) string { return at("git: commit 2024-01-02 bo", "Roster\n"+message) }
	inForce, nothing := "1.0 C, 1.0 in force", "1.0 D, nothing in force"

	withstand(t, []attack{
		{"a commit that makes its author the approver", tale(boIsCEO+stated("{}")+approvedByBo, "\n"+byGus, ""), inForce, nothing},
		{"by their own approval", tale(boIsCEO+stated("{}")+approvedByBo, "\n"+byGus, "\n"+byBo), inForce, nothing},
		{"by two commits", tale(change("emails: [bo@example.com]", "emails: [bo@example.com, b@example.com]")+at("git: commit 2024-01-02 bo", "Address{}")+
			boIsCEO+at("git: commit 2024-01-03 bo", "Roster{}")+approvedByBo, "\n\n"+byGus, ""), inForce, nothing},
		{"by a merge", tale(at("x.txt", "x")+at("git: commit 2024-01-02 ada", "X")+at("git: branch side", "")+boIsCEO+at("git: commit 2024-01-03 bo", "Roster{}")+at("git: switch main", "")+
			at("git: merge side 2024-01-04 bo", "Merge")+approvedByBo, "\n\n"+byGus, ""), inForce, nothing},
		{"by a kind with weaker approval", tale(change("approvers: {any_of: [ceo], minimum: 1}", "approvers: {any_of: [ceo, ciso], minimum: 1}, self_approval: true")+stated("{}")+
			v1+at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Ada Byron <ada@example.com>"), "\n"+byGus, ""), inForce, nothing},
		{"by a kind that asks for none", tale(change("approval: required", "approval: none")+stated("{}")+v1+at("git: commit 2024-02-01 ada", "P"), "\n"+byGus, ""), "1.0 D, 1.0 in force", nothing},
		{"by a forge of their own", tale(change("documents:", "forges: [\"Forge <forge@bo.example>\"]\ndocuments:")+stated("{}")+at("x.txt", "x")+at("git: commit 2024-01-05 ada", "X")+
			at("git: branch side", "")+v1+at("git: commit 2024-02-01 ada", "P")+at("git: switch main", "")+at("git: merge side 2024-02-02 gus committer=\"Forge <forge@bo.example>\"", "Merge"), "\n"+byGus, ""), inForce, nothing},
		{"with an invalid configuration in between", tale(boIsCEO+at("git: commit 2024-01-02 bo", "Roster{}")+at("writ.yaml", "people: 3\n")+at("git: commit 2024-01-03 bo", "Broken")+
			boIsCEO+at("git: commit 2024-01-04 bo", "Mended")+approvedByBo, "\n\n"+byGus, ""), inForce, nothing},
		{"by adopting late", tale(approvedByGus(v1, "2024-01-10")+at("policies/q.md", strings.Replace(one, "POL-1", "POL-2", 1))+at("git: commit 2024-01-11 bo", "Q")+
			at("writ.yaml", roster+"adoption: {by: ceo, reason: imported}\n")+at("git: commit 2024-01-12 bo", "Adopt{}"), "\n\n"+byGus, ""), inForce, inForce},
		{"by adopting what the same change brings", tale(at("policies/q.md", strings.Replace(one, "POL-1", "POL-2", 1))+at("git: commit 2024-01-09 bo", "Q\n\n"+byGus)+
			"{}"+at("writ.yaml", roster+"adoption: {by: ceo, reason: imported}\n")+at("git: commit 2024-01-12 bo", "Adopt\n\n"+byGus+"\nApproved-Document: roster"),
			v1+at("git: commit 2024-01-11 ada", "P"), v1), "1.0 D, 1.0 in force", nothing},
		{"by restating what others could approve", tale(change("kinds:", "roster: {restated: {by: ceo, reason: lost}}\nkinds:")+at("git: commit 2024-01-02 bo", "Restate{}")+
			at("writ.yaml", strings.Replace(strings.Replace(roster, "person: gus, until: 2024-03-31}", "person: gus}, {person: bo}", 1), "kinds:", "roster: {restated: {by: ceo, reason: lost}}\nkinds:", 1))+
			at("git: commit 2024-01-03 bo", "Roster{}")+approvedByBo, "\n\n"+byGus, ""), inForce, nothing},
		{"by a time zone of their own, that moves a day into a role", tale(change("documents:", "organization: {timezone: Etc/GMT+12}\ndocuments:")+at("git: commit 2024-01-02 ada", "Zone{}")+
			v1+at("git: commit 2024-04-01 ada", "P\n\n"+byGus), "\n\n"+byGus, ""), inForce, nothing},
		{"by a time zone that moves a day that was told", tale("{}"+v1+at("git: commit 2024-04-01 ada", "P\n\n"+byGus)+
			change("documents:", "organization: {timezone: Etc/GMT+12}\ndocuments:")+at("git: commit 2024-04-05 ada", "Zone\n\nApproved-by: Ilse Marr <ilse@example.com>"),
			change("documents:", "organization: {timezone: Etc/GMT+12}\ndocuments:")+at("git: commit 2024-01-02 ada", "Zone\n\n"+byGus), ""), inForce, nothing},
		{"by coming back to an earlier roster", tale(boIsCEO+at("git: commit 2024-01-02 ada", "Bo\n\n"+byGus)+at("writ.yaml", roster)+at("git: commit 2024-01-03 ada", "Not Bo\n\n"+byGus)+
			boIsCEO+at("git: commit 2024-01-04 bo", "Bo again{}")+approvedByBo, "\n\n"+byGus, ""), inForce, nothing},
		{"by a roster without anybody else", tale(change("person: gus, until: 2024-03-31}, {person: ilse, from: 2024-04-01}", "person: bo}")+stated("{}")+approvedByBo, "\n"+byGus, ""), inForce, nothing},
		{"who lost the role by a change that nobody approved yet", tale("{}"+v1+at("git: commit 2024-02-01 ada", "P\n\n"+byGus), boIsCEO+at("git: commit 2024-01-02 ada", "Bo\n\n"+byGus),
			boIsCEO+at("git: commit 2024-01-02 ada", "Bo\n\n"+byGus)+change("person: gus, until: 2024-03-31}", "person: bo}")+at("git: commit 2024-01-03 ada", "Not Gus")), inForce, nothing},
		{"by shutting everybody out", tale("{}"+v1+at("git: commit 2024-02-01 ada", "P\n\n"+byGus), "", change("{person: gus, until: 2024-03-31}, ", "")+stated("")), inForce, inForce},
		{"by adopting after a tag approved something", func(t *testing.T, attacked bool) string {
			s := newSigner(t, "gus")
			s.begin(map[string]string{"writ.yaml": roster, "policies/q.md": strings.Replace(one, "POL-1", "POL-2", 1)})
			if attacked {
				s.tag("gus", "gus", "v1", "HEAD", "POL-2 1.0\n\n"+byGus+"\nApproved-Document: POL-2")
			}
			s.write(map[string]string{"policies/p.md": one, "writ.yaml": roster + "adoption: {by: ceo, reason: imported}\n"})
			s.git("bo", "", "commit", "-qm", "Adopt")
			return outcome(s.book(), "POL-1")
		}, "1.0 D, 1.0 in force", nothing},
		{"by a key in the signers file", deed(true, signersAttack(one)), "1.0 A, 1.0 in force", "1.0 D, nothing in force"},
		{"by somebody who signs captures", deed(false, captureAttack(one)), "1.0 B, 1.0 in force", "1.0 C, 1.0 in force"},
	})
}

// captureAttack brings a review that is signed by somebody whom one unapproved commit lets vouch for captures.
func captureAttack(one string) func(s *signer, attacked bool) {
	return func(s *signer, attacked bool) {
		cfg := gittest.Git(s.t, s.dir, "show", "HEAD:writ.yaml")
		cfg = strings.Replace(cfg, "roles:\n", "  eve: {name: Eve, keys: [\""+s.public("eve")+"\"]}\nroles:\n", 1)
		s.write(map[string]string{"writ.yaml": strings.Replace(cfg, "signers: [forge-bot]", "signers: [forge-bot, eve]", 1)})
		s.git("bo", "", "commit", "-qm", "Eve vouches")
		if !attacked {
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", "Approve\n\n"+byGus+"\nApproved-Document: roster\nApproved-Digest: "+s.rosterDigest())
		}
		s.put("ada", "", one, "P")
		s.write(map[string]string{captureFile: s.capture("eve", one, nil)})
		s.git("ada", "", "commit", "-qm", "Capture")
	}
}

func approvedByGus(doc, on string) string { return doc + at("git: commit "+on+" ada", "P\n\n"+byGus) }

// signersAttack signs with a key that one unapproved commit writes into the signers file under the approver's address.
func signersAttack(one string) func(s *signer, attacked bool) {
	return func(s *signer, attacked bool) {
		cfg, err := os.ReadFile(filepath.Join(s.dir, "writ.yaml"))
		if err != nil {
			s.t.Fatal(err)
		}
		s.write(map[string]string{"writ.yaml": string(cfg) + "signers: security/signers\n", "security/signers": "# none\n"})
		s.git("ada", "", "commit", "-qm", "Signers\n\n"+byGus+"\nApproved-Document: roster")
		s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", "Approve\n\n"+byGus+"\nApproved-Document: roster\nApproved-Digest: "+s.rosterDigest())
		s.write(map[string]string{"security/signers": "gus@example.com " + s.public("eve") + "\n"})
		s.git("bo", "", "commit", "-qm", "Key")
		if !attacked {
			s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", "Approve\n\n"+byGus+"\nApproved-Document: roster\nApproved-Digest: "+s.rosterDigest())
		}
		s.write(map[string]string{"policies/p.md": one})
		s.git("ada", "", "commit", "-qm", "P")
		s.git("gus", "eve", "commit", "-q", "--allow-empty", "-m", "Approve\n\n"+byGus+"\nApproved-Document: POL-1\nApproved-Blob: "+blobOf(one))
	}
}

// rosterDigest is the digest of the newest roster of the line.
func (s *signer) rosterDigest() string {
	s.t.Helper()
	all := s.book().Rosters()
	return all[len(all)-1].Content.Digest.String()
}

// TestRosterCountsLater: what rests on a roster that nobody had approved counts from the day on which somebody does, and what
// only takes away counts at once.
func TestRosterCountsLater(t *testing.T) {
	one := at("policies/p.md", policy("1.0", "approved", "review_date: 2030-01-01\n", "One."))
	boIsCEO := at("writ.yaml", strings.Replace(roster, "person: gus, until: 2024-03-31}", "person: gus}, {person: bo}", 1))
	b := play(t, begin+boIsCEO+at("git: commit 2024-01-02 bo", "Roster")+one+at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Bo Lind <bo@example.com>"), day.Of(2024, 2, 10))
	last := b.Rosters()[1]
	if c := byID(b, "POL-1").Contents[0]; c.Approval != nil || len(c.Resting) != 1 || c.Resting[0].Why.Code != RosterUnapproved {
		t.Errorf("what rests on an unapproved roster: %+v", c)
	}
	b = play(t, begin+boIsCEO+at("git: commit 2024-01-02 bo", "Roster")+one+at("git: commit 2024-02-01 ada", "P\n\nApproved-by: Bo Lind <bo@example.com>")+
		at("git: commit 2024-02-08 gus", "Approve\n\n"+byGus+"\nApproved-Document: roster\nApproved-Digest: "+last.Content.Digest.String()), day.Of(2024, 2, 10))
	if got := told(b, byID(b, "POL-1")); got != "v1.0 C [2024-02-08,) by bo/ceo/trailer@2024-02-01\n" {
		t.Errorf("after the roster was approved: %s", got)
	}
}

// TestOwnKey: a person's own new key counts at once in a commit that the old one signs, and in no other.
func TestOwnKey(t *testing.T) {
	for _, x := range []struct {
		name, who, key, adds string
		basis                Basis
	}{{"signed with the old key", "gus", "gus", "eve", ByOwnKey}, {"unsigned", "gus", "", "eve", RosterUnmade},
		{"signed with the new key", "gus", "eve", "eve", RosterUnmade}, {"for another", "ada", "ada", "eve", RosterUnmade},
		{"that is another's", "gus", "gus", "ada", RosterUnmade}} {
		t.Run(x.name, func(t *testing.T) {
			s := newSigner(t, "gus", "ada", "eve")
			s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "ada"})})
			cfg := gittest.Git(s.t, s.dir, "show", "HEAD:writ.yaml")
			s.write(map[string]string{"writ.yaml": strings.Replace(cfg, s.public("gus")+"\"", s.public("gus")+"\", \""+s.public(x.adds)+"\"", 1)})
			s.git(x.who, x.key, "commit", "-qm", "A second key")
			s.basis(x.basis)
		})
		t.Run(x.name+", in the signers file", func(t *testing.T) {
			s := newSigner(t, "gus", "ada", "eve")
			listed := "gus@example.com " + s.public("gus") + "\nada@example.com " + s.public("ada") + "\n"
			s.begin(map[string]string{"writ.yaml": s.keyed(nil) + "signers: security/signers\n", "security/signers": listed})
			s.write(map[string]string{"security/signers": listed + "gus@example.com " + s.public(x.adds) + "\n"})
			s.git(x.who, x.key, "commit", "-qm", "A second key")
			s.basis(x.basis)
		})
	}
	for _, line := range []string{"gus@example.com,ada@example.com ", "*@example.com ", "gus@example.com cert-authority ", "eve@example.com "} {
		t.Run("a line for "+line, func(t *testing.T) {
			s := newSigner(t, "gus", "eve")
			listed := "gus@example.com " + s.public("gus") + "\n"
			s.begin(map[string]string{"writ.yaml": s.keyed(nil) + "signers: security/signers\n", "security/signers": listed})
			s.write(map[string]string{"security/signers": listed + line + s.public("eve") + "\n"})
			s.git("gus", "gus", "commit", "-qm", "A second key")
			s.basis(RosterUnmade)
		})
	}
}

// basis checks why the newest of two rosters counts.
func (s *signer) basis(want Basis) {
	s.t.Helper()
	all := s.book().Rosters()
	if len(all) != 2 || all[len(all)-1].Basis != want {
		s.t.Errorf("%d rosters, basis %q, want %q", len(all), all[len(all)-1].Basis, want)
	}
}
