package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/trail"
)

// forgeReviews is what a forge's JSON says of one request.
type forgeReviews struct {
	forge, request string
	head           string // that the JSON itself names; "" where it names none
	reviews        []forgeReview
	notes          []string // what was left out, and why
}

// forgeReview is one reviewer's last opinion; commit is what it was given on, "" where the forge doesn't say.
type forgeReview struct {
	trail.CapturedReview
	commit string
}

// readReviews reads GitHub's reviews of a pull request (GET /repos/O/R/pulls/N/reviews, one page or several slurped
// into a list of pages) or GitLab's approvals of a merge request (…/approvals or …/approval_state).
func readReviews(data []byte) (*forgeReviews, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case len(data) == 0:
		return nil, errors.New("the input is empty; expected JSON of reviews")
	case data[0] == '[':
		return readGitHub(data)
	case data[0] == '{':
		return readGitLab(data)
	}
	return nil, errors.New("the input isn't JSON; expected GitHub's list of reviews or GitLab's approvals")
}

// gitHubReview is one element of GitHub's list. The login is the account's; names and addresses aren't there.
type gitHubReview struct {
	User *struct {
		Login string `json:"login"`
		ID    int64  `json:"id"`
		Type  string `json:"type"`
	} `json:"user"`
	State       *string    `json:"state"`
	SubmittedAt *time.Time `json:"submitted_at"`
	CommitID    string     `json:"commit_id"`
	HTMLURL     string     `json:"html_url"`
}

func readGitHub(data []byte) (*forgeReviews, error) {
	list, err := gitHubPages(data)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("the list of reviews is empty: nobody has reviewed, so there is nothing to capture")
	}
	out := &forgeReviews{forge: "github"}
	for i, r := range list {
		if r.State == nil {
			return nil, fmt.Errorf("element %d has no state: this isn't GitHub's list of reviews (GET "+
				"/repos/OWNER/REPO/pulls/NUMBER/reviews)", i+1)
		}
	}
	for _, r := range byTime(list) {
		if page, _, ok := strings.Cut(r.HTMLURL, "#"); ok {
			out.request = page
		}
		if err := out.addGitHub(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// byTime sorts reviews as they were handed in. Those that have no time can't be compared with others: one that isn't
// handed in yet comes first, and says nothing; where any other has none, the order stays GitHub's, which is by time.
func byTime(list []gitHubReview) []gitHubReview {
	for _, r := range list {
		if r.SubmittedAt == nil && !strings.EqualFold(*r.State, "pending") {
			return list
		}
	}
	slices.SortStableFunc(list, func(a, b gitHubReview) int {
		switch {
		case a.SubmittedAt != nil && b.SubmittedAt != nil:
			return a.SubmittedAt.Compare(*b.SubmittedAt)
		case a.SubmittedAt == nil && b.SubmittedAt == nil:
			return 0
		case a.SubmittedAt == nil:
			return -1
		}
		return 1
	})
	return list
}

// gitHubPages reads a list of reviews, a list of such lists, or one list after the other, as `gh api --paginate` wrote
// them before it knew --slurp.
func gitHubPages(data []byte) ([]gitHubReview, error) {
	var pages []json.RawMessage
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		var page []json.RawMessage
		switch err := d.Decode(&page); {
		case errors.Is(err, io.EOF):
			return reviewsOf(pages)
		case err != nil:
			return nil, fmt.Errorf("the input isn't JSON: %w", err)
		}
		pages = append(pages, page...)
	}
}

func reviewsOf(pages []json.RawMessage) ([]gitHubReview, error) {
	var list []gitHubReview
	for i, p := range pages {
		var page []gitHubReview
		if p[0] != '[' {
			p = append(append([]byte{'['}, p...), ']')
		}
		if err := json.Unmarshal(p, &page); err != nil {
			return nil, fmt.Errorf("element %d isn't one of GitHub's reviews: %w", i+1, err)
		}
		list = append(list, page...)
	}
	return list, nil
}

// addGitHub takes over an opinion. A comment or a review that isn't handed in is none, and replaces none.
func (f *forgeReviews) addGitHub(r gitHubReview) error {
	state := strings.ToLower(*r.State)
	switch state {
	case "commented", "pending":
		return nil
	case "approved", "changes_requested", "dismissed":
	default:
		return fmt.Errorf("a review has the state %q; known are APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED "+
			"and PENDING", *r.State)
	}
	if r.User == nil || r.User.Login == "" {
		f.notes = append(f.notes, fmt.Sprintf("a review (%s) is by an account that was deleted, and is left out",
			state))
		return nil
	}
	f.set(forgeReview{trail.CapturedReview{Login: r.User.Login, User: max(0, r.User.ID), State: state,
		At:  r.SubmittedAt,
		Bot: r.User.Type == "Bot" || strings.HasSuffix(r.User.Login, "[bot]")}, strings.ToLower(r.CommitID)})
	return nil
}

// set replaces a reviewer's opinion by a later one.
func (f *forgeReviews) set(r forgeReview) {
	same := func(have forgeReview) bool { return strings.EqualFold(have.Login, r.Login) }
	if i := slices.IndexFunc(f.reviews, same); i >= 0 {
		f.reviews[i] = r
		return
	}
	f.reviews = append(f.reviews, r)
}

// gitLabUser is an account. Bots of projects and groups are told by their names.
type gitLabUser struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Bot      bool   `json:"bot"`
}

