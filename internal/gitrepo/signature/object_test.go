package signature

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	tree      = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
	author    = "author Ada <ada@example.com> 1700000000 +0100\n"
	committer = "committer Ada <ada@example.com> 1700000001 +0100\n"
	armored   = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"
	gpgsig    = "gpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n"
)

func TestFromCommit(t *testing.T) {
	head := tree + author + committer
	for _, c := range []struct{ name, raw, payload, refused string }{
		{name: "plain", raw: head + gpgsig + "\nText\n", payload: head + "\nText\n"},
		{name: "headers around", raw: head + "encoding UTF-8\n" + gpgsig + "change-id x\n\nText", payload: head + "encoding UTF-8\nchange-id x\n\nText"},
		{name: "all gpgsig headers go", raw: head + "gpgsig-foo x\n y\n" + gpgsig + "gpgsig-sha256 -----BEGIN\n z\ngpgsigs\n\ngpgsig stays\n z\n", payload: head + "\ngpgsig stays\n z\n"},
		{name: "no message", raw: head + gpgsig, payload: head},
		{name: "doubled signature", raw: head + gpgsig + gpgsig + "\n", refused: "more than one gpgsig"},
		{name: "doubled tree", raw: tree + head + gpgsig + "\n", refused: "more than one tree"},
		{name: "doubled author", raw: head + author + gpgsig + "\n", refused: "more than one author"},
		{name: "doubled committer", raw: head + gpgsig + committer + "\n", refused: "more than one committer"},
		{name: "doubled encoding", raw: head + "encoding a\nencoding b\n" + gpgsig + "\n", refused: "more than one encoding"},
		{name: "no tree", raw: author + committer + gpgsig + "\n", refused: "no tree"},
		{name: "NUL", raw: head + gpgsig + "\nText\x00more", refused: "NUL"},
		{name: "no time", raw: tree + author + "committer Ada <a@x>\n" + gpgsig + "\n", refused: "time"},
		{name: "time before 1970", raw: tree + author + "committer Ada <a@x> -5 +0000\n" + gpgsig + "\n", refused: "time"},
		{name: "nameless header", raw: head + "junk\n" + gpgsig + "\n", refused: "no name"},
		{name: "continuation of nothing", raw: " x\n" + head + gpgsig + "\n", refused: "no name"},
	} {
		s, err := FromCommit([]byte(c.raw))
		if c.refused != "" {
			if r := (*RefusedError)(nil); !errors.As(err, &r) || !strings.Contains(r.Why, c.refused) {
				t.Errorf("%s: %v, want %q", c.name, err, c.refused)
			}
			continue
		}
		want := Signed{Payload: []byte(c.payload), Armor: []byte(armored), Kind: SSH, When: time.Unix(1700000001, 0).UTC()}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if diff := cmp.Diff(want, s); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if s, err := FromCommit([]byte(head + "gpgsig \n\n")); err != nil || s.Kind != Unknown {
		t.Errorf("empty header: %v %v", s.Kind, err)
	}
	for _, raw := range []string{head + "\nText\x00", head + "gpgsig-sha256 x\n\n", "", "\n", tree + tree} {
		if s, err := FromCommit([]byte(raw)); err != nil || s.Kind != None || (&Keyring{}).Verify(s, NamespaceGit, time.Time{}).Verdict != Unsigned {
			t.Errorf("unsigned %q: %v %v", raw, s.Kind, err)
		}
	}
}

func TestFromTag(t *testing.T) {
	head := "object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\ntag v1\n"
	tagger := "tagger Ada <ada@example.com> 1700000001 +0100\n"
	tag := &Tag{Name: "v1", Object: "4b825dc642cb6eb9a060e54bf8d69288fbee4904", Type: "commit"}
	for _, c := range []struct{ name, raw, payload, refused string }{
		{name: "plain", raw: head + tagger + "\nText\n" + armored, payload: head + tagger + "\nText\n"},
		{name: "last marker", raw: head + tagger + "\nText\n" + armored + "and\n" + armored, payload: head + tagger + "\nText\n" + armored + "and\n"},
		{name: "other hash's header goes", raw: head + tagger + "gpgsig-sha256 x\n y\n\n" + armored, payload: head + tagger + "\n"},
		{name: "doubled object", raw: head + "object x\n" + tagger + "\n" + armored, refused: "more than one object"},
		{name: "doubled tag", raw: head + "tag x\n" + tagger + "\n" + armored, refused: "more than one tag"},
		{name: "doubled tagger", raw: head + tagger + tagger + "\n" + armored, refused: "more than one tagger"},
		{name: "order", raw: "type commit\nobject x\ntag y\n" + tagger + "\n" + armored, refused: "order"},
		{name: "no tagger", raw: head + "\n" + armored, refused: "tagger"},
		{name: "NUL", raw: head + tagger + "\nTe\x00xt\n" + armored, refused: "NUL"},
	} {
		s, err := FromTag([]byte(c.raw))
		if c.refused != "" {
			if r := (*RefusedError)(nil); !errors.As(err, &r) || !strings.Contains(r.Why, c.refused) {
				t.Errorf("%s: %v, want %q", c.name, err, c.refused)
			}
			continue
		}
		want := Signed{Payload: []byte(c.payload), Armor: []byte(armored), Kind: SSH, When: time.Unix(1700000001, 0).UTC(), Tag: tag}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if diff := cmp.Diff(want, s); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if s, err := FromTag([]byte(head + "\nunsigned")); err != nil || s.Kind != None || s.Tag.Name != "v1" {
		t.Errorf("unsigned: %+v %v", s, err)
	}
}

func TestFromMergeTags(t *testing.T) {
	raw := tree + author + committer + "mergetag object a\n type commit\n \n  indented\nmergetag object b\nother x\n y\n\nmergetag no\n"
	tags, err := FromMergeTags([]byte(raw))
	var got []string
	for _, b := range tags {
		got = append(got, string(b))
	}
	if diff := cmp.Diff([]string{"object a\ntype commit\n\n indented\n", "object b\n"}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := FromMergeTags([]byte(raw + "\x00")); err == nil {
		t.Error("a NUL isn't refused")
	}
}

func TestOtherFormats(t *testing.T) {
	for armor, want := range map[string]struct {
		kind Kind
		word string
	}{
		"-----BEGIN SIGNED MESSAGE-----\nx": {X509, "X.509"},
		"-----BEGIN SOMETHING-----\nx":      {Unknown, "format"},
		" " + armored:                       {Unknown, "format"},
	} {
		s := FromText(nil, []byte(armor), time.Time{})
		r := (&Keyring{}).Verify(s, NamespaceGit, time.Time{})
		if s.Kind != want.kind || r.Verdict != Unsupported || !strings.Contains(r.Reason, want.word) || !strings.Contains(r.Reason, "counts as unsigned") {
			t.Errorf("%q: %s %+v", armor, s.Kind, r)
		}
	}
}
