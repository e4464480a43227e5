package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/redline"
)

func mustDay(text string) day.Day {
	d, err := day.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

func commitOf(n int) string { return strings.Repeat(fmt.Sprintf("%02x", n), 20) }

const policyText = `# Information Security Policy

## Purpose

This policy says how Example Ltd protects the information that customers, staff and partners entrust to it. It applies to everyone who works for the company, and to everything that holds company information.

## Roles

The **Chief Executive Officer** approves this policy. See the [access control procedure](PRO-010) and [ISO/IEC 27001](https://www.iso.org/standard/27001).

| Role | Duty | Reports to | Hours a month |
|---|---|---|--:|
| Chief Information Security Officer | Keeps the management system, reports to top management each quarter | Chief Executive Officer | 60 |
| Document owner | Reviews the document at least every 12 months | Chief Information Security Officer | 4 |
| Everyone | Reports events without delay | Line manager | 1 |

## Rules

### Passwords

Passwords must be at least 14 letters long[^1], and must not be shared.

- A password manager is provided.
- A second factor is required wherever a system offers one.

The open work:

- [x] Administrators use hardware keys.
- [ ] Shared mailboxes are closed.

> [!WARNING]
> Never send a password by mail, not even to the help desk.

### Clear desk

Confidential paper must be locked away when nobody is at the desk.<br>This holds at home, too.

> A clean desk is the cheapest control that we have.

    writ log POL-001 --format json

<b>raw</b>

<details>
<summary>How a desk is checked</summary>

### Desk checks

Each month, after <kbd>18:00</kbd>, on 10<sup>2</sup> desks.

</details>

## Exceptions

The owner grants exceptions in writing, with an end date of at most six months, and lists them in the register of exceptions.

[^1]: Since version 2.0; it was 10 before.
`

// prose are finished words.
func prose(html string, contents ...Heading) *Prose {
	sum := sha256.Sum256(fmt.Append(nil, html, contents))
	return &Prose{Digest: hex.EncodeToString(sum[:]), Make: func(string, func(string, []byte) error) (Text, error) {
		return Text{HTML: html, Contents: contents}, nil
	}}
}

// policyHTML is a document as the project's own renderer writes it.
func policyHTML() string {
	d := document.Parse("policies/information-security.md", []byte(policyText), nil)
	html, err := d.HTML(document.Renderer{
		SkipTitle: "Information Security Policy", ShiftTitles: true,
		Link: func(target string) (string, bool) {
			if target == "PRO-010" {
				return "../PRO-010/", true
			}
			return target, true
		},
	})
	if err != nil {
		panic(err)
	}
	return html
}

// policyRedline compares two texts that differ in each of the ways that are shown.
func policyRedline() string {
	old := "---\nversion: \"2.0\"\n---\n## 1. Purpose\n\nPasswords have 8 characters. They [expire](https://example.com/a).\n\nSame.\n\nAnd same.\n\n- One\n- Two\n\n" +
		"| Role | Task |\n|---|---|\n| CISO | Reviews |\n| CEO | Approves |\n\n```\none\ntwo\n```\n\n" +
		"Each employee reports an incident to the service desk at once, by telephone or in person.\n\n## 2. Gone\n\nAll of it.\n\n> Said.\n"
	now := "---\nversion: \"2.1\"\n---\n## 1. Purpose\n\nPasswords have 14 characters. They [expire](https://example.com/b).\n\nSame.\n\nAnd same.\n\n- One\n- Three\n\n" +
		"| Role | Task | Due |\n|---|---|---|\n| CISO | Checks | soon |\n| Board | Reads | late |\n\n```\none\n2\n```\n\n> Told.\n\n### 1.1 New\n\nWords.\n\n" +
		"Each employee reports an incident to the service desk within an hour, by telephone or in person.\n"
	r, err := redline.Documents(document.Parse("p.md", []byte(old), nil), document.Parse("p.md", []byte(now), nil))
	if err != nil {
		panic(err)
	}
	return redline.HTML(r, redline.Page{})
}

func policyContents() []Heading {
	return []Heading{
		{2, "Purpose", "purpose"}, {2, "Roles", "roles"}, {2, "Rules", "rules"}, {3, "Passwords", "passwords"},
		{3, "Clear desk", "clear-desk"}, {2, "Exceptions", "exceptions"},
	}
}

// addressed gives the documents of a site their addresses.
func addressed(site Site) Site {
	if err := Assign(site.Documents); err != nil {
		panic(err)
	}
	return findable(site)
}

// sampleSite has a document of every state.
func sampleSite() Site {
	ceo := "approved by Ilse Marr (Chief Executive Officer)"
	named := "named as approver by Bo Lind (Chief Information Security Officer), unsigned"
	return addressed(Site{
		Title: "Information security", Organization: "Example Ltd", BaseURL: "https://docs.example.com/isms", Language: "en",
		Accent: "#1d5c8a", Head: commitOf(0xaa), HeadDay: mustDay("2026-11-20"),
		Main: Main{"refs/heads/main", commitOf(0xaa), "only"}, Today: mustDay("2026-11-23"),
		Exceptions: []Exception{
			{Rule: "WR601", Title: "A relative link leads to nothing", Document: "PRO-010", Message: "the link \"old.md\" leads nowhere", Reason: "the archive is moved in spring", Until: mustDay("2027-03-01"), Where: "writ.yaml"},
			{Rule: "WR121", Title: "A placeholder is left", Document: "POL-002", Message: "it says SECRET", Reason: "a draft", Where: "policies/use.md"},
		},
		Rosters: []RosterChange{
			{Day: day.Of(2026, 3, 2), Commit: commitOf(0xbb), By: []string{"Ada Byron"}, Why: "it isn't approved", What: []string{"roles.ceo.holders: + ada"}},
			{Day: day.Of(2026, 1, 2), Commit: commitOf(0xcc), By: []string{"Ilse Marr"}, Counts: day.Of(2026, 1, 2), Why: "it is the first one"}},
		Records: sampleRecords(), Brand: sampleBrand(),
		Notes: []string{"1 file without front matter was left out: policies/README.md"},
		Documents: []Document{
			samplePolicy(ceo),
			{
				ID: "PRO-010", Title: "Access Control Procedure", Kind: "procedure", KindTitle: "Procedure", Path: "procedures/access.md",
				Version: "1.3", Status: "approved", State: InForce, Grade: "C", GradeText: named, Owner: "it", OwnerTitle: "Head of IT",
				Classification: "internal", EffectiveDate: mustDay("2025-06-01"), ReviewDate: mustDay("2026-10-01"), Since: mustDay("2025-06-01"),
				Overdue: true, OverdueDays: 53, Satisfies: []string{"ISO27001:A.5.15"}, Commit: commitOf(2), Blob: commitOf(12), Digest: "sha256:02",
				Prose: prose("<h2 id=\"scope\">Scope</h2><p>Every account.</p>", Heading{2, "Scope", "scope"}),
				History: []Version{{Version: "1.3", Status: "approved", Grade: "C", GradeText: named, InForce: []Interval{{From: mustDay("2025-06-01")}},
					Changes: []Change{{Day: mustDay("2025-05-28"), What: "added", Commit: commitOf(2), Subject: "Access control, first issue", Authors: []string{"Gus Holm"}, Path: "procedures/access.md"}}}},
				Lapses: []Lapse{{From: mustDay("2026-10-02"), Days: 53}},
			},
			{
				ID: "PRO-011", Title: "Backup Procedure", Kind: "procedure", KindTitle: "Procedure", Path: "procedures/backup.md",
				Version: "1.0", Status: "approved", State: InForce, Grade: "D", GradeText: "in force by adoption", Owner: "it", OwnerTitle: "Head of IT",
				Classification: "internal", Since: mustDay("2026-11-02"), ReviewDate: mustDay("2026-12-10"), DueSoon: true, Adopted: true, AdoptedReason: "imported from a wiki",
				Commit: commitOf(3), Prose: prose("<p>Backups run each night.</p>"),
				Coming:  &Coming{Version: "2.0", From: mustDay("2027-01-01"), GradeText: ceo},
				History: []Version{{Version: "2.0", Grade: "A", GradeText: ceo}, {Version: "1.0", Grade: "D", InForce: []Interval{{From: mustDay("2026-11-02")}}}},
			},
			{
				ID: "POL-002", Title: "Acceptable Use Policy", Kind: "policy", KindTitle: "Policy", Path: "policies/use.md", Version: "0.1",
				Status: "draft", State: NotInForce, Owner: "ciso", OwnerTitle: "Chief Information Security Officer", Classification: "internal",
				Prose: prose("<p>SECRET DRAFT TEXT</p>", Heading{2, "SECRET DRAFT HEADING", "x"}), Commit: commitOf(4),
			},
			{
				ID: "POL-000", Title: "IT Policy", Kind: "policy", KindTitle: "Policy", Path: "policies/old.md", Version: "1.0", Status: "retired",
				State: Retired, Since: mustDay("2026-01-15"),
				Retirements: []Retirement{{From: mustDay("2026-01-15"), Commit: commitOf(5), GradeText: named}}, SupersededBy: []string{"POL-001"}, Commit: commitOf(5),
				Prose: prose("<p>WITHDRAWN TEXT</p>"), History: []Version{{Version: "1.0", Grade: "C", GradeText: named,
					InForce: []Interval{{From: mustDay("2023-01-10"), Until: mustDay("2026-01-14")}}}},
			},
			{
				ID: "REC-2026-Q3", Title: "Management Review, Q3 2026", Kind: "management-review", KindTitle: "Management review", Path: "records/mr-2026-q3.md",
				Status: "closed", State: OnRecord, Grade: "D", GradeText: "merged; nobody is named", Owner: "ceo", OwnerTitle: "Chief Executive Officer",
				Classification: "confidential", Since: mustDay("2026-11-12"), Commit: commitOf(6), Prose: prose("<h2 id=\"minutes\">Minutes</h2><p>Present: all.</p>", Heading{2, "Minutes", "minutes"}),
				Cites:   []string{"POL-001", "POL-777"},
				History: []Version{{Grade: "D", Changes: []Change{{Day: mustDay("2026-11-12"), What: "added", Commit: commitOf(6), Subject: "Minutes of the third quarter", Authors: []string{"Noor Said"}}}}},
			},
			{
				Title: "Visitors at the office", Path: "policies/Besuch & Größe.md", Kind: "policy", KindTitle: "Policy", State: InForce, Version: "1.0",
				Grade: "B", GradeText: "approved by Bo Lind (Chief Information Security Officer)", Owner: "office", Since: mustDay("2026-11-10"),
				Commit: commitOf(7), Prose: prose("<p>Visitors wear a badge.</p>"), SupersededBy: []string{"POL-002"},
				Original: &Original{Key: "POL-001", Version: "2.0", Now: "2.1"},
			},
			{ID: "CTX-1", Title: "Context of the organisation", Kind: "context", Path: "context.md", State: InForce, Grade: "D", GradeText: "merged by Gus Holm", Since: mustDay("2024-02-29"), Commit: commitOf(8), Prose: prose("<p>What surrounds us.</p>")},
		},
	})
}

func sampleBrand() Brand {
	return Brand{
		Logo: &Logo{Name: "Logo.SVG", Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><path d="M0 0h120v40H0z"/></svg>`),
			Width: 120, Height: 40},
		Home: prose("<h2 id=\"welcome\">Welcome</h2><p>What is in force is <a href=\"register/\">in the register</a>.</p>"),
		Pages: []CompanyPage{{Name: "about", Title: "About us", Path: "site/about.md", Blob: commitOf(31),
			Prose: prose("<h2 id=\"who\">Who we are</h2><p>Example Ltd makes examples.</p>")}},
		Links:   []OutLink{{"Intranet", "https://intranet.example.com/"}, {"Ask the team", "mailto:isms@example.com"}},
		Contact: "isms@example.com",
	}
}

func samplePolicy(approved string) Document {
	return Document{
		ID: "POL-001", Title: "Information Security Policy", Kind: "policy", KindTitle: "Policy", Path: "policies/information-security.md",
		Version: "2.1", Status: "approved", State: InForce, Grade: "A", GradeText: approved, Owner: "ciso", OwnerTitle: "Chief Information Security Officer",
		Approver: "ceo", ApproverTitle: "Chief Executive Officer", Classification: "internal",
		EffectiveDate: mustDay("2026-01-15"), ReviewDate: mustDay("2027-01-15"), Since: mustDay("2026-01-15"),
		Satisfies: []string{"ISO27001:5.2", "ISO27001:A.5.1"}, Supersedes: []string{"POL-000"}, Translations: []Translation{{"policies/Besuch & Größe.md", "de", "2.0"}}, CitedBy: []string{"REC-2026-Q3"},
		Commit: commitOf(1), Blob: commitOf(11), Digest: "sha256:4f2c8a5be5ad0f7f6ed7a1c4dbc9f20cf64a7ce2c4f3e3f3dfd4d1ab51e9f001", Prose: prose(policyHTML(), policyContents()...),
		History: []Version{
			{
				Version: "2.1", Commit: commitOf(1), Prose: prose("<p>Newer words.</p>"), Status: "approved", Grade: "A", GradeText: approved, InForce: []Interval{{From: mustDay("2026-01-15")}}, Digest: "sha256:4f2c8a5be5ad0f7f6ed7a1c4dbc9f20cf64a7ce2c4f3e3f3dfd4d1ab51e9f001",
				Changes: []Change{
					{Day: mustDay("2026-01-12"), What: "changed", Commit: commitOf(1), Subject: "Name the hardware keys; shorten the end date of exceptions", Authors: []string{"Bo Lind", "Gus Holm"}},
					{Day: mustDay("2026-01-08"), What: "changed", Commit: commitOf(21), Subject: "Say what a clear desk is", Authors: []string{"Bo Lind"}},
				},
				Approvals: []Approval{{By: "Ilse Marr", Role: "Chief Executive Officer", Grade: "A", Day: mustDay("2026-01-12"), Commit: commitOf(1), Evidence: "trailer Approved-by in a commit signed with her SSH key SHA256:8hQx…"}},
			},
			{
				Version: "2.0", Commit: commitOf(22), Prose: prose("<p>Older words.</p>"), Status: "approved", Grade: "C", GradeText: "named as approver by Ilse Marr (Chief Executive Officer), unsigned", InForce: []Interval{{From: mustDay("2025-01-20"), Until: mustDay("2026-01-14")}},
				Changes:   []Change{{Day: mustDay("2025-01-18"), What: "changed", Commit: commitOf(22), Subject: "Longer passwords", Authors: []string{"Ada Byron"}}},
				Approvals: []Approval{{By: "Ilse Marr", Role: "Chief Executive Officer", Grade: "C", Day: mustDay("2025-01-18"), Commit: commitOf(22), Evidence: "trailer Approved-by, unsigned", Unanchored: true, RecordedBy: "Forge Bot"}},
			},
		},
		Redlines: []Redline{{From: 1, To: 0, Prose: prose(policyRedline())}},
		Reviews:  []Review{{By: "Bo Lind", Role: "Chief Information Security Officer", Day: mustDay("2026-11-05"), Next: mustDay("2027-01-15"), Commit: commitOf(23)}},
		Lapses:   []Lapse{{From: mustDay("2025-12-01"), Until: mustDay("2026-01-14"), Days: 45, EndedBy: "version 2.1"}},
	}
}