var gitLabBot = lazyregexp.New(`^(project|group)_[0-9]+_bot|\[bot\]$`)

// gitLabApprovals is the union of both answers: approvals has approved_by, approval_state has rules.
type gitLabApprovals struct {
	IID        int64  `json:"iid"`
	SHA        string `json:"sha"`
	Message    any    `json:"message"`
	Error      any    `json:"error"`
	WebURL     string `json:"web_url"`
	ApprovedBy *[]struct {
		User       *gitLabUser `json:"user"`
		ApprovedAt *time.Time  `json:"approved_at"`
	} `json:"approved_by"`
	Rules *[]struct {
		ApprovedBy []gitLabUser `json:"approved_by"`
	} `json:"rules"`
}

func readGitLab(data []byte) (*forgeReviews, error) {
	var in gitLabApprovals
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("the input isn't JSON that is known: %w", err)
	}
	switch said := orOther(in.Message, in.Error); {
	case in.ApprovedBy != nil || in.Rules != nil:
	case said != nil:
		return nil, fmt.Errorf("the input is a forge's error, not its reviews: %v", said)
	default:
		return nil, errors.New("the input is neither GitHub's list of reviews (GET " +
			"/repos/OWNER/REPO/pulls/NUMBER/reviews) nor GitLab's approvals (GET " +
			"/projects/ID/merge_requests/IID/approvals or approval_state)")
	}
	out := &forgeReviews{forge: "gitlab", request: in.WebURL, head: strings.ToLower(in.SHA)}
	if out.request == "" && in.IID > 0 {
		out.request = fmt.Sprintf("!%d", in.IID)
	}
	add := func(u *gitLabUser, at *time.Time) {
		if u == nil || u.Username == "" {
			out.notes = append(out.notes, "an approval is by an account that was deleted, and is left out")
			return
		}
		out.set(forgeReview{trail.CapturedReview{Login: u.Username, User: max(0, u.ID), State: "approved", At: at,
			Bot: u.Bot || gitLabBot.MatchString(u.Username)}, ""})
	}
	if in.Rules != nil {
		for _, rule := range *in.Rules {
			for _, u := range rule.ApprovedBy {
				add(&u, nil)
			}
		}
	}
	if in.ApprovedBy != nil {
		for _, a := range *in.ApprovedBy {
			add(a.User, a.ApprovedAt)
		}
	}
	if len(out.reviews) == 0 && len(out.notes) == 0 {
		return nil, errors.New("nobody has approved the merge request, so there is nothing to capture")
	}
	if out.head == "" {
		out.notes = append(out.notes, "GitLab doesn't say which commit was approved: this holds only where the "+
			"project removes approvals when commits are added")
	}
	return out, nil
}

func orOther(a, b any) any {
	if a != nil {
		return a
	}
	return b
}
