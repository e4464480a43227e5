package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

// writing is a repository that a command is about to write to, on a branch, with everything in order for a commit.
type writing struct {
	*project
	app     *app
	git     *gitwrite.Git
	who     gitwrite.Person
	signing gitwrite.Signing
	when    time.Time          // the commit's date: the stated one, or now
	made    day.Day            // its day
	reg     *register.Register // of HEAD
}

// openWriting opens the repository of the current folder and refuses where no commit could be made, or where what it
// would be worth can't be judged. sign asks for a signature whatever the configuration says.
func (a *app) openWriting(ctx context.Context, sign bool) (*writing, error) {
	w, err := a.openForGit(ctx, sign, true)
	if err != nil {
		return nil, err
	}
	if w.reg, err = register.Read(ctx, snapshot.Commit(w.repo, w.head.Commit), w.config,
		register.Options{Kept: w.repo}); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// openForNotes is openWriting for notes, which stand on no branch: a detached HEAD, as CI has it, is fine. The
// register isn't read.
func (a *app) openForNotes(ctx context.Context, sign bool) (*writing, error) {
	return a.openForGit(ctx, sign, false)
}

func (a *app) openForGit(ctx context.Context, sign, onBranch bool) (*writing, error) {
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return nil, err
	}
	w := &writing{project: p, app: a, git: &gitwrite.Git{Dir: p.repo.Root, Env: gitEnv(a.environ, p.repo),
		Err: a.streams.Err}}
	if err = w.ready(onBranch); err == nil {
		err = w.ask(ctx, sign)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return w, nil
}

// gitEnv is the environment for git, which runs at the root: where GIT_DIR chose the repository, it and GIT_WORK_TREE
// may be relative to the folder that writ was called from.
func gitEnv(environ []string, repo *gitrepo.Repo) []string {
	chosen := slices.ContainsFunc(environ, func(kv string) bool {
		return strings.HasPrefix(kv, "GIT_DIR=") &&
			kv != "GIT_DIR="
	})
	if !chosen || repo.Root == "" {
		return environ
	}
	return append(slices.Clone(environ), "GIT_DIR="+repo.GitDir, "GIT_WORK_TREE="+repo.Root)
}

// ready refuses a repository in which nothing can be written, or no commit on a branch.
func (w *writing) ready(onBranch bool) error {
	switch what, fix := gitwrite.InProgress(w.repo.GitDir); {
	case w.repo.Root == "":
		return fmt.Errorf("%s is a bare repository, in which nothing can be committed; run this in a clone of it",
			w.repo.GitDir)
	case what != "" && onBranch:
		return fmt.Errorf("%s is in progress; finish it first with %s", what, fix)
	case w.head.Detached && onBranch:
		return fmt.Errorf("HEAD is detached (at %s), so a commit would be on no branch; switch to one with `git "+
			"switch BRANCH`", short(w.head.Commit))
	case w.head.Unborn:
		return fmt.Errorf("the branch %s has no commit yet; commit the documents first", branchName(w.head.Ref))
	case w.repo.History != nil:
		return w.repo.History
	}
	return nil
}

// ask asks git who the user is and how they sign.
func (w *writing) ask(ctx context.Context, sign bool) (err error) {
	if w.who, err = w.git.Identity(ctx); err != nil {
		return err
	}
	w.when, w.made = w.app.clock(), w.today
	if stated := w.app.getenv("GIT_COMMITTER_DATE"); stated != "" {
		w.when, w.made = w.who.When, day.In(w.who.When, w.zone)
		if w.made > w.today {
			return fmt.Errorf("GIT_COMMITTER_DATE is %s, which is after today (%s): what a commit brings that is "+
				"dated so doesn't count; correct it", stated, w.today)
		}
	}
	w.signing, err = w.git.Signing(ctx, sign)
	return err
}

func branchName(ref string) string {
	return strings.TrimPrefix(strings.TrimPrefix(ref, "refs/heads/"), "refs/remotes/")
}

// document finds what HEAD holds under an id or a path, as a document whose words can be approved or reviewed.
func (w *writing) document(ctx context.Context, name string) (*register.Entry, error) {
	found := w.reg.ByID(name)
	for _, at := range w.app.pathsOf(w.project, name) {
		if e := w.reg.ByPath(at); e != nil && len(found) == 0 {
			found = []*register.Entry{e}
		}
	}
	switch {
	case len(found) == 0:
		return nil, w.unknown(ctx, name)
	case len(found) > 1:
		return nil, fmt.Errorf("%s and %s both claim the id %s; give one of them an id of its own", found[0].Path,
			found[1].Path, found[0].ID)
	}
	e := found[0]
	switch {
	case e.Link != "":
		return nil, fmt.Errorf("%s is a symbolic link: it has no words of its own", e.Path)
	case !e.Front.Readable():
		return nil, fmt.Errorf("%s: its front matter can't be read: %s", e.Path, frontFault(e))
	case e.ID == "":
		return nil, fmt.Errorf("%s has no id, so that nothing could name it; add `id:` to its front matter", e.Path)
	}
	return e, nil
}

func frontFault(e *register.Entry) string {
	if len(e.Front.Faults) == 0 {
		return "there is none"
	}
	return e.Front.Faults[0].Message
}

// unknown tells why HEAD has no such document: it is new, or the name is wrong.
func (w *writing) unknown(ctx context.Context, name string) error {
	tree, err := w.readRegister(ctx)
	if err != nil {
		return err
	}
	if here := tree.ByID(name); len(here) > 0 {
		return fmt.Errorf("%s isn't committed yet (%s); commit it first", here[0].ID, here[0].Path)
	}
	return fmt.Errorf("no document has the id or path %q%s", name, nearestDocument(w.reg, name))
}

// clean refuses documents whose file differs from what HEAD holds.
func (w *writing) clean(ctx context.Context, entries ...*register.Entry) error {
	var paths []string
	for _, e := range entries {
		paths = append(paths, e.Path)
		if e.File != nil {
			paths = append(paths, e.File.Path)
		}
	}
	return w.committed(ctx, paths...)
}

// committed refuses files that are changed and not committed.
func (w *writing) committed(ctx context.Context, paths ...string) error {
	changed, err := w.git.Changed(ctx, paths...)
	if err != nil || len(changed) == 0 {
		return err
	}
	return fmt.Errorf("%s: changed and not committed, so it isn't clear which words are meant; commit or stash it "+
		"first (`git diff HEAD -- %s` shows the change)",
		strings.Join(changed, ", "), changed[0])
}

// foresee judges history as if HEAD, with a commit of the message on top, were on the main line already.
func (w *writing) foresee(ctx context.Context, message string) (*trail.Book, error) {
	return w.foreseeFiles(ctx, message, nil)
}

// foreseeFiles is foresee where that commit changes files.
func (w *writing) foreseeFiles(ctx context.Context, message string, files snapshot.Snapshot) (*trail.Book, error) {
	by := gitrepo.Person{Name: w.who.Name, Email: w.who.Email, When: w.when}
	p := &history.Proposal{}
	if message != "" {
		p.Next = &history.NextCommit{By: by, Message: message, Files: files}
	}
	return trail.Build(ctx, w.repo, trail.Options{Config: w.config, Today: w.today, Proposal: p})
}

// reread opens the repository anew, after a commit, and judges it as if HEAD were on the main line.
func (w *writing) reread(ctx context.Context) (*trail.Book, error) {
	p, err := w.app.openProject(w.app.dir, "")
	if err != nil {
		return nil, err
	}
	defer p.close()
	after := *w
	after.project = p
	return after.foresee(ctx, "")
}

// onMain reports whether what is committed here is on the main line at once.
func (w *writing) onMain(b *trail.Book) bool { return b.Main.Ref == w.head.Ref }

// onceMerged says when what was written counts, for the end of a sentence.
func (w *writing) onceMerged(b *trail.Book) string {
	if w.onMain(b) {
		return ""
	}
	return ", once it is merged into " + branchName(b.Main.Ref)
}

// trailOf returns the trail of a document with the words of HEAD as its newest; an error says why it can't be.
func (w *writing) trailOf(b *trail.Book, e *register.Entry) (*trail.Trail, error) {
	view := standing.NewView(w.reg, b)
	t, err := view.TrailOf(e)
	if err != nil {
		return nil, err
	}
	if t == nil || t.Path != e.Path || len(t.Contents) == 0 {
		return nil, fmt.Errorf("%s: the main line knows another file under the id %s; writ log %s shows it",
			e.Path, e.ID, e.ID)
	}
	if h := b.Holder(t.Document); h != t.Document {
		return nil, fmt.Errorf("%s: its id %s is that of %s; give it an id of its own", e.Path, e.ID, h.Path)
	}
	if last := t.Contents[len(t.Contents)-1]; last.Digest != view.Facts(e).Digest {
		return nil, fmt.Errorf("%s: the main line %s has newer words than this branch; merge or rebase first, and "+
			"read those", e.ID, b.Main.Ref)
	}
	return t, nil
}

// problems collects why several documents can't be written, so that all of it is reported at once.
type problems []string

func (p *problems) add(err error) { *p = append(*p, err.Error()) }

func (p problems) err() error {
	switch len(p) {
	case 0:
		return nil
	case 1:
		return errors.New(p[0])
	}
	slices.Sort(p)
	return fmt.Errorf("nothing was written:\n  %s", strings.Join(slices.Compact(p), "\n  "))
}

// visibleLines is report.Visible of each line.
func visibleLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = report.Visible(l)
	}
	return strings.Join(lines, "\n")
}

// showMessage prints a message that will be written, indented, with every control character visible.
func showMessage(out io.Writer, message string) {
	for _, l := range strings.Split(strings.TrimRight(message, "\n"), "\n") {
		if l = report.Visible(l); l != "" {
			l = "    " + l
		}
		fmt.Fprintln(out, l)
	}
	fmt.Fprintln(out)
}
