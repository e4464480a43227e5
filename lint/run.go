package lint

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// Input is everything that rules may read. It is never changed during a run.
type Input struct {
	Config   *config.Config
	Register *register.Register
	Book     *trail.Book      // nil where history can't be read
	Missing  *gitrepo.Refusal // why Book is nil
	Today    day.Day
	Baseline *Baseline // nil where there is none
	Proposal *Proposal // the pull request that is judged; nil on a full run
	Past     bool      // the register is that of an older commit than HEAD: nothing in it can be fixed any more

	rules  []*Rule // of the run
	known  []*Rule // where the run has only a part of the rules: all of them
	named  bool    // findings are told by all names that their documents had: see carry
	stated bool    // severities are as the configuration states them, approved or not
	few    bool    // only some documents are judged: what no longer occurs elsewhere can't be told
	memo   *memo   // of the run: see Share
	lines  lines   // of the run
}

// View is what the run reads, for questions about what documents are.
func (in *Input) View() standing.View {
	return standing.View{Config: in.Config, Register: in.Register, Book: in.Book, Today: in.Today}
}

// Rules returns all rules that there are, also those that another part of the run sees to. The caller must not change
// the list.
func (in *Input) Rules() []*Rule {
	if in.known != nil {
		return in.known
	}
	return in.rules
}

// Skipped says that a rule did not run.
type Skipped struct{ Rule, Why string }

// Result is what a run found.
type Result struct {
	Findings   []Finding // sorted by path, place and rule
	Suppressed []Finding // those that somebody accepted, in the same order
	Skipped    []Skipped
	Notes      []string  // what rules didn't ask of some documents, each once, sorted
	Pending    []Pending // of a pull request: approvals that count once it is merged
}

// All returns the findings that nobody accepted and those that somebody did, sorted together.
func (r *Result) All() []Finding {
	if len(r.Suppressed) == 0 {
		return r.Findings
	}
	all := slices.Concat(r.Findings, r.Suppressed)
	slices.SortStableFunc(all, compare)
	return all
}

// Count returns how many open findings have the severity.
func (r *Result) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Pass is one call of a rule.
type Pass struct {
	*Input
	Rule *Rule
	Doc  *register.Entry // for rules of scope Document

	found []Found
	note  string // what it didn't ask of Doc, and why
	err   error  // why the rule could not do its work
}

// Note says what the rule didn't ask of p.Doc, as the end of a sentence that begins with the documents. The report
// says it once for all of them.
func (p *Pass) Note(what string) { p.note = what }

// Report adds a finding.
func (p *Pass) Report(f Found) {
	if f.Doc == nil && f.Path == "" {
		f.Doc = p.Doc
	}
	p.found = append(p.found, f)
}

// find calls the rule's Find.
func (p *Pass) find() { p.err = p.Rule.failed(p.Rule.Find(p)) }

// failed names the rule in the error that kept it from its work; nil stays nil.
func (r *Rule) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("rule %s (%s) could not do its work: %w", r.ID, r.Name, err)
}

