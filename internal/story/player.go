package story

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// player holds a history in memory while the story is told. Nothing is on disk until writeTo.
type player struct {
	story    *Story
	today    day.Day // that tokens count from
	progress func(done, total int)
	done     int
	objects  objects
	branches map[string]*commit
	tags     map[string]tag
	branch   string // the current one; absent in branches while it is unborn
	area     *area
	latest   map[string]time.Time // the latest commit of each UTC day
	written  int                  // line of the first write since the last commit, 0 for none
	loose    bool                 // after `git: worktree`
	result   Result
}

// tag is a tag's object (the commit itself when it is lightweight) and its commit.
type tag struct {
	id     plumbing.Hash
	commit *commit
}

const mainBranch = "main"

func newPlayer(s *Story, opt Options) *player {
	p := &player{
		story: s, today: s.today(opt), progress: opt.Progress, branch: mainBranch,
		objects:  objects{known: map[plumbing.Hash]bool{}},
		branches: map[string]*commit{}, tags: map[string]tag{}, latest: map[string]time.Time{},
		area: newArea(nil),
	}
	p.result.Today = p.today
	return p
}

// headFiles returns the files of the current commit.
func (p *player) headFiles() files {
	if c := p.branches[p.branch]; c != nil {
		return c.files
	}
	return nil
}

// play does one step.
func (p *player) play(st step) error {
	p.tick()
	switch st.verb {
	case "person":
		return nil
	case "today":
		p.result.Today = st.day
		return nil
	case "base":
		p.result.Base = st.names[0]
		if p.resolve(st.names[0]) == nil {
			return faultf(st.line, "git: base: no branch or tag %q up to here", st.names[0])
		}
		return nil
	case "commit", "merge", "tag", "branch", "switch":
		if p.loose {
			return faultf(st.line, "git: %s can't follow git: worktree", st.verb)
		}
		return p.playRef(st)
	case "worktree":
		if p.written != 0 {
			return faultf(p.written, "written and not committed before git: worktree at line %d", st.line)
		}
		p.loose = true
		return nil
	}
	if p.written == 0 {
		p.written = st.line
	}
	return p.playWrite(st)
}

// end closes the story.
func (p *player) end() error {
	if p.written != 0 && !p.loose {
		return faultf(p.written, "written and never committed; add git: commit after it, or git: worktree before it")
	}
	p.result.Branch = p.branch
	if c := p.branches[p.branch]; c != nil {
		p.result.Head = c.id.String()
	}
	return nil
}

func (p *player) tick() {
	if p.progress != nil {
		p.done++
		p.progress(p.done, len(p.story.sections)+2)
	}
}

// playRef does the steps that make commits or move between them.
func (p *player) playRef(st step) error {
	head := p.branches[p.branch]
	switch st.verb {
	case "commit":
		return p.commit(st, nil)
	case "merge":
		return p.merge(st, head)
	case "tag":
		return p.tag(st, head)
	case "branch":
		if head == nil {
			return faultf(st.line, "git: branch %s: there is no commit to branch from", st.names[0])
		}
		if err := p.checkNew(st.line, st.names[0]); err != nil {
			return err
		}
		p.branch = st.names[0]
		p.branches[p.branch] = head
		return nil
	}
	to := p.branches[st.names[0]]
	if to == nil {
		return faultf(st.line, "git: switch: no branch %q; git: branch creates one", st.names[0])
	}
	if p.written != 0 {
		return faultf(st.line, "git: switch %s: what line %d wrote isn't committed", st.names[0], p.written)
	}
	p.branch, p.area = st.names[0], newArea(to.files)
	return nil
}

// checkNew refuses a branch whose ref can't be a file beside that of another one, on any system.
func (p *player) checkNew(line int, name string) error {
	for b := range p.branches {
		x, y := strings.ToLower(b)+"/", strings.ToLower(name)+"/"
		if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
			return faultf(line, "git: branch %s: the branch %q is in the way", name, b)
		}
	}
	return nil
}

// resolve returns the commit of a branch or tag, nil when there is none. HEAD is the current commit.
func (p *player) resolve(ref string) *commit {
	if ref == "HEAD" {
		return p.branches[p.branch]
	}
	if c := p.branches[ref]; c != nil {
		return c
	}
	return p.tags[ref].commit
}

