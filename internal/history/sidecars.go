package history

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// A sidecar is the front matter of the file beside it (see config.SidecarOf), and both are one content: its blob is
// then the id of a gitrepo.Pair. So a blob that names the sidecar's text alone names other words. Whether a document
// is a sidecar follows from one commit's tree and from nothing else.

// filesOf returns the files that documents named in steps are sidecars of, where those are files at all.
func filesOf(steps []*gitrepo.Step) map[string]bool {
	files := map[string]bool{}
	for _, s := range steps {
		for _, s := range append([]*gitrepo.Step{s}, s.Side...) {
			for i := range s.Changes {
				if file := config.SidecarOf(s.Changes[i].Path); file != "" {
					files[file] = true
				}
			}
		}
	}
	return files
}

// readSidecars puts the pairs of sidecars and their files into the steps of the line. Those that an earlier run read
// have them already, save those of files that only newer steps name.
func (h *History) readSidecars(ctx context.Context) error {
	older, fresh := h.line.Steps[:len(h.line.Steps)-h.line.Fresh], h.line.Steps[len(h.line.Steps)-h.line.Fresh:]
	known, named := filesOf(older), filesOf(fresh)
	h.files = map[string]bool{}
	late := map[string]bool{}
	for file := range known {
		h.files[file] = true
	}
	for file := range named {
		h.files[file] = true
		if !known[file] {
			late[file] = true
		}
	}
	if err := h.join(ctx, fresh, h.files, h.files); err != nil {
		return err
	}
	h.rejoined = len(late) > 0 && len(older) > 0
	return h.join(ctx, older, late, late)
}

