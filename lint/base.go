package lint

import (
	"context"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
)

// Proposal is what a pull request changes, as rules may ask for it. A full run has none.
type Proposal struct {
	Ref     string // what it is compared with, as the user named it
	Base    gitrepo.ID
	Touched map[string]bool // every path that it adds, alters or removes
	Near    map[string]bool // paths of other documents that refer to what it touches
	Judges  []string        // touched paths that decide how documents are judged, sorted
	Before  *register.Register
	Own     *config.Config // the configuration that it brings; nil where it leaves it as it is
	Since   day.Day        // the day since which it has been as it is; today where that isn't committed

	Main *MainMove // the main branch that it names in place of the one that it is for; nil for none

	// What differs between the two configurations over the whole register; set before rules that NeedsProposal run.
	Verdicts []Verdict
	Leaving  []Leaving
}

// MainMove is another main branch that a change of writ.yaml names.
type MainMove struct {
	From, To string // as they are called
	Known    bool   // this clone has the other branch
	Holds    bool   // whose line holds what the change builds on
}

// Concerns reports whether the change touches a path, or may break what is there.
func (p *Proposal) Concerns(path string) bool { return p.Touched[path] || p.Near[path] }

// Verdict is a finding on which the configuration below a change and the one that it brings disagree.
type Verdict struct {
	Finding   Finding
	Below     Severity // "" where only the change's own configuration reports it
	Effective Severity // under the change's own; "" where it no longer reports it
}

// Lost reports whether the change's own configuration takes the finding away, or lets one about versions and
// approvals weigh less.
func (v Verdict) Lost() bool {
	return v.Effective == "" || config.OfApprovals(v.Finding.Rule.ID) && !v.Effective.AtLeast(v.Below)
}

// Comparison is a change and what it starts from, each as a run sees it.
type Comparison struct {
	Head *Input // with the change, judged by the configuration below it; its Proposal is set
	Base *Input // without it
	Own  *Input // with the change, judged by the configuration that it brings; nil where that is the same
	All  bool   // report on what the change leaves alone, too

	// Earlier returns the same comparison on the first day on which both sides were as they are. Nil where that is
	// today.
	Earlier func(context.Context) (*Comparison, error)
}

// Compare runs rules over a change. It reports what is wrong in the documents that the change touches, and what it
// breaks in those that refer to them. The calendar only warns: what was no error on the day since which the change is
// as it is becomes none by time alone. Approvals that the merge may still bring are pending; what history had before
// stays on record.
func Compare(ctx context.Context, c *Comparison, rules []*Rule) (*Result, error) {
	result, err := c.compare(ctx, rules)
	if err != nil || c.Earlier == nil || result.Count(Error) == 0 {
		return result, err
	}
	earlier, err := c.Earlier(ctx)
	if err != nil {
		return nil, err
	}
	then, err := earlier.compare(ctx, rules)
	if err != nil {
		return nil, err
	}
	was := byFingerprint(then.Findings)
	for i := range result.Findings {
		if f := &result.Findings[i]; f.Severity == Error && was[f.Fingerprint].Severity != Error {
			f.Severity = Warning
		}
	}
	return result, nil
}

func (c *Comparison) compare(ctx context.Context, rules []*Rule) (*Result, error) {
	c = c.with(rules)
	first, last := split(rules)
	before, err := c.Base.runLimited(ctx, func(path string) bool { return c.All || c.concerns(path) }, first)
	if err != nil {
		return nil, err
	}
	brought := c.bringBaseline()
	result, err := c.Head.runLimited(ctx, func(path string) bool {
		return (c.All || c.concerns(path)) &&
			c.below(path)
	}, first)
	if err != nil {
		return nil, err
	}
	was := byFingerprint(before.All())
	if brought {
		result.acceptKnown(was)
	}
	if err := c.acceptJoining(result); err != nil {
		return nil, err
	}
	result.Findings = c.weighed(result.Findings, was, c.Head.Config)
	result.Suppressed = c.weighed(result.Suppressed, was, c.Head.Config)
	if c.Own != nil {
		own, err := c.Own.runLimited(ctx, c.concerns, first)
		if err != nil {
			return nil, err
		}
		own.Findings = c.weighed(own.Findings, was, c.Own.Config)
		result.Findings = slices.DeleteFunc(result.Findings, ofConfiguration)
		result.Findings = append(result.Findings, c.onlyOwn(own.Findings)...)
		if err := c.judgeWhole(ctx, first); err != nil {
			return nil, err
		}
	}
	late, err := Run(ctx, c.Head, last)
	if err != nil {
		return nil, err
	}
	result.Findings = append(result.Findings, late.Findings...)
	result.Suppressed = append(result.Suppressed, late.Suppressed...)
	slices.SortStableFunc(result.Findings, compare)
	result.Pending, err = c.pending()
	return result, err
}

// bringBaseline lets the change's own baseline count where the base has none, and reports whether it does.
func (c *Comparison) bringBaseline() bool {
	if c.Head.Baseline != nil || c.Own == nil || c.Own.Baseline == nil {
		return false
	}
	c.Head.Baseline, c.Head.named = c.Own.Baseline, true
	return true
}

// acceptKnown opens what the baseline accepts and the base didn't have, by any name: a change doesn't bring the
// acceptance of what is wrong with it.
func (r *Result) acceptKnown(was map[string]Finding) {
	r.Suppressed = slices.DeleteFunc(r.Suppressed, func(f Finding) bool {
		known := slices.ContainsFunc(append([]string{f.Fingerprint}, f.Formerly...), func(name string) bool {
			_, ok := was[name]
			return ok
		})
		if known || f.Suppressed.By != InBaseline {
			return false
		}
		f.Suppressed = nil
		r.Findings = append(r.Findings, f)
		return true
	})
}