// commit commits the work area on top of HEAD and the other parents.
func (p *player) commit(st step, others []*commit) error {
	message, err := p.expand(st.line, st.message)
	if err != nil {
		return err
	}
	at, err := p.clock(st.line, st.sig.when)
	if err != nil {
		return err
	}
	authored := at
	if st.sig.authored != nil {
		if authored = st.sig.authored.at; !st.sig.authored.hasTime {
			authored = authored.Add(firstHour)
		}
	}
	c := &commit{files: maps.Clone(p.area.files)}
	if head := p.branches[p.branch]; head != nil {
		c.parents = append(c.parents, head)
	}
	c.parents = append(c.parents, others...)
	tree := p.objects.addTree(c.files)
	c.id, err = p.objects.addCommit(tree, c.parents, stamp(st.sig.author, authored), stamp(st.sig.committer, at),
		st.sig.signer, message)
	if err != nil {
		return faultf(st.line, "%v", err)
	}
	p.branches[p.branch] = c
	p.written = 0
	subject, _, _ := strings.Cut(message, "\n")
	p.note(st, subject, c)
	return nil
}

func (p *player) note(st step, subject string, c *commit) {
	p.result.Steps = append(p.result.Steps, Step{Line: st.line, Verb: st.verb, Subject: subject, Commit: c.id.String()})
}

// firstHour is the time of a day's first commit that names none.
const firstHour = 10 * time.Hour

// clock gives the commit its time and remembers the latest of each day.
func (p *player) clock(line int, m moment) (time.Time, error) {
	key := m.at.UTC().Format(time.DateOnly)
	at := m.at
	if !m.hasTime {
		at = at.Add(firstHour)
		if last, there := p.latest[key]; there && !last.Before(at) {
			at = last.Truncate(time.Minute).Add(time.Minute).UTC()
		}
		if at.Format(time.DateOnly) != key {
			return at, faultf(line, "%s has a commit in its last minute; give this one a time", key)
		}
	}
	if at.After(p.latest[key]) {
		p.latest[key] = at
	}
	return at, nil
}

func (p *player) merge(st step, head *commit) error {
	if head == nil {
		return faultf(st.line, "git: merge: %s has no commit yet", p.branch)
	}
	settled := map[string]bool{}
	for _, path := range changed(head.files, p.area.files) {
		settled[path] = true
	}
	merged := p.area.files
	parents := []*commit{head}
	for _, name := range st.names {
		other := p.resolve(name)
		if other == nil {
			return faultf(st.line, "git: merge: no branch or tag %q", name)
		}
		sofar := ancestors(slices.Clone(parents)...)
		if sofar[other] {
			return faultf(st.line, "git: merge: %s has nothing that %s lacks", name, p.branch)
		}
		var conflicts []string
		if merged, conflicts = merge(merged, mergeBases(sofar, other), other, settled); len(conflicts) > 0 {
			return faultf(st.line, "git: merge %s: both sides changed %s; write it before the merge to say what "+
				"it becomes",
				name, strings.Join(conflicts, ", "))
		}
		parents = append(parents, other)
	}
	p.area = newArea(nil)
	for _, path := range slices.Sorted(maps.Keys(merged)) {
		if err := p.area.put(st.line, path, merged[path]); err != nil {
			return err
		}
	}
	if st.message == "" {
		st.message = mergeMessage(st.names)
	}
	return p.commit(st, parents[1:])
}

func (p *player) tag(st step, head *commit) error {
	name := st.names[0]
	if head == nil || p.tags[name].commit != nil {
		return faultf(st.line, "git: tag %s: there is no commit yet, or the tag exists", name)
	}
	t := tag{id: head.id, commit: head}
	if st.sig.author.name != "" {
		message, err := p.expand(st.line, st.message)
		if err != nil {
			return err
		}
		at, err := p.clock(st.line, st.sig.when)
		if err != nil {
			return err
		}
		t.id, err = p.objects.addTag(name, head.id, stamp(st.sig.committer, at), st.sig.signer, message)
		if err != nil {
			return faultf(st.line, "%v", err)
		}
	}
	p.tags[name] = t
	p.note(st, name, head)
	return nil
}

var late = lazyregexp.New(`\{\{(blob|commit|key) ([^{}]+)\}\}`)

// expand replaces {{blob PATH}} and {{commit REF}}, which only the history knows, and {{key PERSON}}.
func (p *player) expand(line int, text string) (string, error) {
	var err error
	text = late.ReplaceAllStringFunc(text, func(t string) string {
		m := late.FindStringSubmatch(t)
		switch m[1] {
		case "blob":
			if e, there := p.area.files[m[2]]; there {
				return e.id.String()
			}
		case "commit":
			if c := p.resolve(m[2]); c != nil {
				return c.id.String()
			}
		case "key":
			if who, there := p.story.people[m[2]]; there {
				if line, fault := who.keyLine(); fault == nil {
					return line
				}
			}
		}
		err = faultf(line, "%s: there is no such thing at this point", t)
		return t
	})
	return text, err
}
