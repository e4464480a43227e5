package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/lint"
)

var _ lint.Scratch = (*Repo)(nil)

// Input is the copy as it was before anything was seeded.
func (r *Repo) Input() *lint.Input { return r.input }

// Read returns the file at path, relative to the root, as it is now.
func (r *Repo) Read(path string) ([]byte, error) {
	if err := local(path); err != nil {
		return nil, err
	}
	var data []byte
	err := r.inside(func(root *os.Root) (err error) {
		data, err = root.ReadFile(filepath.FromSlash(path))
		return err
	})
	return data, err
}

// Write puts a file into the working tree, or replaces it. Below .git it changes the copy's own Git folder, which
// no commit takes up.
func (r *Repo) Write(path string, content []byte) error {
	if err := local(path); err != nil {
		return err
	}
	mode := uint32(gitrepo.ModeFile)
	if r.files[path].mode == gitrepo.ModeExec {
		mode = gitrepo.ModeExec
	}
	if err := r.put(filepath.FromSlash(path), content, permOf(mode)); err != nil || strings.HasPrefix(path, ".git/") {
		return err
	}
	id, err := r.object("blob", content)
	if err != nil {
		return err
	}
	r.files[path] = file{mode, id}
	return nil
}

// Remove deletes a file of the working tree. One that isn't there is an error.
func (r *Repo) Remove(path string) error {
	if err := local(path); err != nil {
		return err
	}
	if _, there := r.files[path]; !there {
		return fmt.Errorf("removing %s from a scratch copy: %w", path, fs.ErrNotExist)
	}
	delete(r.files, path)
	return r.inside(func(root *os.Root) error { return root.Remove(filepath.FromSlash(path)) })
}

func local(path string) error {
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return fmt.Errorf("%s lies outside the scratch copy", path)
	}
	return nil
}

// Tip is the main branch's newest commit; the zero ID while nothing is committed.
func (r *Repo) Tip() gitrepo.ID { return r.tip }

// Commit commits the whole working tree to the main branch on a day, at noon in the company's zone, or right after
// the tip where that is later. A day before the tip's is an error.
func (r *Repo) Commit(on day.Day, by lint.Author, message string) error {
	var parents []gitrepo.ID
	if !r.tip.IsZero() {
		parents = append(parents, r.tip)
	}
	return r.CommitOn(parents, on, by, message)
}

// CommitOn commits the whole working tree on certain parents, as Commit does on the tip, and moves the main branch
// there.
func (r *Repo) CommitOn(parents []gitrepo.ID, on day.Day, by lint.Author, message string) error {
	at, err := r.clock(on, parents)
	if err != nil {
		return err
	}
	tree, err := r.tree("")
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %[1]s\n\n%s\n", stamp(by, at), strings.TrimRight(message, "\n"))
	if r.tip, err = r.object("commit", []byte(b.String())); err != nil {
		return err
	}
	return errors.Join(r.moveBranch(), r.writeIndex())
}

// Tag puts an annotated tag on the tip, on a day that isn't before the tip's.
func (r *Repo) Tag(name string, on day.Day, by lint.Author, message string) error {
	if r.tip.IsZero() {
		return errors.New("there is no commit to tag")
	}
	at, err := r.clock(on, []gitrepo.ID{r.tip})
	if err != nil {
		return err
	}
	id, err := r.object("tag", fmt.Appendf(nil, "object %s\ntype commit\ntag %s\ntagger %s\n\n%s\n", r.tip, name,
		stamp(by, at), strings.TrimRight(message, "\n")))
	if err != nil {
		return err
	}
	return r.put(filepath.Join(".git", "refs", "tags", filepath.FromSlash(name)), []byte(id.String()+"\n"), 0o666)
}

// stamp is a person and a time as Git writes them.
func stamp(by lint.Author, at time.Time) string {
	return fmt.Sprintf("%s <%s> %d %s", by.Name, by.Email, at.Unix(), at.Format("-0700"))
}

// clock returns the time on a day of what follows certain commits.
func (r *Repo) clock(on day.Day, after []gitrepo.ID) (time.Time, error) {
	zone := r.input.Config.Organization.Timezone
	y, m, d := on.Time().Date()
	at := time.Date(y, m, d, 12, 0, 0, 0, zone)
	if len(after) == 0 {
		return at, nil
	}
	repo, err := gitrepo.Open(r.Dir, func(string) string { return "" })
	if err != nil {
		return at, err
	}
	defer repo.Close()
	for _, id := range after {
		c, err := repo.NewReader().Commit(id)
		if err != nil {
			return at, err
		}
		last := c.Committer.When.In(zone)
		if day.In(last, zone) > on {
			return at, fmt.Errorf("a commit on %s can't follow one of %s", on, day.In(last, zone))
		}
		if !last.Before(at) {
			at = last.Add(time.Second)
		}
	}
	return at, nil
}