// acceptJoining lets the change's own baseline accept what is found in documents that gain their id with it: below the
// change they were no documents yet, and nothing of them was judged.
func (c *Comparison) acceptJoining(r *Result) error {
	if c.Own == nil || c.Own.Baseline == nil {
		return nil
	}
	var open []Finding
	for _, f := range r.Findings {
		why := c.Own.Baseline.suppresses(&f)
		if why != nil && f.Rule.Suppressible {
			joins, err := c.joins(f)
			if err != nil {
				return err
			}
			if joins {
				f.Suppressed = why
				r.Suppressed = append(r.Suppressed, f)
				continue
			}
		}
		open = append(open, f)
	}
	r.Findings = open
	return nil
}

// joins reports whether a finding is in a document whose file the base has, without an id.
func (c *Comparison) joins(f Finding) (bool, error) {
	if f.Document == "" {
		return false, nil
	}
	if e := c.Base.Register.ByPath(f.Path); e != nil {
		return e.ID == "", nil
	}
	return c.Base.Register.Exists(f.Path)
}

// with returns the comparison with all rules known to each of its runs, of which each has a part.
func (c *Comparison) with(rules []*Rule) *Comparison {
	out := *c
	for _, in := range []**Input{&out.Head, &out.Base, &out.Own} {
		if *in != nil {
			one := **in
			one.known = rules
			*in = &one
		}
	}
	return &out
}

// ofConfiguration reports whether a finding is about the configuration itself: of a change that has its own, that one
// is to be looked at.
func ofConfiguration(f Finding) bool { return f.Rule.Scope == Config }

// split parts the rules that look at the change as a whole, and run last, from the others.
func split(rules []*Rule) (first, last []*Rule) {
	for _, r := range rules {
		if r.Ground&NeedsProposal != 0 {
			last = append(last, r)
		} else {
			first = append(first, r)
		}
	}
	return first, last
}

func (c *Comparison) concerns(path string) bool { return c.Head.Proposal.Concerns(path) }

// below reports whether the configuration below the change judges what is at a path: the change's own judges only
// what the other has no documents for.
func (c *Comparison) below(path string) bool {
	return c.Own == nil || c.Head.Config.MayInclude(path) || !c.Own.Config.MayInclude(path)
}

// limited returns the input with only documents and trails at certain paths to be judged.
func (in *Input) limited(keep func(path string) bool) (*Input, error) {
	few := *in
	few.few = true
	few.Register = in.Register.Limited(func(e *register.Entry) bool { return keep(e.Path) })
	var err error
	if in.Book != nil {
		few.Book, err = in.Book.Limited(keep)
	}
	return &few, err
}

// runLimited runs rules over an input limited so.
func (in *Input) runLimited(ctx context.Context, keep func(path string) bool, rules []*Rule) (*Result, error) {
	few, err := in.limited(keep)
	if err != nil {
		return nil, err
	}
	return Run(ctx, few, rules)
}

func byFingerprint(all []Finding) map[string]Finding {
	out := make(map[string]Finding, len(all))
	for _, f := range all {
		out[f.Fingerprint] = f
	}
	return out
}

// weighed keeps the findings that the change answers for, and gives them the weight that they have in a pull request.
func (c *Comparison) weighed(all []Finding, was map[string]Finding, cfg *config.Config) []Finding {
	var out []Finding
	for _, f := range all {
		old, known := was[f.Fingerprint]
		was := known && old.Message == f.Message && old.Commit == f.Commit
		switch ch := c.Head.Proposal; {
		case was && f.Severity == Info && f.Rule.Scope == History: // news of the past, which is no news any more
			if c.All {
				out = append(out, f)
			}
			continue
		case ch.Touched[f.Path]:
		case f.Path == "" && !f.Rule.Suppressible:
		case f.Path == "" && !c.proposed(f.Commit), ch.Near[f.Path] && known, f.Path != "" && !ch.Near[f.Path]:
			if !c.All {
				continue
			}
			out = append(out, f)
			continue
		}
		out = append(out, weigh(f, was, cfg))
	}
	return out
}

// weigh gives a finding its severity in a pull request. was says that history had it before.
func weigh(f Finding, was bool, cfg *config.Config) Finding {
	switch {
	case f.Rule.Calendar || f.Timely:
		if f.Severity == Error {
			f.Severity = Warning
		}
	case !f.Rule.Suppressible: // what keeps writ from its work does so in a pull request, too
	case was && (f.Rule.Scope == History || f.Rule.Scope == Change):
		if f.Severity.AtLeast(Warning) {
			f.Severity = Info
			f.Message += "; the main branch has this already"
		}
	case f.Rule.Pending && !cfg.Approval.RequiredBeforeMerge:
		f.Severity = Info
		f.Message = "pending: " + f.Message
	}
	return f
}

// proposed reports whether a finding about no path is about a commit of the change, or about the change itself.
func (c *Comparison) proposed(commit string) bool {
	b := c.Head.Book
	if commit == "" || b == nil || b.Proposed < 0 {
		return commit == ""
	}
	return slices.ContainsFunc(b.Steps[b.Proposed].Side, func(s *gitrepo.Step) bool { return s.ID.String() == commit })
}
