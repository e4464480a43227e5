package trail

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/history"
)

// capture is a capture of one approval of text at the head, signed with a key ("" signs nothing); change alters it
// before.
func (s *signer) capture(key, text string, change func(*Capture)) string {
	s.t.Helper()
	c := &Capture{Schema: 1, Forge: "github", Request: "https://github.com/example/isms/pull/7",
		Head: strings.TrimSpace(gittest.Git(s.t, s.dir, "rev-parse", "HEAD")), CapturedAt: time.Date(2024, 2, s.day, 12, 0, 0, 0, time.UTC),
		Reviews: []CapturedReview{{Login: "GusH", User: 7, State: "approved"}}}
	f := history.ReadFacts([]byte(text), nil)
	c.Documents = []CapturedContent{{ID: f.ID, Path: "policies/p.md", Version: f.Version, Blob: blobOf(text), Digest: f.Digest.String()}}
	if change != nil {
		change(c)
	}
	if key != "" {
		signed, err := c.SignedBytes()
		if err != nil {
			s.t.Fatal(err)
		}
		armor := strings.TrimPrefix(s.seal(key, signature.NamespaceCapture, signed), KeySignature+": ")
		c.Signature = string(signature.Unfold(armor))
	}
	out, err := json.Marshal(c)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(out)
}

const captureFile = CaptureFolder + "7.json"

