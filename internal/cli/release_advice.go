package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

// tooSmall is the rule that compares what two versions require.
const tooSmall = "WR204"

// advise says which way of releasing fits the change, and why. Where flags were given that only go with one of them,
// that is an error: nothing is released.
func (r *releasing) advise(ctx context.Context, f releaseFlags) error {
	form, why, err := r.fitting(ctx)
	if err != nil {
		return err
	}
	edited := f.edits || r.clean(ctx, r.file.entry) != nil
	text := fmt.Sprintf("`%s` fits: %s", r.command(form, edited), why)
	if f != (releaseFlags{}) {
		return fmt.Errorf("nothing was written: say how the version rises; %s", report.Visible(text))
	}
	_, err = fmt.Fprintf(r.app.streams.Out, "%s  %s\n  %s\n", report.Visible(nameOf(r.file.facts)),
		report.Visible(r.file.facts.Title), report.Visible(text))
	return err
}

// command is the command that releases the document in a form.
func (r *releasing) command(form string, edited bool) string {
	text := "writ release " + r.file.facts.ID + " " + form
	if edited {
		text += " --with-edits"
	}
	return text + " -m REASON"
}

// fitting returns the form that fits the change, and why.
func (r *releasing) fitting(ctx context.Context) (form, why string, err error) {
	facts, approved := r.file.facts, lastApproved(r.trail)
	if approved == nil {
		return r.unlessTooSmall(ctx, "--keep", fmt.Sprintf("version %s was never approved", orDash(facts.Version)))
	}
	if err := r.changed(releaseFlags{minor: true}); err != nil {
		now, failed := r.lintAbout(ctx, state{r.reg, r.book}, r.file.entry.Path)
		if failed != nil {
			return "", "", failed
		}
		if small := messageOf(now, tooSmall); small != "" { // it was approved as a minor step, and is none
			return "--major", small, nil
		}
		return "", "", err
	}
	changed, err := r.book.ChangedFiles(r.trail, r.file.entry)
	if err != nil {
		return "", "", err
	}
	if same, err := r.sameWords(approved); err != nil || same && facts.Version == approved.Version.Number &&
		facts.Status != schema.Retired && len(changed) == 0 {
		return "--keep", fmt.Sprintf("version %s was approved on %s, and only its status is %s", facts.Version,
			approved.Approval.Day, orDash(facts.Status)), err
	}
	since := fmt.Sprintf("version %s, which was approved on %s", orDash(approved.Version.Number), approved.Approval.Day)
	if facts.Version != approved.Version.Number {
		return r.unlessTooSmall(ctx, "--keep", fmt.Sprintf("version %s isn't approved yet, and follows %s",
			facts.Version, since))
	}
	return r.unlessTooSmall(ctx, "--minor", "nothing that is required differs from "+since)
}

// unlessTooSmall returns a form with the reason for it, or --major where the linter would call the step too small.
func (r *releasing) unlessTooSmall(ctx context.Context, form, why string) (string, string, error) {
	f := releaseFlags{minor: form == "--minor", keep: form == "--keep"}
	number, err := r.number(f)
	if err != nil {
		return "", "", err
	}
	if err := r.edit(number, f); err != nil {
		return "", "", err
	}
	after, err := r.with(ctx, r.file, r.message(number, form))
	if err != nil {
		return "", "", err
	}
	then, err := r.lintAbout(ctx, after, r.file.entry.Path)
	if err != nil {
		return "", "", err
	}
	if small := messageOf(then, tooSmall); small != "" {
		return "--major", small, nil
	}
	return form, why, nil
}

// messageOf is what the first finding of a rule says; "" where there is none.
func messageOf(r *lint.Result, rule string) string {
	i := slices.IndexFunc(r.Findings, func(f lint.Finding) bool { return f.Rule.ID == rule })
	if i < 0 {
		return ""
	}
	return r.Findings[i].Message
}
