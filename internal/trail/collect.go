package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// collect gathers the evidence of approvals that one step brought, and hands it to the documents that it is about.
func (j *judge) collect(i int, s *gitrepo.Step) error {
	if err := j.fromTrailers(i, s, gitrepo.Trailers(s.Message), false); err != nil {
		return err
	}
	for _, block := range gitrepo.InnerBlocks(s.Message) {
		if err := j.fromTrailers(i, s, block, true); err != nil {
			return err
		}
	}
	for _, side := range s.Side {
		if err := j.fromTrailers(i, side, gitrepo.Trailers(side.Message), false); err != nil {
			return err
		}
	}
	if len(s.Parents) > 1 && i != j.Proposed {
		if err := j.fromForgeMerge(i, s); err != nil {
			return err
		}
	}
	for _, c := range append([]*gitrepo.Step{s}, s.Side...) {
		if c.MergeTag {
			if err := j.fromMergeTags(i, c); err != nil {
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
func (j *judge) fromTrailers(i int, carrier *gitrepo.Step, block []gitrepo.Trailer, inner bool) error {
	lines := readApproval(block)
	if len(lines.by) == 0 || inner && len(lines.blobs)+len(lines.digests) == 0 {
		return nil
	}
	targets := append(j.targets(i, carrier, lines.blobs, len(lines.seals) > 0 || len(lines.by) > maxApprovers),
		j.sealedTargets(i, lines)...)
	rosters, err := j.rosterTargets(i, carrier, lines)
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
			other = to.doc.ID
		}
		return true
	})
	if why := tooMany(len(lines.by), len(targets)); why.Code != "" {
		j.addOdd(Odd{Where: "commit " + carrier.ID.String()[:7], Commit: carrier.ID, Index: i, Why: why})
		return nil
	}
	if len(targets) == 0 {
		j.unmet(i, carrier, lines, other)
		return nil
	}
	seals := newSeals(lines.seals, targets, carrier.Committer.When)
	for _, t := range lines.by {
		for _, to := range targets {
			if !j.wants(to.doc) {
				continue
			}
			j.give(to, &Source{Kind: ByTrailer, Named: history.ParseWho(t.Value), Line: t.Line, Commit: carrier.ID,
				Index: i, about: carrier.ID, Recorder: history.WhoOf(carrier.Committer),
				author: history.WhoOf(carrier.Author), signed: carrier.Signed, seals: seals})
		}
	}
	return nil
}

// unmet keeps approval lines that are about nothing: a claim on the one document that they name beside a blob which
// isn't one in this clone, else what is odd. other is a document whose blob they pin and which they don't name.
func (j *judge) unmet(i int, carrier *gitrepo.Step, lines approvalLines, other string) {
	var named *history.Document
	if len(lines.ids) == 1 && len(lines.blobs) == 1 && j.FactsNamed(lines.blobs[0]) == nil {
		for id := range lines.ids {
			named = j.byID(id)
		}
	}
	for _, t := range lines.by {
		switch {
		case named != nil && j.wants(named):
			j.give(target{doc: named, facts: &history.Facts{ID: named.ID}},
				&Source{Kind: ByTrailer, Named: history.ParseWho(t.Value), Line: t.Line, Commit: carrier.ID, Index: i,
					about: carrier.ID, Recorder: history.WhoOf(carrier.Committer),
					author: history.WhoOf(carrier.Author), fault: because(BlobUnknown, lines.blobs[0])})
		case named != nil:
		case other != "":
			j.addOdd(Odd{Where: "commit " + carrier.ID.String()[:7], Commit: carrier.ID, Index: i, Document: other,
				Why: because(BesideOther, t.Line, other)})
		default:
			j.addUnused(Unused{Commit: carrier.ID, Index: i, Line: t.Line})
		}
	}
}

// target is a document and the content of it that some evidence pins.
type target struct {
	doc    *history.Document
	facts  *history.Facts
	sealed bool // only a signature over these very words shows that they are meant

	followed []After // all that the document ever had before an approval; set with the signatures of a block
}

// sealedTargets returns what step i brought of the documents that the lines name, where a blob that the lines pin
// isn't in the clone any more: a squash dropped the commits that held it. The signature in the message reports whether
// these are the words.
func (j *judge) sealedTargets(i int, lines approvalLines) []target {
	if len(lines.seals) == 0 || len(lines.ids) == 0 || !slices.ContainsFunc(lines.blobs,
		func(hex string) bool { return j.FactsNamed(hex) == nil }) {
		return nil
	}
	var out []target
	for _, d := range j.ChangedBy(i) {
		if c := d.ChangeAt(i); c.Facts != nil && lines.ids[strings.ToLower(d.ID)] {
			out = append(out, target{doc: d, facts: c.Facts, sealed: true})
		}
	}
	return out
}

// counted returns the facts of a blob, wherever it was, as they count for a document.
func (j *judge) counted(f *history.Facts, d *history.Document) *history.Facts {
	return f.At(j.cfg, d.Path)
}

// merged reports whether the content is the one that the main line held after step i: what the step brought, or what
// it left alone where only an approval was squashed.
func (to target) merged(i int) bool {
	c := to.doc.At(i)
	return c != nil && c.Facts != nil && c.Facts.Digest == to.facts.Digest
}

// targets returns what an approval in carrier is about: the blobs that it names, else what carrier changed. Documents
// that aren't due may be left out unless all of it is asked for.
func (j *judge) targets(i int, carrier *gitrepo.Step, blobs []string, whole bool) []target {
	var out []target
	if len(blobs) > 0 {
		for _, hex := range blobs {
			f := j.FactsNamed(hex)
			if f == nil || f.ID == "" {
				continue
			}
			if d := j.byID(f.ID); d != nil {
				out = append(out, target{doc: d, facts: j.counted(f, d)})
			}
		}
		return out
	}
	if !whole && j.later.again(carrier) {
		return j.dueTargets(i, carrier)
	}
	j.EachChanged(i, carrier, func(d *history.Document, f *history.Facts) {
		out = append(out, target{doc: d, facts: f})
	})
	return out
}

// fromForgeMerge takes the person who merged at a forge as one who names himself as approver of what the merge
// brought. A merge that was made by hand is no decision: a pull makes one, too, and nobody can tell the two apart
// afterwards.
func (j *judge) fromForgeMerge(i int, s *gitrepo.Step) error {
	cfg, gitLab := j.rosters.stated(i).Config, gitLabMerge.MatchString(s.Message)
	atForge := cfg.IsForge(s.Committer.Name, s.Committer.Email) || gitLab
	if !atForge || cfg.IsForge(s.Author.Name, s.Author.Email) || j.mergesMain(s) {
		return nil
	}
	p := s.Author
	rosters, err := j.rosterTargets(i, s, approvalLines{})
	if err != nil {
		return err
	}
	for _, to := range append(j.targets(i, s, nil, false), rosters...) {
		if !j.wants(to.doc) {
			continue
		}
		j.give(to, &Source{Kind: ByMerge, Named: history.WhoOf(p), Line: "merged by " + p.Name + " <" + p.Email + ">",
			Commit: s.ID, Index: i,
			about: s.ID, Recorder: history.WhoOf(s.Committer), author: history.WhoOf(p), atGitLab: gitLab})
	}
	return nil
}

// gitLabMerge is the line by which GitLab names the merge request in the message of its merge, whose committer is the
// person who merged.
var gitLabMerge = lazyregexp.New(`(?m)^See merge request \S*!\d+$`)

// mainMerged finds the name of the branch in the messages that git and forges write when they merge one into another.
var mainMerged = lazyregexp.New(`^Merge (?:remote-tracking )?branch '([^']+)'`)

// mergesMain reports whether a merge took the main branch into another one, which then became the main branch: a pull,
// or a forge's button that updates a branch.
func (j *judge) mergesMain(s *gitrepo.Step) bool {
	m := mainMerged.FindStringSubmatch(s.Message)
	if m == nil {
		return false
	}
	main := strings.TrimPrefix(strings.TrimPrefix(j.Main.Ref, "refs/heads/"), "refs/remotes/origin/")
	return strings.TrimPrefix(m[1], "origin/") == strings.TrimPrefix(main, "origin/")
}

func (j *judge) give(to target, s *Source) {
	if !s.Loose {
		s.Day, s.below = j.Days[s.Index], s.Index
		if date := j.DateAhead(s.Index); date != day.None && s.fault.Code == "" {
			s.fault = because(InFuture, date)
		}
	}
	s.Pinned, s.pinnedRaw, s.sealOnly = to.facts.Digest, to.facts, to.sealed
	if s.seals != nil {
		s.followed = to.followed
	}
	t := j.trail(to.doc)
	t.evidence = append(t.evidence, &Evidence{Source: s, Verdict: Verdict{By: s.Named, Grade: Named}})
}
