package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/redline"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

func (a *app) diffCommand() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff [ID|PATH [A..B]]",
		Short: "Show what is different between two versions of a document",
		Example: "writ diff POL-001                # the version in force and the newest words\n" +
			"writ diff POL-001 1.0..1.1       # two versions\n" +
			"writ diff POL-001 v2.0..         # a version and the newest words\n" +
			"writ diff POL-001 HEAD~3..main   # as two commits hold it\n" +
			"writ diff --base main --format markdown",
		Long: "diff compares two versions of a document as people read them: sections, sentences and words, tables by " +
			"row and cell, and what moved as moved. Layout of the Markdown makes no difference.\n\n" +
			"A and B are each a version, approved or not, or a commit, branch or tag. A left out is what is in force, " +
			"B left out the newest words, committed or not. A version's words are those that were approved, or else " +
			"its last ones.\n\n" +
			"With --base, every document that differs from the commit where HEAD left that branch is compared with it: " +
			"what a request changes. With an ID only that document is.",
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.diff(cmd.Context(), args, f) },
	}
	cmd.Flags().StringVar(&f.base, "base", "", "compare all documents with where HEAD left this `REF`")
	cmd.Flags().StringVar(&f.format, "format", "text", "output `FORMAT`: text, json, markdown")
	return cmd
}

type diffFlags struct{ base, format string }

// compared is one document in two versions.
type compared struct {
	id, title string
	old, new  diffSide
	older     string // a name for an older version, for advice
	redline   *redline.Redline
}

// diffSide is one of the two versions. A document that isn't there has no entry, and all words of the other are its.
type diffSide struct {
	entry  *register.Entry
	commit gitrepo.ID // zero for what isn't committed
	say    string     // what it is, for people
}

func (a *app) diff(ctx context.Context, args []string, f diffFlags) error {
	if f.format != "text" && f.format != "json" && f.format != "markdown" {
		return fmt.Errorf("--format %q is unknown; there are: text, json, markdown", f.format)
	}
	switch {
	case f.base == "" && len(args) == 0:
		return errors.New("`writ diff` takes the id or path of a document, or --base REF for all that a branch changes")
	case f.base != "" && len(args) == 2:
		return fmt.Errorf("--base %s says already what is compared; leave out %q", f.base, args[1])
	}
	p, err := a.openAt(ctx, when{})
	if err != nil {
		return err
	}
	defer p.close()
	var all []*compared
	if f.base != "" {
		all, err = a.diffBase(ctx, p, f.base, args)
	} else {
		var c *compared
		if c, err = a.diffOne(ctx, p, args); err == nil {
			all = []*compared{c}
		}
	}
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.redline, err = redlineOf(c.old.entry, c.new.entry); err != nil {
			return err
		}
	}
	switch f.format {
	case "json":
		return a.printJSON(diffContract(p, all))
	case "markdown":
		return writeDiffMarkdown(a.streams.Out, all)
	}
	return a.writeDiffText(all, f)
}

// redlineOf compares two entries; nil is a document without words.
func redlineOf(a, b *register.Entry) (*redline.Redline, error) {
	switch {
	case a == nil:
		return redline.Documents(document.Parse(b.Path, nil, nil), b.Document)
	case b == nil:
		return redline.Documents(a.Document, document.Parse(a.Path, nil, nil))
	}
	return redline.Documents(a.Document, b.Document)
}

// diffOne compares two versions of one document.
func (a *app) diffOne(ctx context.Context, p *project, args []string) (*compared, error) {
	book, missing, err := p.readBookAs(ctx, trail.Options{Lazy: true})
	if err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	l, err := a.find(ctx, p, book, args[0])
	if err != nil {
		return nil, err
	}
	v := &versionFinder{ctx: ctx, project: p, logged: l}
	from, to := "", ""
	if len(args) == 2 {
		var twice bool
		if from, to, twice = strings.Cut(args[1], ".."); twice && strings.Contains(to, "..") {
			return nil, fmt.Errorf("%q isn't A..B: name two versions or commits, with two dots between them", args[1])
		}
		to = strings.TrimPrefix(to, ".")
	}
	c := &compared{id: l.Key(), title: l.Title, older: v.example()}
	if c.new, err = v.find(to, v.newest); err != nil {
		return nil, err
	}
	c.old, err = v.find(from, v.inForce)
	return c, err
}

// versionFinder finds versions of one document.
type versionFinder struct {
	*project
	*logged
	ctx context.Context
}

// find finds a version by its number, or as a commit holds it; without a name, what otherwise returns.
func (v *versionFinder) find(name string, otherwise func() (diffSide, error)) (diffSide, error) {
	if name == "" {
		return otherwise()
	}
	if s, ok, err := v.version(strings.TrimPrefix(strings.TrimPrefix(name, "v"), "V")); ok || err != nil {
		return s, err
	}
	if s, ok, err := v.version(name); ok || err != nil {
		return s, err
	}
	commit, err := v.repo.Resolve(name)
	if err != nil {
		return diffSide{}, fmt.Errorf("%s has no version %q, and no commit has that name; %s", v.Key(), name, v.versions())
	}
	return v.at(commit, name)
}

