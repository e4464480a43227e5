package proposal_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/proposal"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/lint/rules"
)

// TestOnlyWhatIsConcerned: whatever a pull request changes, it makes no difference whether the documents that it doesn't
// concern are judged.
func TestOnlyWhatIsConcerned(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := newCompany(t, seed)
			found := 0
			for range 4 {
				c.change()
				today := day.Of(2027, 6, 1)
				want, got := printed(t, c.compared(today, true)), printed(t, c.compared(today, false))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("after %q (-all are judged +only those concerned):\n%s", c.done, diff)
				}
				found += strings.Count(want, `"fingerprint"`)
			}
			if found == 0 {
				t.Error("nothing was found: the comparison proves nothing")
			}
		})
	}
}

// company is a repository with a history, and a branch that grows.
type company struct {
	t     *testing.T
	rng   *rand.Rand
	dir   string
	docs  map[string]string // path → id
	n     int
	clock int
	last  string // the path that was changed last
	done  []string
}

const roster = `version: 1
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  bo: {name: Bo Lind, emails: [bo@example.com]}
  gus: {name: Gus Holm, emails: [gus@example.com], until: 2027-10-01}
  ida: {name: Ida Wolff, emails: [ida@example.com], until: 2025-10-01}
roles:
  ciso: {title: CISO, holders: [{person: ada, until: 2027-09-01}]}
  board: {title: Board, holders: [{person: bo}, {person: gus}]}
kinds:
  policy: {approval: required, approvers: {any_of: [board]}}
baseline: baseline.json
`

func newCompany(t *testing.T, seed uint64) *company {
	c := &company{t: t, rng: rand.New(rand.NewPCG(seed, 3)), dir: t.TempDir(), docs: map[string]string{}}
	var history gittest.History
	main := 0
	commit := func(message string) {
		c.clock += 2
		at := fmt.Sprintf("Ada Byron <ada@example.com> %d +0000", c.today().Unix())
		main = history.Commit(gittest.Commit{Parents: slices.Repeat([]int{main}, min(main, 1)), Files: c.files(), Author: at, Committer: at, Message: message + "\n"})
	}
	c.write("writ.yaml", roster)
	if seed%2 == 1 {
		c.write("writ.yaml", roster+"approval: {required_before_merge: true}\n")
	}
	c.write("baseline.json", `{"schema": 1, "findings": []}`)
	c.write("CODEOWNERS", "* @nobody\n")
	c.write("policies/form.txt", "a form\n")
	for range 9 {
		c.add()
	}
	commit("Import\n\nApproved-by: Bo Lind <bo@example.com>")
	for range 8 {
		c.mutate(c.rng.IntN(9))
		commit("Edit")
		commit(c.message())
	}
	c.dir = history.Write(t, main)
	c.git("checkout", "-q", "-b", "edit")
	c.done = nil
	return c
}

func (c *company) today() time.Time {
	return time.Date(2026, time.Month(1+c.clock/28), 1+c.clock%28, 10, 0, 0, 0, time.UTC)
}

// files returns the working tree.
func (c *company) files() map[string]string {
	files := map[string]string{}
	root := os.DirFS(c.dir)
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[path] = c.read(path)
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return files
}

