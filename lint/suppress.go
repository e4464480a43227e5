package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
)

// Where a suppression is.
const (
	InComment       = "comment"
	InConfiguration = "configuration"
	InBaseline      = "baseline"
)

// Suppression says why a finding is accepted.
type Suppression struct {
	By     string // InComment, InConfiguration or InBaseline
	Reason string // "" in a baseline that gives none
	Until  day.Day
	Path   string // of the file that holds the suppression
	Line   int    // counted from 1; 0 where none is known
}

// Outcome is what suppressions came to, once all rules but those with an After have found what they find.
type Outcome struct {
	Unused   []Unused        // suppressions with nothing to suppress, of rules that ran
	Outdated []BaselineEntry // entries of the baseline that no longer occur, of rules that ran
}

// Unused is one rule of one suppression.
type Unused struct {
	Rule  string
	Doc   *register.Entry // of a comment; nil: of the configuration
	Span  document.Span   // of the rule in the comment
	Index int             // among the configuration's suppressions
}

// Faulty tells what keeps a comment from suppressing anything, whichever rule it names: a reason or an end that
// is missing, an end that is no day, a quote that stays open, or a beginning that isn't writ:ignore. "" where it may.
func Faulty(s document.Suppression) string {
	switch _, err := day.Parse(s.Until.Text); {
	case s.Slip.Text != "":
		return "another beginning than writ:ignore"
	case s.Open:
		return "a quote that never closes"
	case s.Reason.Text == "" && s.Until.Text == "":
		return "no reason and no end"
	case s.Reason.Text == "":
		return "no reason"
	case s.Until.Text == "":
		return "no end"
	case err != nil:
		return "an end that is no day"
	}
	return ""
}

// suppressor is one rule of one suppression that holds today.
type suppressor struct {
	rule string
	why  Suppression
	file string         // path of the document that it speaks of; "" of a configuration's that names an id
	id   string         // in lower case, of a configuration's
	at   *document.Span // what is meant of the file; nil for all of it
	from Unused
	used bool
}

// settler divides findings into open ones and suppressed ones.
type settler struct {
	in       *Input
	byPath   map[string][]*suppressor // those in comments, by the document's path
	scopes   map[[2]string]*scopes    // the same, by path and rule
	config   []*suppressor
	holds    func(until day.Day) bool
	lapsed   *settler                    // of those that ended since the change is as it is; nil where none can have
	named    map[[2]string][]*suppressor // these by rule and what they name: a path, or an id in lower case
	accepts  *acceptances
	occurred map[string]bool // fingerprints of all findings that were divided
}

// settle sets those findings of a result apart that a comment, the configuration or the baseline suppresses, and
// adds what rules find about that.
func (in *Input) settle(result *Result) error {
	s, err := newSettler(in, func(until day.Day) bool { return until >= in.Today })
	if err != nil {
		return err
	}
	if p := in.Proposal; p != nil && p.Since < in.Today {
		s.lapsed, err = newSettler(in, func(until day.Day) bool { return until >= p.Since && until < in.Today })
		if err != nil {
			return err
		}
	}
	if err := s.divide(result); err != nil {
		return err
	}
	out := s.outcome(result)
	var late []keyed
	for _, r := range in.rules {
		if r.After != nil && in.skips(r) == "" && !in.silent(r) {
			p := &Pass{Input: in, Rule: r}
			if err := r.failed(r.After(p, out)); err != nil {
				return err
			}
			found, err := in.findings(p)
			if err != nil {
				return err
			}
			late = append(late, found...)
		}
	}
	if len(late) > 0 {
		result.Findings = append(result.Findings, in.fingerprinted(late)...)
		if err := s.divide(result); err != nil {
			return err
		}
	}
	slices.SortStableFunc(result.Findings, compare)
	slices.SortStableFunc(result.Suppressed, compare)
	return nil
}

// newSettler returns one with the suppressions whose end holds.
func newSettler(in *Input, holds func(until day.Day) bool) (*settler, error) {
	s := &settler{in: in, holds: holds, byPath: map[string][]*suppressor{}, scopes: map[[2]string]*scopes{},
		named: map[[2]string][]*suppressor{}, accepts: newAcceptances(in), occurred: map[string]bool{}}
	for _, e := range in.Register.Documents {
		if err := s.comments(e); err != nil {
			return nil, err
		}
	}
	s.configured()
	return s, nil
}

// comments collects the suppressions of a document that hold.
func (s *settler) comments(e *register.Entry) error {
	for _, c := range e.Suppressions() {
		until, err := day.Parse(c.Until.Text)
		if err != nil || Faulty(c) != "" || !s.holds(until) {
			continue
		}
		lines, err := e.Lines()
		if err != nil {
			return err
		}
		line, _ := lines.Position(c.Span.Start)
		for _, r := range c.Rules {
			x := &suppressor{rule: r.Text, file: e.Path, at: &c.Scope, from: Unused{Rule: r.Text, Doc: e, Span: r.Span},
				why: Suppression{By: InComment, Reason: c.Reason.Text, Until: until, Path: e.Path, Line: line}}
			if c.Whole {
				x.at = nil
			}
			s.byPath[e.Path] = append(s.byPath[e.Path], x)
		}
	}
	return nil
}