// TestCaptures: a forge's review counts as B where somebody signed who may vouch for it, else as C, and only for what it
// pins.
func TestCaptures(t *testing.T) {
	text := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	edited := policy("1.0", "approved", "review_date: 2030-01-01\n", "One and a half.")
	second := policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")
	add := func(s *signer, key, capture string) {
		s.write(map[string]string{captureFile: capture})
		s.git("bot", key, "commit", "-qm", "Capture")
	}
	for _, tc := range []struct {
		name, want string // what the story holds
		play       func(s *signer)
	}{
		{"signed", "v1.0 B [2024-02-03,) by gus/ceo/capture@2024-02-03", func(s *signer) { add(s, "", s.capture("bot", text, nil)) }},
		{"the commit that brings it is signed", "v1.0 B ", func(s *signer) { add(s, "bot", s.capture("", text, nil)) }},
		{"unsigned", "v1.0 C ", func(s *signer) { add(s, "", s.capture("", text, nil)) }},
		{"signed by somebody who may not vouch", "v1.0 C ", func(s *signer) { add(s, "", s.capture("ada", text, nil)) }},
		{"by the reviewer's own key, who may not vouch", "v1.0 C ", func(s *signer) { add(s, "", s.capture("gus", text, nil)) }},
		{"altered after it was signed", "v1.0 C ", func(s *signer) {
			add(s, "", strings.Replace(s.capture("bot", text, nil), "pull/7", "pull/8", 1))
		}},
		{"on the branch that is merged", "v2.0 B ", func(s *signer) {
			s.write(map[string]string{"policies/p.md": second})
			s.git("ada", "", "switch", "-qc", "side")
			s.git("ada", "", "commit", "-qm", "Two")
			add(s, "bot", s.capture("", second, nil))
			s.git("ada", "", "switch", "-q", "main")
			s.git("bo", "", "merge", "-q", "--no-ff", "-m", "Merge", "side")
		}},
		{"another login", "login eve; add `github: eve`", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Reviews[0].Login = "eve" }))
		}},
		{"the same login at another forge", "nobody of the roster has the gitlab login", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Forge = "gitlab" }))
		}},
		{"a bot", "is a bot", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Reviews[0].Bot = true }))
		}},
		{"an author's review", "Gus Holm is an author", func(s *signer) {
			s.write(map[string]string{"policies/p.md": second})
			s.git("gus", "", "commit", "-qm", "Two")
			add(s, "", s.capture("bot", second, nil))
		}},
		{"dismissed", "v1.0 D\n", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Reviews[0].State = "dismissed" }))
		}},
		{"changes requested", "v1.0 D\n", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Reviews[0].State = "changes_requested" }))
		}},
		{"the blob isn't here", "isn't in this clone", func(s *signer) {
			add(s, "", s.capture("bot", edited, func(c *Capture) { c.Documents[0].Digest = history.ReadFacts([]byte(text), nil).Digest.String() }))
		}},
		{"another digest", "holds other words", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Documents[0].Digest = history.ReadFacts([]byte(edited), nil).Digest.String() }))
		}},
		{"another version", "it captured version", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Documents[0].Version = "3.0" }))
		}},
		{"another document", "which the main line never had", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Documents[0].ID = "POL-9" }))
		}},
		{"a head that doesn't hold it", "doesn't hold the blob", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Head = strings.TrimSpace(gittest.Git(t, s.dir, "rev-parse", "HEAD~1")) }))
		}},
		{"a head that a squash left behind", "v1.0 B ", func(s *signer) {
			add(s, "", s.capture("bot", text, func(c *Capture) { c.Head = strings.Repeat("ab", 20) }))
		}},
		{"edited after the review", "v2.0 D\nclaim Gus Holm: it approves words that the main line doesn't have", func(s *signer) {
			s.git("ada", "", "switch", "-qc", "side")
			s.write(map[string]string{"policies/p.md": second})
			s.git("ada", "", "commit", "-qm", "Two")
			capture := s.capture("bot", second, nil)
			s.git("ada", "", "switch", "-q", "main")
			s.write(map[string]string{"policies/p.md": strings.Replace(second, "Two.", "Two, edited.", 1), captureFile: capture})
			s.git("ada", "", "commit", "-qm", "P (#7)")
		}},
		{"not a capture", "isn't JSON of the shape", func(s *signer) { add(s, "", `{"schema": 1, "approved": true}`) }},
		{"a copy for a revert", "v1.0 B [2024-02-03,2024-02-04] by gus/ceo/capture@2024-02-03\nv2.0 C [2024-02-05,) by gus/ceo/trailer@2024-02-05\nv1.0 D\n", func(s *signer) {
			capture := s.capture("bot", text, nil)
			add(s, "", capture)
			s.day++
			s.write(map[string]string{"policies/p.md": second})
			s.git("ada", "", "commit", "-qm", "Two\n\nApproved-by: Gus Holm <gus@example.com>")
			s.write(map[string]string{"policies/p.md": text, CaptureFolder + "8.json": capture + "\n"})
			s.git("ada", "", "commit", "-qm", "Revert")
		}},
		{"a note", "v1.0 B [2024-02-03,) by gus/ceo/note@2024-02-03", func(s *signer) {
			s.day++
			s.still("ada", "", "notes", "--ref", "writ", "add", "-m", s.capture("bot", text, nil), "HEAD")
		}},
		{"a note on another commit", "capture of another commit", func(s *signer) {
			s.still("ada", "", "notes", "--ref", "writ", "add", "-m", s.capture("bot", text, nil), "HEAD~1")
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSigner(t, "gus", "ada", "bot")
			roster := strings.Replace(s.keyed(map[string]string{"gus": "gus", "ada": "ada"}), "roles:\n",
				"  forge-bot: {name: Capture, keys: [\""+s.public("bot")+"\"]}\nroles:\n", 1) + "capture: {signers: [forge-bot]}\n"
			roster = strings.Replace(strings.Replace(roster, "name: Gus Holm,", "name: Gus Holm, github: gush,", 1), "name: Ada Byron,", "name: Ada Byron, github: adab,", 1)
			s.begin(map[string]string{"writ.yaml": roster}, map[string]string{"policies/p.md": text})
			tc.play(s)
			book := s.book()
			got := told(book, byID(book, "POL-1")) + fmt.Sprint(book.Odd)
			if !strings.Contains(got, tc.want) {
				t.Errorf("want %q in:\n%s", tc.want, got)
			}
			if !strings.Contains(tc.want, "v1.0") && !strings.HasPrefix(got, "v1.0 D\n") {
				t.Errorf("it raised the grade:\n%s", got)
			}
			if noted := strings.Contains(tc.name, "note"); book.NotesSeen != noted {
				t.Errorf("notes seen: %v", book.NotesSeen)
			}
		})
	}
}

