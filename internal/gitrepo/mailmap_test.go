package gitrepo

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// TestMailmapIsGits compares with git check-mailmap.
func TestMailmapIsGits(t *testing.T) {
	text := `# comment
Ada Byron <ada@example.com> <ADA@home.example>
<gus@example.com> <gus@old.example>
Gus Holm <gus@example.com>
Ilse Marr <ilse@example.com> Ilse <shared@example.com>
Noor Said <noor@example.com> Noor <shared@example.com>
  # not a comment <x@example.com>
Broken line
Open <open@example.com
Later <later@example.com> <twice@example.com>
Latest <latest@example.com> <twice@example.com>
Name Only <only@example.com> trailing words
Chain <gus@old.example> <chain@example.com>
`
	dir := gittest.Init(t)
	gittest.Write(t, dir, map[string]string{".mailmap": text})
	m := ParseMailmap([]byte(text))
	for _, who := range []string{
		"A <ada@home.example>", "A <Ada@Home.Example>", "G <gus@old.example>", "G <gus@example.com>", "Ilse <shared@example.com>",
		"noor <shared@example.com>", "Somebody <shared@example.com>", "X <x@example.com>", "O <open@example.com>", "T <twice@example.com>",
		"N <only@example.com>", "C <chain@example.com>", "Nobody <nobody@example.com>",
	} {
		want := strings.TrimSpace(gittest.Git(t, dir, "check-mailmap", who))
		name, mail, _ := strings.Cut(strings.TrimSuffix(who, ">"), " <")
		name, mail = m.Map(name, mail)
		if got := name + " <" + mail + ">"; got != want {
			t.Errorf("%s: %s, git says %s", who, got, want)
		}
	}
}