// Run runs rules over the input. The same input gives the same result, in the same order. A rule that could not do its
// work is an error that names it: there is no result without that rule.
func Run(ctx context.Context, in *Input, rules []*Rule) (*Result, error) {
	result := &Result{}
	run := *in
	run.rules, run.memo = rules, &memo{}
	run.lines = lines{}
	in = &run
	var single, whole []*Rule
	for _, r := range rules {
		switch why := in.skips(r); {
		case why != "":
			result.Skipped = append(result.Skipped, Skipped{r.ID, why})
		case in.silent(r), r.Find == nil:
		case r.Scope == Document:
			single = append(single, r)
		default:
			whole = append(whole, r)
		}
	}
	for _, c := range in.Config.Rules.Custom {
		result.Skipped = append(result.Skipped, Skipped{c.ID, "this version doesn't run rules of `rules.custom` in " +
			config.File})
	}
	passes := in.all(ctx, single, whole)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, k := range in.memo.kept {
		k.Keep()
	}
	passes, err := in.gathered(passes)
	if err != nil {
		return nil, err
	}
	var all []keyed
	result.Notes = notesOf(passes)
	for _, p := range passes {
		found, err := in.findings(p)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	result.Findings = in.fingerprinted(all)
	if err := in.settle(result); err != nil {
		return nil, err
	}
	return result, nil
}

// keyed is a finding with what its fingerprint is made of.
type keyed struct {
	Finding
	doc         *register.Entry // nil where it is about none
	key, anchor string
	ordinal     int // among those that are alike
}

// fingerprinted sorts findings and numbers those that are alike in the order of their places.
func (in *Input) fingerprinted(all []keyed) []Finding {
	slices.SortStableFunc(all, func(a, b keyed) int { return compare(a.Finding, b.Finding) })
	out := make([]Finding, len(all))
	seen := map[[3]string]int{}
	for i := range all {
		f := &all[i]
		alike := [3]string{f.Rule.ID, strings.ToLower(f.key), f.anchor}
		f.ordinal = seen[alike]
		f.Fingerprint = fingerprint(f.Rule.ID, f.key, f.anchor, f.ordinal)
		seen[alike]++
		out[i] = f.Finding
	}
	in.carry(all, out)
	return out
}

// skips tells why a rule can't run; "" when it can.
func (in *Input) skips(r *Rule) string {
	switch {
	case r.Ground&NeedsHistory != 0 && in.Book == nil && in.Missing != nil:
		return in.Missing.Error()
	case r.Ground&NeedsHistory != 0 && in.Book == nil:
		return "the history wasn't read"
	case r.Ground&NeedsRoster != 0 && !in.Config.HasRoster():
		return "no people and roles are configured: `people:` and `roles:` in writ.yaml say who may approve"
	case r.Ground&NeedsTopManagement != 0 && in.managed() && in.Config.Roles[schema.TopManagement] == nil:
		return "writ.yaml doesn't say who top management is: add `roles: {" + schema.TopManagement +
			": {title: Top management, any_of: [ROLE]}}` with the roles that are"
	}
	return ""
}

// managed reports whether the documents are those of a management system: they say what they answer, or are minutes of
// its reviews. Other repositories aren't told of top management.
func (in *Input) managed() bool {
	return len(in.Config.Coverage.Standards) > 0 || slices.ContainsFunc(in.Register.Documents,
		func(e *register.Entry) bool {
			_, answers := e.Front.Field("satisfies")
			return answers || in.Config.IsKind(e.Kind, "management-review")
		})
}

// silent reports whether a rule is off everywhere, or has nothing to look at.
func (in *Input) silent(r *Rule) bool {
	counting := in.counting(r)
	if r.Ground&NeedsTopManagement != 0 && !in.managed() {
		return true
	}
	return r.Ground&NeedsProposal != 0 && in.Proposal == nil || len(in.Config.Rules.Overrides) == 0 &&
		(counting == nil || len(counting.Rules.Overrides) == 0) && in.severity(r, "") == Off
}

// severity is the configured one for a path. A rule that can't be suppressed keeps its own, and one about versions and
// approvals has at least that which the newest roster states that counts: nobody silences it alone.
func (in *Input) severity(r *Rule, path string) Severity {
	if !r.Suppressible {
		return r.Severity
	}
	stated := Severity(in.Config.Severity(r.ID, path, string(r.Severity)))
	if counting := in.counting(r); counting != nil {
		if approved := Severity(counting.Severity(r.ID, path, string(r.Severity))); !stated.AtLeast(approved) {
			return approved
		}
	}
	return stated
}

// counting returns the configuration that counts for how much a rule about versions and approvals weighs at least;
// nil for another rule, where there is no roster, and where it is asked what a configuration says.
func (in *Input) counting(r *Rule) *config.Config {
	if in.Book == nil || in.stated || !config.OfApprovals(r.ID) {
		return nil
	}
	return in.Book.ConfigCounting()
}

// all runs the rules that look at one document, documents in parallel, and beside them those that look at everything.
// The passes are in a fixed order.
func (in *Input) all(ctx context.Context, single, whole []*Rule) []*Pass {
	docs := in.Register.Documents
	found, passes := make([][]*Pass, len(docs)), make([]*Pass, len(whole))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range whole {
		passes[i] = &Pass{Input: in, Rule: r}
		group.Go(func() error {
			if ctx.Err() == nil {
				passes[i].find()
			}
			return nil
		})
	}
	for i, e := range docs {
		group.Go(func() error {
			if ctx.Err() == nil {
				found[i] = in.document(e, single)
			}
			return nil
		})
	}
	_ = group.Wait() // a rule's error is in its pass
	return append(slices.Concat(found...), passes...)
}

// document runs the rules of scope Document over one, and returns the passes that found something or failed.
func (in *Input) document(e *register.Entry, rules []*Rule) []*Pass {
	var found []*Pass
	p := &Pass{Input: in, Doc: e}
	for _, r := range rules {
		p.Rule = r
		if p.find(); len(p.found) > 0 || p.note != "" || p.err != nil {
			found = append(found, p)
			p = &Pass{Input: in, Doc: e}
		}
	}
	return found
}

// notesOf puts the notes of passes together: one for all documents of which rules say the same.
func notesOf(passes []*Pass) []string {
	about := map[string][]string{}
	for _, p := range passes {
		if p.note != "" && !slices.Contains(about[p.note], p.Doc.Path) {
			about[p.note] = append(about[p.note], p.Doc.Path)
		}
	}
	var all []string
	for what, paths := range about {
		which := slices.Min(paths)
		if n := len(paths); n > 1 {
			which = fmt.Sprintf("%s and %d more", which, n-1)
		}
		all = append(all, which+": "+what)
	}
	slices.Sort(all)
	return all
}

// lines are the source lines of findings. Findings in one line share its text: there may be thousands in a long one.
type lines map[sourceLine]string

type sourceLine struct {
	path string
	line int
}

func (l lines) of(at document.Located, line int) string {
	of := sourceLine{at.Path, line}
	text, known := l[of]
	if !known {
		text = strings.ToValidUTF8(string(at.Lines.Line(line)), "\uFFFD")
		l[of] = text
	}
	return text
}

// findings turns what a pass found into findings, with severity and place.
func (in *Input) findings(p *Pass) (_ []keyed, err error) {
	var out []keyed
	for _, x := range p.found {
		f := Finding{Rule: p.Rule, Path: x.Path, Message: x.Message, Help: x.Help, Related: x.Related, Fix: x.Fix,
			Timely: x.Timely}
		key := x.Path
		f.Range, f.Source = x.At, x.Line
		if x.Doc != nil {
			f.Path, f.Document, key = x.Doc.Path, x.Doc.ID, x.Doc.Key()
			if !x.Whole && x.Doc.Size() > 0 {
				at, err := x.Doc.Locate(x.Span)
				if err != nil {
					return nil, err
				}
				if f.Range = rangeIn(at); at.Sheet {
					f.File = at.Path
				}
				f.Source = in.lines.of(at, f.Range.Start.Line)
			}
		}
		if !x.Commit.IsZero() {
			f.Commit = x.Commit.String()
		}
		if !x.Newest.IsZero() {
			f.Newest = x.Newest.String()
		}
		f.Severity = in.severity(p.Rule, f.Path)
		if f.Severity != Off {
			f.Severity = cmp.Or(x.Weight, f.Severity)
			out = append(out, keyed{Finding: f, doc: x.Doc, key: key, anchor: x.Anchor})
		}
	}
	return out, nil
}

func compare(a, b Finding) int {
	at := func(f Finding) int {
		if f.Range == nil {
			return -1
		}
		return f.Range.Start.Offset
	}
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(at(a), at(b)), cmp.Compare(a.Rule.ID, b.Rule.ID),
		cmp.Compare(a.Message, b.Message))
}
