package schema

// Section is a part of a document that its kind knows.
type Section struct {
	Title    string   // as a heading is best written
	Required bool     // else only its place is known
	Names    []string // other headings for it, in lower case and without numbers; whole words that a heading holds
}

// Outline is the sections of a kind, in their order.
type Outline struct {
	// Clause limits the outline to documents that satisfy it, for a kind of which one document is special: of all
	// policies, one is the policy that 5.2 asks for. "" for all documents of the kind.
	Clause   string
	Own      bool // a company wrote it for its own kind, in its own language
	Sections []Section
}

// OutlineOf returns what sections a built-in kind has; an empty outline for a kind that leaves them to its authors. The
// caller may change what it gets.
func OutlineOf(kind string) Outline {
	switch kind {
	case "context":
		return Outline{Sections: contextSections()}
	case "scope":
		return Outline{Sections: scopeSections()}
	case "policy":
		return Outline{Clause: "ISO27001:5.2", Sections: policySections()}
	case "management-review":
		return Outline{Sections: reviewSections()}
	case "internal-audit":
		return Outline{Sections: auditSections()}
	}
	return Outline{}
}

func required(title string, names ...string) Section { return Section{title, true, names} }
func optional(title string, names ...string) Section { return Section{title, false, names} }

// contextSections answer 4.1 and 4.2.
func contextSections() []Section {
	return []Section{
		required("External issues", "external", "external context", "externe themen", "externe aspekte"),
		required("Internal issues", "internal", "internal context", "interne themen", "interne aspekte"),
		required("Stakeholders", "stakeholder", "interested parties", "interested party", "interessierte parteien"),
	}
}

// scopeSections answer 4.3.
func scopeSections() []Section {
	return []Section{
		required("Scope statement", "statement of scope", "isms scope", "in scope", "scope of the isms", "scope",
			"boundaries", "applicability", "geltungsbereich", "anwendungsbereich"),
		required("Exclusions", "exclusion", "excluded", "out of scope", "not in scope", "exceptions", "ausschlüsse"),
		required("Interfaces and dependencies", "interfaces", "interface", "dependencies", "schnittstellen"),
		optional("Asset inventory within scope", "asset inventory", "assets", "inventar"),
	}
}

// policySections are those of the top policy. 5.2 asks for the objectives and the two commitments by name.
func policySections() []Section {
	return []Section{
		required("Purpose and scope", "purpose", "scope", "introduction", "aim", "zweck", "geltungsbereich"),
		required("Objectives", "objective", "information security objectives", "goals", "ziele"),
		required("Commitment to compliance", "compliance", "legal requirements", "applicable requirements",
			"statement of commitment", "management commitment", "leadership commitment", "commitments", "commitment",
			"verpflichtung"),
		required("Commitment to continual improvement", "continual improvement", "continuous improvement",
			"improvement", "statement of commitment", "management commitment", "leadership commitment", "commitments",
			"commitment", "verbesserung"),
		required("Risk management approach", "risk management", "risk", "risks", "risikomanagement", "risiken"),
		required("Roles and responsibilities", "roles", "responsibilities", "responsibility", "rollen", "verantwortung",
			"verantwortlichkeiten"),
		required("Policy review", "review", "reviews", "maintenance of this policy", "revision", "überprüfung"),
	}
}

// reviewSections are the inputs of 9.3.2 and the results of 9.3.3.
func reviewSections() []Section {
	return []Section{
		required("Actions from previous reviews", "previous reviews", "previous review", "previous management reviews",
			"previous management review", "earlier actions", "status of actions", "previous actions"),
		required("Changes in external and internal issues", "external and internal issues",
			"internal and external issues", "changes in issues", "changes in context", "changes in the context"),
		required("Changes in needs and expectations of interested parties", "needs and expectations",
			"requirements of interested parties"),
		optional("Information security performance", "security performance", "performance", "performance and trends"),
		required("Nonconformities and corrective actions", "nonconformities", "non conformities", "corrective actions"),
		required("Monitoring and measurement results", "monitoring and measurement", "monitoring", "measurement",
			"metrics", "kpis"),
		required("Audit results", "audit", "audits"),
		required("Fulfilment of objectives", "fulfillment of objectives", "objectives"),
		required("Feedback from interested parties", "feedback"),
		required("Risk assessment results and status of the risk treatment plan", "risk assessment", "risk treatment",
			"risk", "risks"),
		required("Opportunities for improvement", "opportunities", "continual improvement", "improvement",
			"improvements"),
		required("Decisions and actions", "decisions", "decision", "results of the review", "outputs",
			"outcome", "outcomes"),
	}
}

// auditSections are those of a report on 9.2. Which clauses an audit covers is a matter of the programme.
func auditSections() []Section {
	return []Section{
		optional("Clause 4: Context of the organization", "context of the organization", "context of the organisation"),
		optional("Clause 5: Leadership", "leadership"),
		optional("Clause 6: Planning", "planning"),
		optional("Clause 7: Support", "support"),
		optional("Clause 8: Operation", "operation"),
		optional("Clause 9: Performance evaluation", "performance evaluation"),
		optional("Clause 10: Improvement", "improvement"),
		optional("Annex A controls", "annex a"),
		required("Findings", "finding", "audit findings", "results", "conclusions", "feststellungen"),
		optional("Signature", "sign off", "signatures"),
	}
}
