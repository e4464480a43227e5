package rules

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// sharedAudits is what the reports on audits say.
var sharedAudits = lint.Share(func(in *lint.Input) (map[*register.Entry]*isms.Audit, error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	all := map[*register.Entry]*isms.Audit{}
	for _, e := range system.Audits() {
		if all[e], err = system.AuditOf(e); err != nil {
			return nil, err
		}
	}
	return all, nil
})

// audited returns what the document says as the report on an audit; nil for another one, and for words that the
// company adopted as they were.
func audited(p *lint.Pass) (*isms.System, *isms.Audit, error) {
	if !isKind(p.Input, p.Doc, isms.InternalAudit) {
		return nil, nil, nil
	}
	if _, asked, err := tabled(p); !asked {
		return nil, nil, err
	}
	system, err := sharedSystem(p.Input)
	if err != nil {
		return nil, nil, err
	}
	all, err := sharedAudits(p.Input)
	return system, all[p.Doc], err
}

// eachAudit calls find for each report that audited returns, with the document set.
func eachAudit(p *lint.Pass, find func(system *isms.System, a *isms.Audit) error) error {
	for _, e := range p.Register.Documents {
		one := *p
		one.Doc = e
		system, a, err := audited(&one)
		if err == nil && a != nil {
			err = find(system, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// resultWords are what messages call results.
func resultWords(class string) string {
	return map[string]string{isms.Conform: "conformities", isms.Minor: "minor nonconformities",
		isms.Major: "major nonconformities", isms.Opportunity: "opportunities and observations",
		isms.Nonconforming: "nonconformities"}[class]
}

// closedReport has no fault but for what a seed puts into it.
const closedReport = `
## Clause 5: Leadership

- [x] Is the information security policy approved? conform
`

// plantReport leaves a report on an audit, which closes with this change, in the working tree. It isn't committed:
// what it says of itself, once it is closed on the main branch, is WR764's to tell.
func plantReport(s lint.Scratch, fields map[string]string, body string) error {
	d, err := reportDraft(s, fields, body)
	if err != nil {
		return err
	}
	return s.Write(d.path, d.text())
}

func reportDraft(s lint.Scratch, fields map[string]string, body string) (*draft, error) {
	d, err := pick(s, func(d *draft) bool {
		return d.in.Config.IsKind(d.kind, isms.InternalAudit) && slices.Contains(d.kind.States, schema.Closed)
	})
	if err != nil {
		return nil, err
	}
	d.set("status", schema.Closed)
	d.set("audit_date", d.in.Today.String())
	d.set("auditor", "Smith LLP (external)")
	d.set("area", "Office")
	d.set("standard", "ISO/IEC 27001:2022")
	for name, value := range fields {
		d.set(name, value)
	}
	d.body += body
	if !strings.Contains(body, "## Findings") {
		d.body += "\n## Findings\n\nNothing else.\n"
	}
	return d, nil
}
