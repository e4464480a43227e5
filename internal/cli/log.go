package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

func (a *app) logCommand() *cobra.Command {
	var format string
	var w when
	cmd := &cobra.Command{
		Use:   "log ID|PATH",
		Short: "Print the trail of a document: versions, approvals, reviews",
		Example: "writ log POL-001\n" +
			"writ log policies/access.md      # with or without an id\n" +
			"writ log POL-001 --format json\n" +
			"writ log roster                  # who may approve, and since when",
		Long: "log prints what history says of one document, newest first: its versions, the changes in each, who " +
			"wrote, " +
			"who approved with what grade of evidence, reviews, and the days on which its review was late. " +
			"A document is named by its id, or by the path of any tracked Markdown file; `writ log roster` prints " +
			"the trail of who " +
			"may approve, and how.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.log(cmd.Context(), args[0], format, w) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
	whenFlags(cmd, &w)
	return cmd
}

// logged is one document's trail, ready to print.
type logged struct {
	standing.Standing
	book     *trail.Book
	entry    *register.Entry   // as the working tree or HEAD has it; nil for none
	proposed bool              // entry is beyond the main line
	dirty    bool              // and isn't committed
	awaited  *standing.Awaited // what a committed proposal waits for once it is merged; else nil
	config   *config.Config
	sums     map[gitrepo.ID]document.Sum // of the files that its versions' contents are sidecars of
}

// readFiles reads the files of which the contents of the document's versions are sidecars.
func (l *logged) readFiles() error {
	l.sums = map[gitrepo.ID]document.Sum{}
	if l.Trail == nil {
		return nil
	}
	for _, v := range l.Trail.Versions {
		if v.Content == nil {
			continue
		}
		c := v.Content.Changes[len(v.Content.Changes)-1]
		if file := l.book.FileOf(c.Change); !file.IsZero() {
			data, err := l.book.Text(file)
			if err != nil {
				return err
			}
			l.sums[file] = sha256.Sum256(data)
		}
	}
	return nil
}

// fileOf names the file whose sidecar a change left the document; nil for none.
func (l *logged) fileOf(c *trail.Change) *besideJSON {
	blob := l.book.FileOf(c.Change)
	if blob.IsZero() {
		return nil
	}
	out := &besideJSON{Path: config.SidecarOf(c.Path), Blob: blob.String()}
	if sum, ok := l.sums[blob]; ok {
		out.SHA256 = orNull(hex.EncodeToString(sum[:]))
	}
	return out
}

// proposal returns the facts of the document as it is beyond the main line.
func (l *logged) proposal() *history.Facts {
	return history.FactsOf(l.entry.Document).At(l.config, l.entry.Path)
}

func (a *app) log(ctx context.Context, name, format string, w when) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, err := a.openAt(ctx, w)
	if err != nil {
		return err
	}
	defer p.close()
	book, missing, err := p.readBookAs(ctx, trail.Options{Lazy: true})
	if err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	if strings.EqualFold(name, config.RosterID) {
		proposed, err := p.proposedRoster(ctx)
		if err != nil {
			return err
		}
		return a.logRoster(book, proposed, format)
	}
	l, err := a.find(ctx, p, book, name)
	if err != nil {
		return err
	}
	if l.proposed && !l.dirty && p.asOf.IsZero() {
		if l.awaited, err = p.awaited(ctx, l.entry); err != nil {
			return err
		}
	}
	if err := l.readFiles(); err != nil {
		return err
	}
	if format == "text" {
		return l.printText(a.streams.Out)
	}
	return a.printJSON(l.contract())
}

// awaited says what approval a document of HEAD waits for, as if HEAD were merged.
func (p *project) awaited(ctx context.Context, e *register.Entry) (*standing.Awaited, error) {
	book, missing, err := p.readBookAs(ctx, trail.Options{Lazy: true, Proposal: &history.Proposal{}})
	if err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	t, err := book.Trail(book.DocumentOf(e.ID, e.Path))
	if err != nil {
		return nil, err
	}
	w := standing.AwaitedOf(book, t, book.Today)
	return &w, nil
}

// find looks a document up by id, by path relative to the current folder, or by path relative to the root. What
// is where its trail says is enough; only where that isn't the document, all documents are read.
func (a *app) find(ctx context.Context, p *project, book *trail.Book, name string) (*logged, error) {
	l := &logged{book: book, config: p.config}
	d, paths := book.Document(name), a.pathsOf(p, name)
	if d != nil {
		paths = nil // an id needs no file
	}
	for _, at := range paths {
		if d == nil {
			d = book.DocumentAt(at)
		}
	}
	t, err := book.Trail(d)
	if err != nil {
		return nil, err
	}
	view, err := l.findEntry(ctx, p, d, name, paths)
	if err == nil && l.entry != nil && (t == nil || paths != nil) {
		t, err = view.TrailOf(l.entry) // a file that was moved is the document that it was; with another id it is another
	}
	switch {
	case err != nil:
		return nil, err
	case t != nil:
		l.Standing, err = view.History(t)
	default:
		l.Standing, err = view.Document(l.entry)
	}
	if l.entry != nil {
		l.dirty = l.entry.Dirty
		l.proposed = book.Proposes(l.Trail, l.entry.Blob)
	}
	return l, err
}

// findEntry finds the document as the working tree has it, and returns the view in which it was found. A trail without
// an entry is fine: the document was removed.
func (l *logged) findEntry(ctx context.Context, p *project, d *history.Document, name string,
	paths []string) (standing.View, error) {
	view := standing.View{Config: p.config, Book: l.book, Today: l.book.Today}
	if d != nil && !d.Removed && p.repo.Root != "" && p.asOf.IsZero() {
		e, err := register.ReadOne(p.snapshot, p.config, d.Path)
		if err != nil {
			return view, err
		}
		if e != nil && strings.EqualFold(e.ID, d.ID) {
			l.entry = e
			return view, nil
		}
	}
	reg, err := p.readRegister(ctx)
	if err != nil {
		return view, err
	}
	view = standing.NewView(reg, l.book)
	if d != nil {
		l.entry = view.EntryOf(d)
	} else if same := reg.ByID(name); len(same) > 0 {
		l.entry = same[0]
	}
	for _, at := range paths {
		if e := reg.ByPath(at); e != nil && (l.entry == nil && d == nil || d != nil && view.InHistory(e) != d) {
			l.entry = e
			break
		}
	}
	if l.entry == nil && d == nil {
		return view, fmt.Errorf("no document has the id or path %q%s", name, nearestDocument(reg, name))
	}
	return view, nil
}

// pathsOf returns the paths that a name may mean: as seen from the current folder, and from the root.
func (a *app) pathsOf(p *project, name string) []string {
	out := []string{path.Clean(filepath.ToSlash(name))}
	if at, err := pathInside(a.dir, p.repo.Root, name); err == nil {
		out = append([]string{at}, out...)
	}
	return out
}

func nearestDocument(reg *register.Register, name string) string {
	var near []string
	for _, id := range reg.IDs() {
		if strings.Contains(id, strings.ToLower(name)) || strings.HasPrefix(id,
			strings.ToLower(name[:min(3, len(name))])) {
			near = append(near, reg.ByID(id)[0].ID)
		}
	}
	switch {
	case len(near) > 0:
		return "; near: " + strings.Join(near[:min(8, len(near))], ", ")
	case len(reg.Documents) == 0:
		return ""
	}
	return fmt.Sprintf("; `writ register` lists all %d", len(reg.Documents))
}
