package site

import (
	"cmp"
	"slices"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/sitegen"
)

// request says what the pull request means that a preview is of; nil for any other preview.
func request(src *cli.Published) *sitegen.Request {
	p := src.Request
	if p == nil {
		return nil
	}
	r := &sitegen.Request{Ref: p.Ref, Base: p.Base.String(), Judges: p.Judges}
	here := map[string]bool{}
	for _, c := range src.Changes {
		d := proposed(c)
		if was := p.Before.ByPath(c.Path); c.What == lint.Removed && was != nil {
			d.Classification = was.Front.Text("classification")
		}
		r.Documents = append(r.Documents, d)
		here[c.Path] = c.What != lint.Removed
	}
	for _, f := range src.Findings {
		e := src.Register.ByPath(f.Path)
		switch {
		case e == nil:
			r.Remarks = append(r.Remarks, sitegen.Elsewhere{Path: f.Path, Remark: remark(f)})
		case !here[f.Path]:
			here[f.Path] = true
			r.Documents = append(r.Documents, sitegen.Proposed{Path: e.Path, Key: cmp.Or(e.ID, e.Path),
				Title: e.Front.Text("title"), What: sitegen.Kept, Approval: sitegen.ApprovalNone})
		}
	}
	slices.SortStableFunc(r.Documents, func(a, b sitegen.Proposed) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Path, b.Path))
	})
	return r
}

// rank puts what the request leaves alone last.
func rank(p sitegen.Proposed) int {
	if p.What == sitegen.Kept {
		return 1
	}
	return 0
}

// proposed is what the linter says of a change, in the same words.
func proposed(c lint.Changed) sitegen.Proposed {
	return sitegen.Proposed{Path: c.Path, Key: cmp.Or(c.ID, c.Path), Title: c.Title, What: sitegen.Happening(c.What),
		Was: c.Was, Is: c.Is, Step: sitegen.Step(c.Step), Record: c.Record, Normative: c.Normative,
		Editorial: c.Editorial, First: c.First, Declared: c.Declared, File: c.File,
		Approval: sitegen.Approving(c.Approval), Needs: c.Needs, By: c.By, Nobody: c.Nobody}
}
