package cli

import (
	"context"
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

// The data contract of `writ log roster --format json` (schema/roster.schema.json), and of a change of the roster in
// that of audit. It only grows.
type (
	rosterJSON struct {
		Schema  int                `json:"schema"`
		Head    *string            `json:"head"`
		Main    mainJSON           `json:"main"`
		Today   string             `json:"today"`
		Asked   string             `json:"asked"`   // what an approval of the next change has to fulfil
		Changes []rosterChangeJSON `json:"changes"` // newest first
		Claims  []claimJSON        `json:"claims"`

		// What HEAD has beyond the main line; null where that leaves the roster as it is.
		Proposed *rosterProposedJSON `json:"proposed"`
	}
	rosterProposedJSON struct {
		Authors []personJSON     `json:"authors"`
		Digest  string           `json:"digest"`
		Parts   []rosterPartJSON `json:"parts"`
	}
	rosterChangeJSON struct {
		Commit    string              `json:"commit"`
		Day       string              `json:"day"`
		Authors   []personJSON        `json:"authors"`
		Digest    string              `json:"digest"`
		Parts     []rosterPartJSON    `json:"parts"`
		Basis     *string             `json:"basis"`  // why it counts; null while it doesn't
		Counts    *string             `json:"counts"` // from this day on
		Approvals []auditApprovalJSON `json:"approvals"`
	}
	rosterPartJSON struct {
		Part    string   `json:"part"`
		Added   []string `json:"added"`
		Removed []string `json:"removed"`
	}
)

// logRoster prints the trail of who may approve, and how.
func (a *app) logRoster(book *trail.Book, proposed *standing.RosterChange, format string) error {
	if len(book.Rosters()) == 0 {
		return fmt.Errorf("the main line %s has no roster: its writ.yaml names no people and roles", book.Main.Ref)
	}
	if format == "json" {
		return a.printJSON(rosterContract(book, proposed))
	}
	p := &textPrinter{w: a.streams.Out}
	counts, stated := book.RosterNow()
	p.line("%s  Who may approve, and how", config.RosterID)
	p.line("%s", config.File)
	for _, note := range judgedOn(book) {
		p.line("%s", note)
	}
	p.line("a change of it needs %s", standing.Asked(book.Asked(book.RosterTrail())))
	if stated != counts {
		p.line("the newest roster isn't approved: that of commit %s decides", short(counts.Content.First().Step.ID))
	}
	p.line("")
	if proposed != nil {
		p.line("proposed  %s", names(proposed.Change.Authors))
		for _, c := range proposed.Changes {
			p.line("    %s", c.String())
		}
		p.line("")
	}
	for _, r := range standing.RosterChanges(book) {
		rosterText(p, r)
	}
	claimsText(p, book.RosterTrail())
	return p.err
}

// proposedRoster returns how HEAD changes the roster of the main line; nil where it doesn't.
func (p *project) proposedRoster(ctx context.Context) (*standing.RosterChange, error) {
	if !p.asOf.IsZero() {
		return nil, nil
	}
	book, missing, err := p.readBookAs(ctx, trail.Options{Lazy: true, Proposal: &history.Proposal{}})
	if err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	if book.Proposed < 0 {
		return nil, nil
	}
	for _, r := range standing.RosterChanges(book) {
		if r.Change.Index == book.Proposed {
			return &r, nil
		}
	}
	return nil, nil
}

func rosterText(p *textPrinter, r standing.RosterChange) {
	ch := r.Change
	p.line("%s  %s  %s  %s", ch.Day.String(), short(ch.Step.ID), names(ch.Authors), ch.Step.Subject())
	switch {
	case r.Since != day.None:
		p.line("  counts since %s: %s", r.Since.String(), r.Words())
	case r.Refused.Code != "":
		p.line("  doesn't count: nobody entitled approved it; %s", r.Refused.String())
	default:
		p.line("  doesn't count: nobody entitled approved it")
	}
	for _, e := range r.Approvals {
		p.line("  %s on %s (%s)", trail.Wording(e), e.Day.String(), short(e.Commit))
	}
	for _, c := range r.Changes {
		p.line("    %s", c.String())
	}
	p.line("")
}

func rosterContract(book *trail.Book, proposed *standing.RosterChange) rosterJSON {
	out := rosterJSON{Schema: 1, Head: idOrNull(book.Head.Commit), Main: mainOf(book.Main), Today: book.Today.String(),
		Asked: standing.Asked(book.Asked(book.RosterTrail())), Changes: []rosterChangeJSON{}, Claims: []claimJSON{}}
	if proposed != nil {
		x := rosterChangeOf(*proposed)
		out.Proposed = &rosterProposedJSON{x.Authors, x.Digest, x.Parts}
	}
	for _, r := range standing.RosterChanges(book) {
		out.Changes = append(out.Changes, rosterChangeOf(r))
	}
	for _, e := range book.RosterTrail().Claims {
		out.Claims = append(out.Claims, (&logged{book: book}).claim(e))
	}
	return out
}

func rosterChangeOf(r standing.RosterChange) rosterChangeJSON {
	ch := r.Change
	out := rosterChangeJSON{Commit: ch.Step.ID.String(), Day: ch.Day.String(), Authors: []personJSON{},
		Digest: r.Content.Digest.String(), Parts: []rosterPartJSON{}, Basis: orNull(string(r.Basis)),
		Counts: orNull(r.Since.String()), Approvals: []auditApprovalJSON{}}
	for _, w := range ch.Authors {
		out.Authors = append(out.Authors, personJSON{Name: w.Name, Email: w.Email})
	}
	for _, c := range r.Changes {
		out.Parts = append(out.Parts, rosterPartJSON{c.Part, append([]string{}, c.Added...),
			append([]string{}, c.Removed...)})
	}
	for _, e := range r.Approvals {
		out.Approvals = append(out.Approvals, approvalOf(e))
	}
	return out
}