// versions lists the versions that there are.
func (v *versionFinder) versions() string {
	var names []string
	if v.Trail != nil {
		for _, x := range v.Trail.Versions {
			if x.Number != "" && (len(names) == 0 || names[len(names)-1] != x.Number) {
				names = append(names, x.Number)
			}
		}
	}
	if v.proposed && v.entry != nil && v.entry.Front.Text("version") != "" {
		names = append(names, v.entry.Front.Text("version"))
	}
	if len(names) == 0 {
		return "history has no version of it"
	}
	return "its versions are " + strings.Join(names, ", ")
}

// version finds the newest words of a version that were approved, else its last ones. What isn't on the main line is a
// version, too.
func (v *versionFinder) version(number string) (s diffSide, found bool, err error) {
	if v.proposed && v.entry != nil && v.entry.Front.Text("version") == number {
		s, err = v.newest()
		return s, true, err
	}
	if v.Trail == nil {
		return s, false, nil
	}
	for i := len(v.Trail.Versions) - 1; i >= 0; i-- {
		if x := v.Trail.Versions[i]; x.Number == number && x.Content != nil {
			s, err = v.of(x.Content)
			return s, true, err
		}
	}
	return s, false, nil
}

// of is the side of words on the main line.
func (v *versionFinder) of(c *trail.Content) (diffSide, error) {
	change := c.Changes[len(c.Changes)-1]
	e, err := register.ReadOne(snapshot.Commit(v.repo, change.Step.ID), v.logged.config, change.Path)
	if err != nil {
		return diffSide{}, refused(v.repo, err)
	}
	if e == nil {
		return diffSide{}, fmt.Errorf("%s can't be read in commit %s", change.Path, short(change.Step.ID))
	}
	return diffSide{e, change.Step.ID, v.say(c)}, nil
}

// say says of words on the main line what they are.
func (v *versionFinder) say(c *trail.Content) string {
	is := "version " + c.Version.Number
	if c.Version.Number == "" {
		is = "words without a version"
	}
	switch {
	case v.Kind.Record:
	case c.Approval == nil:
		is += ", not approved"
	case c.Since == 0:
		is += ", approved"
	case c.Until == 0:
		is += ", in force since " + c.Since.String()
	case !c.Valid().Empty():
		is += ", in force from " + c.Since.String() + " to " + c.Until.String()
	default:
		is += ", approved, never in force"
	}
	return is
}

// inForce is what counts now.
func (v *versionFinder) inForce() (diffSide, error) {
	if v.Content == nil || v.Trail == nil || v.Change == nil {
		return diffSide{}, fmt.Errorf("nothing of %s is in force; say with what the newest words are compared, such as "+
			"`writ diff %s %s..`; %s", v.Key(), v.Key(), v.example(), v.versions())
	}
	return v.of(v.Content)
}

// example is a version for a message.
func (v *versionFinder) example() string {
	if v.Trail != nil && len(v.Trail.Versions) > 0 && v.Trail.Versions[0].Number != "" {
		return v.Trail.Versions[0].Number
	}
	return "HEAD~1"
}

// newest is what the working tree holds, or the last words of a document that was removed.
func (v *versionFinder) newest() (diffSide, error) {
	switch {
	case v.entry == nil && v.Trail != nil && len(v.Trail.Contents) > 0:
		return v.of(v.Trail.Contents[len(v.Trail.Contents)-1])
	case v.entry == nil:
		return diffSide{}, fmt.Errorf("%s has no words that can be read", v.Key())
	}
	if !v.proposed && v.Trail != nil && len(v.Trail.Contents) > 0 {
		return v.of(v.Trail.Contents[len(v.Trail.Contents)-1])
	}
	s := diffSide{entry: v.entry, say: "words without a version"}
	if number := v.entry.Front.Text("version"); number != "" {
		s.say = "version " + number
	}
	if v.dirty || v.entry.Untracked {
		s.say += ", not committed"
	} else {
		s.say += ", not on the main line"
		s.commit = v.head.Commit
	}
	return s, nil
}