// git runs git on the company's day.
func (c *company) git(args ...string) {
	c.t.Helper()
	at := c.today().Format(time.RFC3339)
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = c.dir, append(gittest.Env(), "GIT_AUTHOR_DATE="+at, "GIT_COMMITTER_DATE="+at)
	if out, err := cmd.CombinedOutput(); err != nil {
		c.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (c *company) write(path, text string) {
	gittest.Write(c.t, c.dir, map[string]string{path: text})
}

func (c *company) read(path string) string {
	text, err := os.ReadFile(filepath.Join(c.dir, path))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

func (c *company) commit(message string) {
	c.t.Helper()
	c.clock += 2
	gittest.StageAll(c.t, c.dir)
	gittest.CommitStaged(c.t, c.dir, fmt.Sprintf("Ada Byron <ada@example.com> %d +0000", c.today().Unix()), message)
}

// message is one that approves, now and then what it shouldn't.
func (c *company) message() string {
	path := c.last
	if c.docs[path] == "" || c.rng.IntN(3) == 0 {
		path = c.any()
	}
	blob := gitrepo.BlobID([]byte(c.read(path)))
	switch c.rng.IntN(5) {
	case 0:
		return "Edit\n\nApproved-by: Bo Lind <bo@example.com>"
	case 1:
		return fmt.Sprintf("Approve\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Document: %s\nApproved-Blob: %s", c.docs[path], blob)
	case 2:
		return fmt.Sprintf("Approve\n\nApproved-by: Gus Holm <gus@example.com>\nApproved-Document: POL-001\nApproved-Blob: %s", blob)
	case 3:
		return fmt.Sprintf("Review\n\nReviewed-by: Ada Byron <ada@example.com>\nReviewed-Document: %s\nReviewed-Blob: %s", c.docs[path], blob)
	}
	return "Edit"
}

// any returns the path of a document.
func (c *company) any() string {
	paths := make([]string, 0, len(c.docs))
	for p := range c.docs {
		paths = append(paths, p)
	}
	if len(paths) == 0 {
		return c.add()
	}
	slices.Sort(paths)
	return paths[c.rng.IntN(len(paths))]
}

func (c *company) add() string {
	c.n++
	id, path := fmt.Sprintf("POL-%03d", c.n), fmt.Sprintf("policies/p%d.md", c.n)
	other := 1 + c.rng.IntN(c.n)
	more := ""
	if c.rng.IntN(4) == 0 {
		more = fmt.Sprintf("supersedes: POL-%03d\n", other)
	}
	status := []string{"approved", "approved", "draft"}[c.rng.IntN(3)]
	if c.rng.IntN(4) == 0 {
		more += "effective_date: 2027-08-01\n"
	}
	c.write(path, fmt.Sprintf("---\nid: %s\ntitle: Policy %d\nkind: policy\nversion: \"1.0\"\nstatus: %s\nowner: ciso\nreview_date: 2027-01-01\n%s---\n\n# Policy\n\n"+
		"Staff must read [it](p%d.md), [this](./../policies/p%d.md#policy), [all](./) and [the form](form.txt), as POL-%03d v1.0 and POL-%03d say.\n",
		id, c.n, status, more, other, 1+c.rng.IntN(9), 1+c.rng.IntN(9), 1+c.rng.IntN(12)))
	c.docs[path] = id
	return path
}

func (c *company) replace(path, old, now string) {
	c.write(path, strings.Replace(c.read(path), old, now, 1))
}

// mutate changes one thing. Those from 9 on are rare on a main branch.
func (c *company) mutate(k int) {
	c.n++
	path := c.any()
	id := c.docs[path]
	c.last = path
	switch k {
	case 0, 1:
		c.write(path, c.read(path)+fmt.Sprintf("\nStaff must do %d more.\n", c.n))
	case 2:
		c.replace(path, "version: \"1", "version: \"1.")
		c.write(path, c.read(path)+"\nMore.\n")
	case 3:
		c.replace(path, "status: draft", "status: approved")
	case 4:
		c.add()
	case 5:
		to := fmt.Sprintf("policies/moved/m%d.md", c.n)
		c.write(to, c.read(path))
		c.remove(path)
		c.docs[to] = id
	case 6:
		c.replace(path, "review_date: 2027", "review_date: 2028")
	case 7:
		c.write("policies/form.txt", fmt.Sprint("another form ", c.n))
	case 8:
		c.replace(path, "owner: ciso", "owner: "+[]string{"board", "gus", "ida", "nobody"}[c.rng.IntN(4)])
	case 9:
		c.remove(path)
	case 10:
		c.docs[path] = fmt.Sprintf("POL-%03d", 50+c.n)
		c.replace(path, "id: "+id, "id: "+c.docs[path])
	case 11:
		to := fmt.Sprintf("policies/copy%d.md", c.n)
		c.write(to, c.read(path))
		c.docs[to] = id
	case 12:
		c.replace(path, "kind: policy", "supersedes: [POL-002, POL-077]\nkind: policy")
	case 13:
		c.replace(path, "id: "+id+"\n", "")
	case 14:
		c.replace("writ.yaml", "any_of: [board]}", "any_of: [board], minimum: 2}")
	case 15:
		c.replace("writ.yaml", "version: 1\n", "version: 1\nfields: {number: id}\n")
	case 16:
		c.write("baseline.json", `{"schema": 1, "findings": [{"fingerprint": "0123456789012345678901234567890123456789012345678901234567890123", "rule": "WR601"}]}`)
	case 17:
		c.write("CODEOWNERS", "/policies/ ada@example.com\n")
	case 18:
		c.write(path, "---\nid: "+id+"\nbroken\n")
	case 19:
		c.replace(path, "status: approved", "status: retired")
	case 20:
		os.Remove(filepath.Join(c.dir, "policies/form.txt"))
	case 21:
		if !strings.Contains(c.read("writ.yaml"), "documents:") {
			c.replace("writ.yaml", "kinds:\n", "documents: {include: [\"policies/*.md\"]}\nkinds:\n")
		}
	case 22:
		c.write(path, c.read(path)+"\n<!-- writ:ignore WR601 until=2027-07-15 reason=\"so\" -->\n\n[gone](gone.md) and POL-099.\n")
	}
	c.done = append(c.done, fmt.Sprint(k, " ", path))
}

const mutations = 23

func (c *company) remove(path string) {
	if err := os.Remove(filepath.Join(c.dir, path)); err != nil {
		c.t.Fatal(err)
	}
	delete(c.docs, path)
}

// change makes the branch grow by a commit or by what isn't committed, or moves main on, or checks out a merge.
func (c *company) change() {
	c.mutate(c.rng.IntN(mutations))
	if c.rng.IntN(2) == 0 {
		c.mutate(c.rng.IntN(mutations))
	}
	if c.rng.IntN(4) == 0 {
		return
	}
	c.commit(c.message())
	switch c.rng.IntN(5) {
	case 0:
		c.git("tag", "-f", "-a", "v1", "-m", "v1\n\nApproved-by: Bo Lind <bo@example.com>\nApproved-Document: "+c.docs[c.any()])
	case 1:
		c.git("checkout", "-q", "--detach", "main")
		c.git("merge", "-q", "--no-ff", "-m", "Merge", "edit")
		c.git("branch", "-q", "-f", "edit")
		c.git("checkout", "-q", "edit")
		c.done = append(c.done, "merge checkout")
	}
}

// compared lints the change against main on a day, and judges all documents or those alone that it concerns.
func (c *company) compared(today day.Day, all bool) *lint.Result {
	c.t.Helper()
	repo, err := gitrepo.Open(c.dir, func(string) string { return "" })
	if err != nil {
		c.t.Fatal(err)
	}
	defer repo.Close()
	cfg, problems := config.Load([]byte(c.read("writ.yaml")), nil)
	if len(problems) > 0 {
		c.t.Fatal(problems)
	}
	both, err := proposal.Load(context.Background(), repo, proposal.Options{Ref: "main", Config: cfg, All: all, Referrers: rules.Referrers,
		Today: func(*config.Config) (day.Day, error) { return today, nil }})
	if err != nil {
		c.t.Fatal(err)
	}
	both.All = false
	result, err := lint.Compare(context.Background(), both, rules.All())
	if err != nil {
		c.t.Fatal(err)
	}
	return result
}

func printed(t *testing.T, result *lint.Result) string {
	t.Helper()
	print, _ := report.For("json")
	var out bytes.Buffer
	if err := print(&out, &report.Run{Result: result, Rules: rules.All()}, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.String() + fmt.Sprintf("%+v", result.Pending)
}
