package trail

import (
	"regexp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
)

// collect gathers the evidence of approvals that one step brought, and hands it to the documents that it is about.
func (b *builder) collect(i int, s *gitrepo.Step) error {
	if err := b.fromTrailers(i, s, gitrepo.Trailers(s.Message), false); err != nil {
		return err
	}
	for _, block := range gitrepo.InnerBlocks(s.Message) {
		if err := b.fromTrailers(i, s, block, true); err != nil {
			return err
		}
	}
	for _, side := range s.Side {
		if err := b.fromTrailers(i, side, gitrepo.Trailers(side.Message), false); err != nil {
			return err
		}
	}
	if len(s.Parents) > 1 && i != b.book.Proposed {
		if err := b.fromForgeMerge(i, s); err != nil {
			return err
		}
	}
	for _, c := range append([]*gitrepo.Step{s}, s.Side...) {
		if c.MergeTag {
			if err := b.fromMergeTags(i, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxApprovers is how many approvers one block of trailers, one tag or one capture may name where it names more
// documents than that. It bounds what a message can cost.
const maxApprovers = 32

// tooMany says why approvals of one message aren't read; nothing where they are.
func tooMany(approvers, documents int) Why {
	if approvers <= maxApprovers || documents <= maxApprovers {
		return Why{}
	}
	return because(TooMany, approvers, documents, maxApprovers)
}

// approvalLines is what one block of trailers says of approvals.
type approvalLines struct {
	by       []gitrepo.Trailer
	ids      map[string]bool // documents that it is limited to, in lower case; empty for no limit
	versions map[string]bool
	blobs    []string
	digests  []string // of rosters
	seals    []seal
}

// seal is an Approved-Signature: its armor, and the id in the Approved-Document line above it, in lower case.
type seal struct {
	armor []byte
	id    string
}

// readApproval reads a block. What it says twice counts once.
func readApproval(block []gitrepo.Trailer) approvalLines {
	a := approvalLines{ids: map[string]bool{}, versions: map[string]bool{}}
	said := map[string]bool{}
	once := func(key, value string) bool {
		was := said[key+value]
		said[key+value] = true
		return !was
	}
	id := ""
	for _, t := range block {
		switch {
		case t.Is(KeyApprovedBy) && once(KeyApprovedBy, t.Value):
			a.by = append(a.by, t)
		case t.Is(KeyDocument):
			id = strings.ToLower(t.Value)
			a.ids[id] = true
		case t.Is(KeyVersion):
			a.versions[t.Value] = true
		case t.Is(KeyBlob) && once(KeyBlob, strings.ToLower(t.Value)):
			a.blobs = append(a.blobs, strings.ToLower(t.Value))
		case t.Is(KeyDigest):
			a.digests = append(a.digests, strings.ToLower(t.Value))
		case t.Is(KeySignature):
			a.seals = append(a.seals, seal{signature.Unfold(t.Value), id})
		}
	}
	return a
}

// about reports whether the lines leave a target in.
func (a approvalLines) about(to target) bool {
	return (len(a.ids) == 0 || a.ids[strings.ToLower(to.facts.ID)]) &&
		(len(a.versions) == 0 || to.facts.ID == config.RosterID || a.versions[to.facts.Version])
}

// fromTrailers reads the approvals that carrier (the main-line step i or one of its side commits) states in one
// block of trailers. In the middle of a message (inner) they count only with the blobs that they pin.
func (b *builder) fromTrailers(i int, carrier *gitrepo.Step, block []gitrepo.Trailer, inner bool) error {
	lines := readApproval(block)
	if len(lines.by) == 0 || inner && len(lines.blobs)+len(lines.digests) == 0 {
		return nil
	}
	targets := append(b.targets(i, carrier, lines.blobs, len(lines.seals) > 0 || len(lines.by) > maxApprovers),
		b.sealedTargets(i, lines)...)
	rosters, err := b.rosterTargets(i, carrier, lines)
	if err != nil {
		return err
	}
	targets = append(targets, rosters...)
	if inner {
		targets = slices.DeleteFunc(targets, func(to target) bool { return !to.merged(i) })
	}
	other := "" // a document whose blob the lines pin, and which they don't name
	targets = slices.DeleteFunc(targets, func(to target) bool {
		if lines.about(to) {
			return false
		}
		if len(lines.blobs) > 0 && !to.sealed {
			other = to.trail.ID
		}
		return true
	})
	if why := tooMany(len(lines.by), len(targets)); why.Code != "" {
		b.addOdd(Odd{Where: "commit " + carrier.ID.String()[:7], Commit: carrier.ID, Index: i, Why: why})
		return nil
	}
	if len(targets) == 0 {
		b.unmet(i, carrier, lines, other)
		return nil
	}
	seals := newSeals(lines.seals, targets, carrier.Committer.When)
	for _, t := range lines.by {
		for _, to := range targets {
			if !b.wants(to.trail) {
				continue
			}
			b.give(to, &Source{Kind: ByTrailer, Named: parseWho(t.Value), Line: t.Line, Commit: carrier.ID, Index: i,
				about:    carrier.ID,
				Recorder: who(carrier.Committer), author: who(carrier.Author), signed: carrier.Signed, seals: seals})
		}
	}
	return nil
}

// unmet keeps approval lines that are about nothing: a claim on the one document that they name beside a blob which
// isn't one in this clone, else what is odd. other is a document whose blob they pin and which they don't name.
func (b *builder) unmet(i int, carrier *gitrepo.Step, lines approvalLines, other string) {
	var named *Trail
	if len(lines.ids) == 1 && len(lines.blobs) == 1 && b.namedFacts(lines.blobs[0]) == nil {
		for id := range lines.ids {
			named = b.byID(id)
		}
	}
	for _, t := range lines.by {
		switch {
		case named != nil && b.wants(named):
			b.give(target{trail: named, facts: &Facts{ID: named.ID}}, &Source{Kind: ByTrailer, Named: parseWho(t.Value),
				Line: t.Line, Commit: carrier.ID, Index: i,
				about: carrier.ID, Recorder: who(carrier.Committer), author: who(carrier.Author),
				fault: because(BlobUnknown, lines.blobs[0])})
		case named != nil:
		case other != "":
			b.addOdd(Odd{Where: "commit " + carrier.ID.String()[:7], Commit: carrier.ID, Index: i, Document: other,
				Why: because(BesideOther, t.Line, other)})
		default:
			b.addUnused(Unused{Commit: carrier.ID, Index: i, Line: t.Line})
		}
	}
}

// target is a document and the content of it that some evidence pins.
type target struct {
	trail  *Trail
	facts  *Facts
	sealed bool // only a signature over these very words shows that they are meant

	followed []After // all that the document ever had before an approval; set with the signatures of a block
}

// sealedTargets returns what step i brought of the documents that the lines name, where a blob that the lines pin isn't
// in the clone any more: a squash dropped the commits that held it. The signature in the message reports whether these
// are the words.
func (b *builder) sealedTargets(i int, lines approvalLines) []target {
	if len(lines.seals) == 0 || len(lines.ids) == 0 || !slices.ContainsFunc(lines.blobs,
		func(hex string) bool { return b.namedFacts(hex) == nil }) {
		return nil
	}
	var out []target
	for _, t := range b.byStep().of(i) {
		if c := t.changeAt(i); c.Facts != nil && lines.ids[strings.ToLower(t.ID)] {
			out = append(out, target{trail: t, facts: c.Facts, sealed: true})
		}
	}
	return out
}

// counted returns the facts of a blob, wherever it stood, as they count for a document.
func (b *builder) counted(f *Facts, t *Trail) *Facts { return f.At(b.cfg, t.Path) }

// merged reports whether the content is the one that the main line held after step i: what the step brought, or what it
// left alone where only an approval was squashed.
func (to target) merged(i int) bool {
	c := to.trail.At(i)
	return c != nil && c.Facts != nil && c.Facts.Digest == to.facts.Digest
}

// targets returns what an approval in carrier is about: the blobs that it names, else what carrier changed. Documents
// that aren't due may be left out unless all of it is asked for.
func (b *builder) targets(i int, carrier *gitrepo.Step, blobs []string, whole bool) []target {
	var out []target
	if len(blobs) > 0 {
		for _, hex := range blobs {
			f := b.namedFacts(hex)
			if f == nil || f.ID == "" {
				continue
			}
			if t := b.byID(f.ID); t != nil {
				out = append(out, target{trail: t, facts: b.counted(f, t)})
			}
		}
		return out
	}
	if !whole && b.later.again(carrier) {
		return b.dueTargets(i, carrier)
	}
	b.changed(i, carrier, func(t *Trail, f *Facts) { out = append(out, target{trail: t, facts: f}) })
	return out
}

// changed calls visit for each document that carrier changed.
func (b *builder) changed(i int, carrier *gitrepo.Step, visit func(*Trail, *Facts)) {
	for k := range carrier.Changes {
		c := &carrier.Changes[k]
		f := b.book.FactsAt(c.Blob, c.Path)
		if f == nil || !isMarkdown(c.Path) {
			continue
		}
		if t := b.trailOf(f, c.Path, i); t != nil {
			visit(t, f)
		}
	}
}

// trailOf finds the document that a file of step i (or of one of its side commits) is.
func (b *builder) trailOf(f *Facts, path string, i int) *Trail {
	if f.ID != "" {
		return b.byID(f.ID)
	}
	for _, t := range b.byStep().of(i) {
		if c := t.changeAt(i); c != nil && (c.Path == path || c.OldPath == path) {
			return t
		}
	}
	return b.book.byPath[path]
}

// changeAt returns the change that step i made to the document; nil for none.
func (t *Trail) changeAt(i int) *Change {
	k, ok := slices.BinarySearchFunc(t.Changes, i, func(c *Change, i int) int { return c.Index - i })
	if !ok {
		return nil
	}
	return t.Changes[k]
}

// fromForgeMerge takes the person who merged at a forge as one who names himself as approver of what the merge brought.
// A merge that was made by hand is no decision: a pull makes one, too, and nobody can tell the two apart afterwards.
func (b *builder) fromForgeMerge(i int, s *gitrepo.Step) error {
	cfg, gitLab := b.rosters.stated(i).Config, gitLabMerge.MatchString(s.Message)
	atForge := cfg.IsForge(s.Committer.Name, s.Committer.Email) || gitLab
	if !atForge || cfg.IsForge(s.Author.Name, s.Author.Email) || b.mergesMain(s) {
		return nil
	}
	p := s.Author
	rosters, err := b.rosterTargets(i, s, approvalLines{})
	if err != nil {
		return err
	}
	for _, to := range append(b.targets(i, s, nil, false), rosters...) {
		if !b.wants(to.trail) {
			continue
		}
		b.give(to, &Source{Kind: ByMerge, Named: who(p), Line: "merged by " + p.Name + " <" + p.Email + ">",
			Commit: s.ID, Index: i,
			about: s.ID, Recorder: who(s.Committer), author: who(p), atGitLab: gitLab})
	}
	return nil
}

// gitLabMerge is the line by which GitLab names the merge request in the message of its merge, whose committer is the
// person who merged.
var gitLabMerge = regexp.MustCompile(`(?m)^See merge request \S*!\d+$`)

// mainMerged finds the name of the branch in the messages that git and forges write when they merge one into another.
var mainMerged = regexp.MustCompile(`^Merge (?:remote-tracking )?branch '([^']+)'`)

// mergesMain reports whether a merge took the main branch into another one, which then became the main branch: a pull,
// or a forge's button that updates a branch.
func (b *builder) mergesMain(s *gitrepo.Step) bool {
	m := mainMerged.FindStringSubmatch(s.Message)
	if m == nil {
		return false
	}
	main := strings.TrimPrefix(strings.TrimPrefix(b.book.Main.Ref, "refs/heads/"), "refs/remotes/origin/")
	return strings.TrimPrefix(m[1], "origin/") == strings.TrimPrefix(main, "origin/")
}

func (b *builder) give(to target, s *Source) {
	if !s.Loose {
		s.Day, s.below = b.book.Days[s.Index], s.Index
		if date := b.book.ahead(s.Index); date != day.None && s.fault.Code == "" {
			s.fault = because(InFuture, date)
		}
	}
	s.Pinned, s.pinnedRaw, s.sealOnly = to.facts.Digest, to.facts, to.sealed
	if s.seals != nil {
		s.followed = to.followed
	}
	to.trail.evidence = append(to.trail.evidence, &Evidence{Source: s, Verdict: Verdict{By: s.Named, Grade: Named}})
}

func who(p gitrepo.Person) Who { return Who{p.Name, p.Email} }

// parseWho reads "Name <mail>"; without an address the whole value is the name.
func parseWho(s string) Who {
	name, rest, ok := strings.Cut(s, "<")
	if !ok {
		return Who{Name: strings.TrimSpace(s)}
	}
	mail, _, _ := strings.Cut(rest, ">")
	return Who{strings.TrimSpace(name), strings.TrimSpace(mail)}
}