// at is the document as a commit holds it: under any path that it had, or by its id.
func (v *versionFinder) at(commit gitrepo.ID, name string) (diffSide, error) {
	snap := snapshot.Commit(v.repo, commit)
	var paths []string
	if v.entry != nil {
		paths = append(paths, v.entry.Path)
	}
	if v.Trail != nil {
		for i := len(v.Trail.Changes) - 1; i >= 0; i-- {
			paths = append(paths, v.Trail.Changes[i].Path)
		}
	}
	side := func(e *register.Entry) diffSide {
		say := "commit " + name
		if !strings.HasPrefix(commit.String(), strings.ToLower(name)) {
			say += " (" + short(commit) + ")"
		}
		if number := e.Front.Text("version"); number != "" {
			say += ", version " + number
		}
		return diffSide{e, commit, say}
	}
	tried := map[string]bool{}
	for _, at := range paths {
		if tried[at] {
			continue
		}
		tried[at] = true
		e, err := register.ReadOne(snap, v.logged.config, at)
		if err != nil {
			return diffSide{}, refused(v.repo, err)
		}
		if e != nil && strings.EqualFold(e.ID, v.ID) {
			return side(e), nil
		}
	}
	if v.ID != "" {
		reg, err := register.Read(v.ctx, snap, v.logged.config, register.Options{Kept: v.repo, Past: true})
		if err != nil {
			return diffSide{}, refused(v.repo, err)
		}
		if same := reg.ByID(v.ID); len(same) > 0 {
			return side(same[0]), nil
		}
	}
	return diffSide{}, fmt.Errorf("the commit %s (%s) doesn't have %s; %s", report.Visible(name), short(commit), v.Key(),
		v.versions())
}

// diffBase compares all documents with where HEAD left a branch, or only one of them.
func (a *app) diffBase(ctx context.Context, p *project, ref string, only []string) ([]*compared, error) {
	base, err := p.repo.FindBase(ref, func(tip gitrepo.ID) (gitrepo.Main, error) { return history.MainAt(p.repo, tip) })
	if err != nil {
		return nil, fmt.Errorf("--base %s: %w", ref, err)
	}
	before, err := register.Read(ctx, snapshot.Commit(p.repo, base.Commit), p.config,
		register.Options{Kept: p.repo, Past: true})
	if err != nil {
		return nil, refused(p.repo, err)
	}
	now, err := p.readRegister(ctx)
	if err != nil {
		return nil, err
	}
	all := changedDocuments(before, now)
	for _, c := range all {
		c.old.commit, c.old.say = base.Commit, "at "+ref
		if c.new.say = "now"; c.new.entry != nil && !c.new.entry.Dirty && !c.new.entry.Untracked {
			c.new.commit = p.head.Commit
		}
		c.old.version()
		c.new.version()
	}
	if len(only) == 0 {
		return all, nil
	}
	return a.onlyDocument(p, all, before, now, only[0])
}

// version says which version the words state, and that there are none.
func (s *diffSide) version() {
	switch {
	case s.entry == nil:
		s.say, s.commit = "not there "+s.say, gitrepo.ID{}
	case s.entry.Front.Text("version") != "":
		s.say = "version " + s.entry.Front.Text("version") + " " + s.say
	}
}

// onlyDocument keeps of changed documents the one with an id or a path, which must be there on either side.
func (a *app) onlyDocument(p *project, all []*compared, before, now *register.Register,
	name string) ([]*compared, error) {
	paths := a.pathsOf(p, name)
	is := func(e *register.Entry) bool {
		if e == nil {
			return false
		}
		for _, at := range paths {
			if e.Path == at {
				return true
			}
		}
		return strings.EqualFold(e.ID, name)
	}
	for _, c := range all {
		if is(c.old.entry) || is(c.new.entry) {
			return []*compared{c}, nil
		}
	}
	for _, reg := range []*register.Register{now, before} {
		for _, e := range reg.Documents {
			if is(e) {
				return nil, nil
			}
		}
	}
	return nil, fmt.Errorf("no document has the id or path %q%s", name, nearestDocument(now, name))
}

// changedDocuments pairs the documents of two registers by id, else by path, and returns those that differ: in the
// order of the paths now, and behind them what is gone.
func changedDocuments(before, now *register.Register) []*compared {
	var out []*compared
	known := map[*register.Entry]bool{}
	for _, e := range now.Documents {
		old := before.ByPath(e.Path)
		if e.ID != "" {
			if same := before.ByID(e.ID); len(same) > 0 {
				old = same[0]
			} else if old != nil && old.ID != "" && now.ByID(old.ID) != nil {
				old = nil
			}
		}
		if old != nil && known[old] {
			old = nil
		}
		if old != nil {
			known[old] = true
			if old.Blob == e.Blob && old.Link == e.Link && old.Path == e.Path {
				continue
			}
		}
		out = append(out, &compared{id: e.Key(), title: titleOf(e), old: diffSide{entry: old}, new: diffSide{entry: e}})
	}
	for _, e := range before.Documents {
		if !known[e] {
			out = append(out, &compared{id: e.Key(), title: titleOf(e), old: diffSide{entry: e}})
		}
	}
	return out
}

// summary says in a line what changed.
func (c *compared) summary(words redline.Words) string {
	switch {
	case c.old.entry == nil:
		return "A new document."
	case c.new.entry == nil:
		return "The document is gone."
	}
	return words.Summary(c.redline) + "."
}

// titleOf is what a document calls itself.
func titleOf(e *register.Entry) string {
	if title := e.Front.Text("title"); title != "" {
		return title
	}
	for _, h := range e.Headings() {
		if h.Text != "" {
			return h.Text
		}
	}
	return e.Path
}