// join adds to steps and their side commits what they did to files, of which those to widen aren't in the steps yet,
// and puts the pairs in.
func (h *History) join(ctx context.Context, steps []*gitrepo.Step, files, widen map[string]bool) error {
	if len(widen) > 0 && len(steps) > 0 {
		if err := h.repo.Widen(ctx, steps, filterOf(widen)); err != nil {
			return err
		}
	}
	if len(files) == 0 {
		return nil
	}
	rd := h.repo.NewReader()
	for _, s := range steps {
		for _, s := range append([]*gitrepo.Step{s}, s.Side...) {
			if err := ctx.Err(); err != nil {
				return err
			}
			j := joining{h: h, files: files, now: inTree(rd, s.Tree)}
			if len(s.Parents) > 1 {
				for _, p := range s.Parents[1:] {
					j.others = append(j.others, inCommit(rd, p))
				}
			}
			if err := j.step(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// filterOf asks for some files.
func filterOf(files map[string]bool) gitrepo.Filter {
	folders := map[string]bool{}
	for file := range files {
		for i := strings.IndexByte(file, '/'); i >= 0; {
			folders[file[:i]] = true
			n := strings.IndexByte(file[i+1:], '/')
			if n < 0 {
				break
			}
			i += 1 + n
		}
	}
	return gitrepo.Filter{
		Match:   func(path []byte) bool { return files[string(path)] },
		Descend: func(dir []byte) bool { return folders[strings.TrimSuffix(string(dir), "/")] },
	}
}

// look returns what is at a path; mode 0 for nothing.
type look func(path string) (mode uint32, blob gitrepo.ID, err error)

func inCommit(rd *gitrepo.Reader, commit gitrepo.ID) look {
	return func(path string) (uint32, gitrepo.ID, error) { return rd.Lookup(commit, path) }
}

func inTree(rd *gitrepo.Reader, tree gitrepo.ID) look {
	return func(path string) (uint32, gitrepo.ID, error) {
		f, err := rd.Entry(tree, path)
		if err != nil || f.Path != path {
			return 0, gitrepo.ID{}, err
		}
		return f.Mode, f.Blob, nil
	}
}

// joining puts the pairs into one step.
type joining struct {
	h      *History
	files  map[string]bool // whose sidecars are joined with them
	now    look            // what there is where the step leaves it alone
	others []look          // what else the step was made from
}

func (j joining) step(s *gitrepo.Step) error {
	var sidecars []string
	for _, c := range s.Changes {
		switch {
		case j.files[c.Path]:
			sidecars = append(sidecars, c.Path+".md")
		case j.files[config.SidecarOf(c.Path)]:
			sidecars = append(sidecars, c.Path)
		}
	}
	if len(sidecars) == 0 {
		return nil
	}
	slices.Sort(sidecars)
	changes := slices.Clone(s.Changes)
	for _, path := range slices.Compact(sidecars) {
		text, i, changed, err := j.change(changes, path)
		if err != nil {
			return err
		}
		file, _, _, err := j.change(changes, config.SidecarOf(path))
		if err != nil {
			return err
		}
		joined := text
		joined.OldBlob = j.h.pair(text.OldMode, text.OldBlob, file.OldMode, file.OldBlob)
		joined.Blob = j.h.pair(text.Mode, text.Blob, file.Mode, file.Blob)
		if !changed && joined.OldBlob == joined.Blob || joined.OldMode == 0 && joined.Mode == 0 {
			continue
		}
		if joined.Own, err = j.own(path, joined); err != nil {
			return err
		}
		if changed {
			changes[i] = joined
		} else {
			changes = slices.Insert(changes, i, joined)
		}
	}
	s.Changes = changes
	return nil
}

// change returns what a step did to a path, and its place among all changes; of one that it left alone, that it did
// nothing.
func (j joining) change(all []gitrepo.Change, path string) (c gitrepo.Change, at int, changed bool, err error) {
	at, changed = slices.BinarySearchFunc(all, path, func(c gitrepo.Change, path string) int {
		return strings.Compare(c.Path, path)
	})
	if changed {
		return all[at], at, true, nil
	}
	mode, blob, err := j.now(path)
	return gitrepo.Change{Path: path, OldBlob: blob, Blob: blob, OldMode: mode, Mode: mode}, at, false, err
}

// own reports whether nothing else that the step was made from has its result.
func (j joining) own(path string, c gitrepo.Change) (bool, error) {
	for _, other := range j.others {
		mode, blob, err := j.h.joinedAt(other, path)
		if err != nil {
			return false, err
		}
		if mode == c.Mode && blob == c.Blob {
			return false, nil
		}
	}
	return true, nil
}

// pair returns the blob of a document beside a file: its own where either isn't a file with a content.
func (h *History) pair(textMode uint32, text gitrepo.ID, fileMode uint32, file gitrepo.ID) gitrepo.ID {
	p := gitrepo.Pair{Text: regular(textMode, text), File: regular(fileMode, file)}
	if p.Text.IsZero() || p.File.IsZero() {
		return text
	}
	return h.repo.Pair(p)
}

// joinedAt returns what is at a path, a sidecar joined with its file.
func (h *History) joinedAt(at look, path string) (uint32, gitrepo.ID, error) {
	mode, blob, err := at(path)
	file := config.SidecarOf(path)
	if err != nil || mode == 0 || file == "" {
		return mode, blob, err
	}
	fileMode, fileBlob, err := at(file)
	return mode, h.pair(mode, blob, fileMode, fileBlob), err
}

// Joined returns what a commit has at a path, as rd.Lookup does: of a sidecar the blob that names it and its file.
func (h *History) Joined(rd *gitrepo.Reader, commit gitrepo.ID, path string) (uint32, gitrepo.ID, error) {
	return h.joinedAt(inCommit(rd, commit), path)
}

// ReadFacts reads the facts of a blob, of a pair too. They aren't kept.
func (h *History) ReadFacts(rd *gitrepo.Reader, blob gitrepo.ID) (*Facts, error) {
	text, file, err := h.content(rd, blob)
	if err != nil {
		return nil, err
	}
	return ReadFactsBeside(text, h.cfg.Fields, file), nil
}

// content reads a blob, and of a pair the sum of its file.
func (h *History) content(rd *gitrepo.Reader, blob gitrepo.ID) (text []byte, file *document.Sum, err error) {
	if p, ok := h.repo.PairOf(blob); ok {
		if file, _, err = h.sum(rd, p.File); err != nil {
			return nil, nil, err
		}
	}
	text, err = h.Blob(rd, blob)
	return text, file, err
}

// ReadWords reads a document as a blob of it has it, with the file beside it.
func (h *History) ReadWords(path string, blob gitrepo.ID) (*document.Document, error) {
	text, file, err := h.content(h.repo.NewReader(), blob)
	if err != nil {
		return nil, err
	}
	d := document.Parse(path, text, h.cfg.Fields)
	if d.Beside = file; file != nil {
		p, _ := h.repo.PairOf(blob)
		d.Sheet = document.SheetOf(d, config.SidecarOf(path), func() ([]byte, error) { return h.Text(p.File) })
	}
	return d, nil
}

// sum reads a file for its SHA-256, and returns its size, too.
func (h *History) sum(rd *gitrepo.Reader, file gitrepo.ID) (*document.Sum, int, error) {
	data, err := h.Blob(rd, file)
	if err != nil {
		return nil, 0, err
	}
	sum := document.Sum(sha256.Sum256(data))
	return &sum, len(data), nil
}

// joinProposed puts the pairs into what a proposal brings, as its merge and as its commits. Files that only it gives a
// sidecar to are read in the line's steps, too: who wrote them is known then.
func (h *History) joinProposed(ctx context.Context, merge *gitrepo.Step, side []*gitrepo.Step) error {
	files, late := map[string]bool{}, map[string]bool{}
	for file := range h.files {
		files[file] = true
	}
	for file := range filesOf(append([]*gitrepo.Step{merge}, side...)) {
		if !files[file] {
			files[file], late[file] = true, true
		}
	}
	h.files = files
	if len(files) == 0 {
		return nil
	}
	if err := h.join(ctx, side, files, files); err != nil {
		return err
	}
	rd := h.repo.NewReader()
	j := joining{h: h, files: files, now: inCommit(rd, h.brought.Base)}
	for _, tip := range h.brought.Tips {
		j.others = append(j.others, inCommit(rd, tip))
	}
	if err := j.step(merge); err != nil || len(late) == 0 {
		return err
	}
	return h.readLate(ctx, late)
}

// readLate reads what the line did to files of which only a proposal has the sidecar.
func (h *History) readLate(ctx context.Context, files map[string]bool) error {
	steps := make([]*gitrepo.Step, len(h.Steps))
	for i, s := range h.Steps {
		steps[i] = &gitrepo.Step{Commit: s.Commit}
		for _, side := range s.Side {
			steps[i].Side = append(steps[i].Side, &gitrepo.Step{Commit: side.Commit})
		}
	}
	if err := h.repo.Widen(ctx, steps, filterOf(files)); err != nil {
		return err
	}
	for i, s := range steps {
		for _, c := range s.Changes {
			h.ids.addFile(i, s, c)
		}
	}
	return nil
}

// pairsOf returns the pairs that changes of steps name, each once.
func (h *History) pairsOf(steps []*gitrepo.Step) (pairs []gitrepo.Pair) {
	if len(h.files) == 0 {
		return nil
	}
	seen := map[gitrepo.ID]bool{}
	for _, s := range steps {
		for _, s := range append([]*gitrepo.Step{s}, s.Side...) {
			for _, c := range s.Changes {
				for _, id := range []gitrepo.ID{c.OldBlob, c.Blob} {
					if p, ok := h.repo.PairOf(id); ok && !seen[id] {
						seen[id] = true
						pairs = append(pairs, p)
					}
				}
			}
		}
	}
	return pairs
}

// FileOf returns the blob of the file whose sidecar a change made, or left, the document; the zero ID for none.
func (h *History) FileOf(c *Change) gitrepo.ID {
	p, _ := h.repo.PairOf(c.Blob)
	return p.File
}
