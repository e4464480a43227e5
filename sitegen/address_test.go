package sitegen

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddresses(t *testing.T) {
	docs := []Document{
		{ID: "POL-001", Path: "policies/a.md"},
		{Path: "policies/access control.md"},
		{Path: "policies/access-control.md"},
		{ID: `"><script>`, Path: "policies/Größe/ü.md"},
		{Path: "x.md"},
		{Path: "x/history.md"},
		{Path: ".hidden/../con.md"},
		{ID: strings.Repeat("A", 65), Path: "long.md"},
		{Path: "<>.md"},
	}
	got, err := addresses(docs)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"POL-001", "doc/policies/access-control", "doc/policies/access-control-" + shortHash("policies/access-control.md"),
		"doc/policies/Größe/ü", "doc/x", "doc/x/history-" + shortHash("x/history.md"), "doc/hidden/_con", "doc/long",
		"doc/" + shortHash("<>.md"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAddressesRefused(t *testing.T) {
	for _, tc := range []struct {
		name string
		docs []Document
		want string
	}{
		{"case", []Document{{ID: "POL-1", Path: "a.md"}, {ID: "pol-1", Path: "b.md"}}, `b.md: the id "pol-1" is also the id of a.md`},
		{"own word", []Document{{ID: "Register", Path: "a.md"}}, `a.md: the id "Register" is a word`},
		{"file", []Document{{ID: "index.html", Path: "a.md"}}, "index.html"},
		{"device", []Document{{ID: "nul.x", Path: "a.md"}}, "nul.x"},
		{"same path", []Document{{Path: "a.md"}, {Path: "a.md"}, {Path: "a.md"}}, "a.md"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := addresses(tc.docs)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("policies/../a b.md")
	f.Add("\x00/.git/con")
	f.Fuzz(func(t *testing.T, p string) {
		s := slug(p)
		for part := range strings.SplitSeq(s, "/") {
			if part == "" || part[0] == '.' || strings.ContainsAny(part, "\\:*?\"<>|%#\x00") {
				t.Errorf("slug(%q) = %q", p, s)
			}
		}
	})
}