const soundCapture = `{"schema":1,"forge":"github","request":"7","head":"abababababababababababababababababababab","capturedAt":"2026-01-31T12:00:00Z",
"reviews":[{"login":"gush","user":7,"bot":false,"state":"approved","at":"2026-01-30T09:00:00+01:00"}],
"documents":[{"id":"POL-1","path":"policies/p.md","version":"1.0","blob":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","digest":"0000000000000000000000000000000000000000000000000000000000000000"}]}`

func TestParseCapture(t *testing.T) {
	if _, err := ParseCapture([]byte(soundCapture)); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ from, to, want string }{
		{`"schema":1`, `"schema":2`, "schema 2; expected 1"},
		{`"schema":1`, `"schema":1,"x":1`, "unknown field"},
		{`"github"`, `"gitea"`, "forge \"gitea\""},
		{`abababababababababababababababababababab`, `ABABABABABABABABABABABABABABABABABABABAB`, "head is"},
		{`abababababababababababababababababababab`, `0000000000000000000000000000000000000000`, "head is"},
		{`"2026-01-31T12:00:00Z"`, `"yesterday"`, "isn't JSON of the shape"},
		{`,"capturedAt":"2026-01-31T12:00:00Z"`, ``, "capturedAt is missing"},
		{`"approved"`, `"commented"`, "expected approved, changes_requested or dismissed"},
		{`"login":"gush"`, `"login":" "`, "login is empty"},
		{`"login":"gush"`, `"login":"gu\u001bsh"`, "control characters"},
		{`"reviews":[`, `"reviews":[{"login":"GUSH","user":7,"bot":false,"state":"dismissed","at":null},`, "is there twice"},
		{`"documents":[`, `"documents":[{"id":"A","path":"policies/p.md","version":"","blob":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","digest":"0000000000000000000000000000000000000000000000000000000000000000"},`, "is there twice"},
		{`policies/p.md`, `../p.md`, "path from the repository's root"},
		{`policies/p.md`, `/p.md`, "path from the repository's root"},
		{`"id":"POL-1"`, `"id":""`, "id or version"},
		{`cdcdcdcd`, `cdcd`, "full object id"},
		{`"digest":"0000`, `"digest":"00`, "64 hex digits"},
		{`}]}`, `}]} {}`, "something follows"},
		{`}]}`, ``, "isn't JSON"},
		{`"request":"7"`, `"request":"` + strings.Repeat("7", 2000) + `"`, "request is too long"},
	} {
		src := strings.Replace(soundCapture, tc.from, tc.to, 1)
		if src == soundCapture {
			t.Fatalf("%q isn't in the capture", tc.from)
		}
		if _, err := ParseCapture([]byte(src)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", tc.to, err, tc.want)
		}
	}
	if _, err := ParseCapture(make([]byte, maxCapture+1)); err == nil {
		t.Error("a huge capture is read")
	}
}

// FuzzParseCapture: what is accepted is within the limits, and stays what it is when it is written and read again.
func FuzzParseCapture(f *testing.F) {
	f.Add([]byte(soundCapture))
	f.Add([]byte(`{"schema":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ParseCapture(data)
		if err != nil {
			return
		}
		signed, err := c.SignedBytes()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseCapture(signed)
		if err != nil {
			t.Fatalf("%v\n%s", err, signed)
		}
		if twice, _ := again.SignedBytes(); string(twice) != string(signed) {
			t.Fatalf("%s\n%s", signed, twice)
		}
	})
}