// configured collects the suppressions of the configuration that hold.
func (s *settler) configured() {
	for i, c := range s.in.Config.Suppressions {
		if !s.holds(c.Until) {
			continue
		}
		place, _ := s.in.Config.Place("suppressions", strconv.Itoa(i))
		x := &suppressor{rule: c.Rule, id: strings.ToLower(c.Document), from: Unused{Rule: c.Rule, Index: i},
			why: Suppression{By: InConfiguration, Reason: c.Reason, Until: c.Until, Path: config.File,
				Line: place.Line}}
		if s.in.Book != nil {
			if d := s.in.Book.Document(c.Document); d != nil {
				x.file = d.Path // of a document that may be gone
			}
		}
		s.config = append(s.config, x)
		for _, name := range []string{"path " + x.file, "id " + x.id} {
			key := [2]string{x.rule, name}
			s.named[key] = append(s.named[key], x)
		}
	}
}

// divide moves what is suppressed out of the open findings.
func (s *settler) divide(result *Result) error {
	open := make([]Finding, 0, len(result.Findings))
	for _, f := range result.Findings {
		s.occurred[f.Fingerprint] = true
		for _, was := range f.Formerly {
			s.occurred[was] = true
		}
		var err error
		if f.Suppressed, err = s.suppresses(&f); err != nil {
			return err
		}
		if f.Suppressed != nil {
			result.Suppressed = append(result.Suppressed, f)
		} else {
			open = append(open, f)
		}
	}
	result.Findings = open
	return nil
}

// suppresses returns why a finding is accepted; nil where it isn't. Of several reasons the closest one counts: a
// comment before the configuration, and that before the baseline.
func (s *settler) suppresses(f *Finding) (*Suppression, error) {
	if !f.Rule.Suppressible {
		return nil, nil
	}
	best, err := s.best(f)
	if err != nil {
		return nil, err
	}
	if best != nil {
		best.used = true
		return &best.why, nil
	}
	if s.lapsed != nil {
		ended, err := s.lapsed.best(f)
		if err != nil {
			return nil, err
		}
		f.Timely = f.Timely || ended != nil
	}
	if why := s.in.Baseline.suppresses(f); why != nil {
		if covers, err := s.accepts.coversBaseline(f); covers || err != nil {
			return why, err
		}
	}
	f.Fresh = s.accepts.fresh(f)
	return nil, nil
}

// best returns the comment or the entry of the configuration that speaks of a finding; nil for none.
func (s *settler) best(f *Finding) (*suppressor, error) {
	if best := s.closest(f); best != nil {
		return best, nil
	}
	return s.naming(f)
}

// closest returns the comment that speaks of a finding, and of several the closest one; nil for none.
func (s *settler) closest(f *Finding) *suppressor {
	if !f.Rule.InComments() {
		return nil
	}
	key := [2]string{f.Path, f.Rule.ID}
	in := s.scopes[key]
	if in == nil {
		in = newScopes(slices.DeleteFunc(slices.Clone(s.byPath[f.Path]),
			func(x *suppressor) bool { return x.rule != f.Rule.ID }))
		s.scopes[key] = in
	}
	if f.Range == nil || f.File != "" {
		return in.whole
	}
	return in.at(f.Range.Start.Offset)
}

// naming returns the configuration's first suppression that names a finding's document, by its id or its path, and
// accepts the finding; nil for none.
func (s *settler) naming(f *Finding) (first *suppressor, err error) {
	for _, name := range []string{"path " + f.Path, "id " + strings.ToLower(f.Path), "id " +
		strings.ToLower(f.Document)} {
		if name == "path " || name == "id " {
			continue
		}
		for _, x := range s.named[[2]string{f.Rule.ID, name}] {
			if first != nil && first.from.Index < x.from.Index {
				break
			}
			covers, err := s.accepts.coversConfigured(f, s.in.Config.Suppressions[x.from.Index])
			if err != nil {
				return nil, err
			}
			if covers {
				first = x
				break
			}
		}
	}
	return first, nil
}

func (x *suppressor) width() int {
	if x.at == nil {
		return int(^uint(0) >> 1)
	}
	return x.at.End - x.at.Start
}

// outcome lists what was in vain. Of a rule that didn't run nobody can say.
func (s *settler) outcome(result *Result) *Outcome {
	ran := map[string]*Rule{}
	for _, r := range s.in.rules {
		if r.After == nil {
			ran[r.ID] = r
		}
	}
	for _, x := range result.Skipped {
		delete(ran, x.Rule)
	}
	out := &Outcome{}
	vain := func(x *suppressor, path string) {
		if r := ran[x.rule]; r != nil && r.Suppressible && !x.used && s.in.severity(r, path) != Off {
			out.Unused = append(out.Unused, x.from)
		}
	}
	for _, e := range s.in.Register.Documents {
		for _, x := range s.byPath[e.Path] {
			if r := ran[x.rule]; r != nil && r.InComments() {
				vain(x, e.Path)
			}
		}
	}
	if s.in.few {
		return out
	}
	for _, x := range s.config {
		vain(x, x.file)
	}
	for _, e := range s.in.Baseline.Entries() {
		if r := ran[e.Rule]; !s.occurred[e.Fingerprint] && r != nil && s.in.severity(r, e.Path) != Off {
			out.Outdated = append(out.Outdated, e)
		}
	}
	return out
}
