package site

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/publication"
	"github.com/writ-docs/writ/sitegen"
)

// preview says of what generations are made.
type preview struct {
	open     func(context.Context) (*cli.Project, error)
	audience string // "" for everybody

	// patience is the largest number of documents of which pages wait for what the linter finds. With more of them a page
	// comes at once, and what is found a moment later.
	patience int
}

// patient is the patience of writ serve.
const patient = 500

// generation is the site of the working tree as it was at one moment.
type generation struct {
	preview
	src     *cli.Published
	content *publication.Publication
	site    *sitegen.Live
	checked bool // what the linter finds in src is part of it

	watched   watched
	seen      stamps // of watched, from before the files were read
	settings  watched
	configure stamps // of settings

	project *cli.Project
	history *sharedHistory // of the project, or of one before
}

// sharedHistory is what generations have in common that only differ in the files of the working tree.
type sharedHistory struct {
	of    *cli.Project // which read it; it is closed when nobody uses it
	users int
}

// close ends the use of the repository. One generation is closed at a time.
func (g *generation) close() {
	if g.project != g.history.of {
		g.project.Close()
	}
	if g.history.users--; g.history.users == 0 {
		g.history.of.Close()
	}
}

// generate reads the working tree as it is now. The history is that of the generation before, where only documents
// were written since; nil for none.
func (v preview) generate(ctx context.Context, before *generation) (*generation, error) {
	p, err := v.open(ctx)
	if err != nil {
		return nil, err
	}
	g := &generation{preview: v, project: p, history: &sharedHistory{of: p}}
	if before.configured() {
		same, err := p.Reuse(before.project)
		if err != nil {
			p.Close()
			return nil, err
		}
		if same {
			g.history = before.history
		}
	}
	g.history.users++
	if err := g.fill(ctx); err != nil {
		g.close()
		return nil, err
	}
	return g, nil
}

// configured reports whether the files that configure the documents are those of a generation, which may be nil.
func (g *generation) configured() bool {
	return g != nil && len(g.settings.stamps().since(g.configure)) == 0
}

// fill works the site out.
func (g *generation) fill(ctx context.Context) (err error) {
	began := time.Now()
	if g.src, err = g.project.Previewed(ctx); err != nil {
		return err
	}
	g.watched, g.settings = watchedBy(g.src), settings(g.src)
	g.seen, g.configure = g.watched.stamps(), g.settings.stamps()
	g.seen.forget(began)
	var found *cli.Published
	var group errgroup.Group
	if g.checked = len(g.src.Register.Documents) <= g.patience; g.checked {
		group.Go(func() (err error) {
			found, err = g.project.Check(ctx, g.src)
			return err
		})
	}
	g.content, err = contents(ctx, g.src, g.audience, true)
	if err := cmp.Or(group.Wait(), err); err != nil {
		return err
	}
	if g.checked {
		g.src = found
		g.content.Remark(remarks(found), exceptions(found.SetAside))
	}
	g.site, err = sitegen.NewLive(g.content.Site())
	return err
}

// edited returns the paths of the documents that were written, of names that changed; ok is false where something else
// did.
func (g *generation) edited(names []string) (paths []string, ok bool) {
	if g.content.Limited() {
		return nil, false // what an audience reads is for the words to say
	}
	for _, name := range names {
		path, err := filepath.Rel(g.src.Repo.Root, name)
		if err != nil || g.src.Register.ByPath(filepath.ToSlash(path)) == nil {
			return nil, false
		}
		paths = append(paths, filepath.ToSlash(path))
	}
	return paths, true
}

// words are other words of documents, that are still to be shown.
type words struct {
	src     *cli.Published
	checked bool
	paths   []string
}

// reread reads documents that were written, and has them checked where pages wait for that; ok is false where
// everything has to be read.
func (g *generation) reread(ctx context.Context, paths []string) (w words, ok bool, err error) {
	if w.src, ok, err = g.project.Again(ctx, g.src, paths); !ok || err != nil {
		return w, false, err
	}
	w.paths = paths
	if w.checked = len(w.src.Register.Documents) <= g.patience; w.checked {
		w.src, err = g.project.Check(ctx, w.src)
	}
	return w, true, err
}

// show shows other words of documents; ok is false where everything has to be read. Nobody uses the generation
// meanwhile.
func (g *generation) show(w words) (ok bool, err error) {
	if err := g.content.Again(w.src.Register, w.src.Preview, w.paths); err != nil {
		return false, err
	}
	if w.checked {
		if err := g.finish(w.src); err != nil {
			return false, err
		}
	}
	site, ok, err := g.site.Again(g.content.Site(), w.paths)
	if !ok || err != nil {
		return false, err
	}
	g.src, g.site, g.checked = w.src, site, w.checked
	return true, nil
}

// finish has the content say what the linter found, and what is told of all documents together.
func (g *generation) finish(checked *cli.Published) error {
	g.content.Remark(remarks(checked), exceptions(checked.SetAside))
	return g.content.Together()
}

// settled returns the site with what the linter found in the words that it shows; nil where it says nothing new.
func (g *generation) settled(checked *cli.Published) (*sitegen.Live, error) {
	was := g.content.Site()
	remarks := make([][]sitegen.Remark, len(was.Documents))
	for i := range remarks {
		remarks[i] = was.Documents[i].Remarks
	}
	if err := g.finish(checked); err != nil {
		return nil, err
	}
	now := g.content.Site()
	news := !reflect.DeepEqual(was.Exceptions, now.Exceptions) || !reflect.DeepEqual(was.Records, now.Records) ||
		!slices.Equal(was.Notes, now.Notes)
	for i := range remarks {
		news = news || !slices.Equal(remarks[i], now.Documents[i].Remarks)
	}
	if !news {
		return nil, nil
	}
	site, ok, err := g.site.Again(now, nil)
	if err == nil && !ok {
		err = errors.New("the pages of the site have other addresses than before")
	}
	return site, err
}
