package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr743() *lint.Rule {
	return &lint.Rule{
		ID: "WR743", Name: "finding-without-action", Scope: lint.Register, Severity: lint.Error,
		Title: "A nonconformity of an audit has no corrective action",
		Text: `A nonconformity that no log follows is found again by the next auditor, and then it is a major one (10.2).

**What counts.** In a closed report: a minor or major one, or one without a grade, in an item or in a table of findings,
that names no corrective action: neither the id of a row in a corrective action log, nor a file of its own by id or
link, nor an id that matches ` + "`external_ids`" + `. Also an id that no log has, and numbers of nonconformities above
a report that lists neither these nor as many corrective actions.

**What doesn't.** Opportunities and observations; a finding whose id and report the log's source names; open reports;
adopted words; closed records of the main branch (WR764).

**How to fix it.** Add the row to the log, and its id to the finding: ` + "`minor: two reviews were late (CA-012)`" + `.
Numbers of your own tracker become known by ` + "`external_ids: [\"SEC-[0-9]+\"]`" + ` in writ.yaml.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR743"), Good: good("WR743"),
		Find: func(p *lint.Pass) error {
			system, err := sharedSystem(p.Input)
			if err != nil {
				return err
			}
			actions, err := system.Correctives()
			if err != nil {
				return err
			}
			return eachAudit(p, func(_ *isms.System, a *isms.Audit) error {
				if a.Entry.Status() != schema.Closed {
					return nil
				}
				return findUnfollowed(p, a, actions)
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantReport(s, nil, closedReport+"- [x] Are rights taken back? minor: two of them weren't\n")
		},
	}
}

func findUnfollowed(p *lint.Pass, a *isms.Audit, actions *isms.Correctives) error {
	asked := []string{isms.Minor, isms.Major, isms.Nonconforming}
	listed := false
	for _, f := range a.Findings {
		if !slices.Contains(asked, f.Grade) {
			continue
		}
		listed = true
		follows, err := actions.Follows(a, f)
		if err != nil {
			return err
		}
		for _, twin := range a.Twins(f) {
			other, err := actions.Follows(a, twin)
			if err != nil {
				return err
			}
			follows.Known = follows.Known || other.Known
		}
		if !follows.Known {
			if err := unfollowed(p, a, f, follows); err != nil {
				return err
			}
		}
	}
	if listed {
		return nil
	}
	for _, c := range a.Counts {
		if !slices.Contains(asked, c.Result) || c.Number == 0 || slices.ContainsFunc(a.Counted(), func(x isms.Counted) bool {
			return x.Result == c.Result
		}) {
			continue // WR742 says that they aren't listed
		}
		if n, err := actions.Mentioned(a); err != nil || float64(n) >= c.Number {
			return err
		}
		p.Report(lint.Found{Doc: a.Entry, Span: c.Span, Anchor: "counted " + c.Result,
			Message: fmt.Sprintf("%s are counted, and the report names neither them nor their corrective actions",
				resultWords(c.Result)),
			Help: "list them with their ids in the corrective action log, as in `- [x] Access rights: minor (CA-012)`"})
	}
	return nil
}

func unfollowed(p *lint.Pass, a *isms.Audit, f *isms.AuditFinding, follows isms.Followed) error {
	found := lint.Found{Doc: a.Entry, Span: f.Span, Anchor: "finding " + f.ID + " " + f.Text,
		Message: fmt.Sprintf("%s: %s names no corrective action", gradeWord(f.Grade), quoted(f.Text)),
		Help:    "add it to the corrective action log, and its id here, as in (CA-012)"}
	if follows.Missing != "" {
		found.Message = fmt.Sprintf("%s: %s names %s, which no corrective action log has", gradeWord(f.Grade),
			quoted(f.Text),
			follows.Missing)
		found.Help = "add it to the log, correct the id, or make ids of another system known by `external_ids` in writ.yaml"
	}
	if like := follows.Alike; like != nil {
		there, err := lint.RelatedAt(like.Entry.Document, like.Span, like.ID+" says the same")
		if err != nil {
			return err
		}
		found.Related = append(found.Related, there)
		found.Help = fmt.Sprintf("if it is %s, name that here", like.ID)
	}
	p.Report(found)
	return nil
}

// gradeWord is what messages call one finding.
func gradeWord(class string) string {
	if class == isms.Nonconforming {
		return "nonconformity"
	}
	return class + " nonconformity"
}
