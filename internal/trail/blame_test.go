package trail

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
)

// authored writes histories in which six people edit documents in place, move them without an edit, and change, copy and
// drop their ids, on the main line and on branches.
type authored struct {
	rng     *rand.Rand
	history gittest.History
	clock   int64
	words   int
}

func (a *authored) commit(parents []int, tree map[string]string, who int) int {
	a.clock += 86_400
	return a.history.Commit(gittest.Commit{
		Parents: parents, Files: tree, Message: "Step",
		Author:    fmt.Sprintf("P%d <p%d@example.com> %d +0000", who, who, a.clock),
		Committer: fmt.Sprintf("Robot <robot@example.com> %d +0000", a.clock),
	})
}

// act changes one document as one person would.
func (a *authored) act(tree map[string]string) {
	names := slices.Sorted(maps.Keys(tree))
	name := names[a.rng.IntN(len(names))]
	text := tree[name]
	a.words++
	switch a.rng.IntN(8) {
	case 0:
		delete(tree, name)
		tree[fmt.Sprintf("policies/m%d.md", a.words)] = text
	case 1:
		tree[name] = setID(text, fmt.Sprintf("POL-%d", 10+a.words))
	case 2: // an id that another document may have, or had
		tree[name] = setID(text, fmt.Sprintf("POL-%d", a.rng.IntN(5)))
	case 3:
		tree[name] = setID(text, "")
	default:
		tree[name] = text + fmt.Sprintf("\nSentence %d of a text that nobody wrote before.\n", a.words)
	}
}

func setID(text, id string) string {
	_, rest, _ := strings.Cut(text, "title: ")
	if id != "" {
		id = "id: " + id + "\n"
	}
	return "---\n" + id + "title: " + rest
}

// write makes a repository of a history and returns its folder.
func (a *authored) write(t *testing.T, steps int) string {
	t.Helper()
	tree := map[string]string{}
	for i := range 4 {
		tree[fmt.Sprintf("policies/p%d.md", i)] = fmt.Sprintf("---\nid: POL-%d\ntitle: Policy\nversion: \"1.0\"\nstatus: approved\n---\n\n# Policy\n\nWords of the beginning %d.\n", i, i)
	}
	main := a.commit(nil, tree, 0)
	for range steps {
		if a.rng.IntN(3) > 0 {
			a.act(tree)
			main = a.commit([]int{main}, tree, a.rng.IntN(6))
			continue
		}
		side := main
		for range 1 + a.rng.IntN(4) {
			a.act(tree)
			side = a.commit([]int{side}, tree, a.rng.IntN(6))
		}
		main = a.commit([]int{main, side}, tree, 9)
	}
	return a.history.Write(t, main)
}

// TestWhomBlameNamesIsAnAuthor: whoever git names for a line of a document that nobody approved can't be the other pair
// of eyes, whatever the file was called, whatever its id was, and on whichever branch it was written.
func TestWhomBlameNamesIsAnAuthor(t *testing.T) {
	cfg, problems := config.Load([]byte("version: 1\npeople: {gus: {name: Gus Holm, emails: [gus@example.com]}}\n"+
		"roles: {ceo: {title: CEO, holders: [{person: gus}]}}\nkinds: {document: {approvers: {any_of: [ceo]}}}\n"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for seed := range uint64(20) {
		a := &authored{rng: rand.New(rand.NewPCG(seed, 3)), clock: 1_700_000_000}
		dir := a.write(t, 25)
		b := build(t, dir, cfg, day.Of(2030, 1, 1))
		compared := 0
		for path := range strings.Lines(gittest.Git(t, dir, "ls-files")) {
			path = strings.TrimSpace(path)
			tr := trailOf(b, b.DocumentAt(path))
			if tr == nil || tr.Removed || tr.Path != path {
				t.Fatalf("seed %d: %s has no trail", seed, path)
			}
			c := tr.Contents[len(tr.Contents)-1]
			var known []string
			for _, w := range b.judge.authorsUpTo(tr, c) {
				known = append(known, w.Email)
			}
			for _, mail := range blamed(t, dir, path) {
				compared++
				if !slices.Contains(known, mail) {
					t.Errorf("seed %d: git names %s for a line of %s (%s), and the trail names only %s", seed, mail, path, tr.ID, known)
				}
			}
		}
		if compared < 8 {
			t.Errorf("seed %d: git named %d authors: the history tries nothing", seed, compared)
		}
	}
}

// blamed returns whom git names for the lines of a file.
func blamed(t *testing.T, dir, path string) []string {
	t.Helper()
	var mails []string
	for line := range strings.Lines(gittest.Git(t, dir, "blame", "--line-porcelain", "main", "--", path)) {
		if mail, ok := strings.CutPrefix(strings.TrimSpace(line), "author-mail "); ok {
			mails = append(mails, strings.Trim(mail, "<>"))
		}
	}
	slices.Sort(mails)
	return slices.Compact(mails)
}
