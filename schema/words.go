package schema

// Severities returns the severities that a rule can be given, strongest first; off silences it.
func Severities() []string { return []string{"error", "warning", "info", "off"} }

// TopManagement is the role whose holders direct the company: they approve the policy of 5.2 and attend reviews.
const TopManagement = "top-management"

// Grades returns the grades of an approval, strongest first.
func Grades() []string { return []string{"A", "B", "C", "D"} }

// Classifications returns the classes of information, from the widest circle of readers to the narrowest.
func Classifications() []string { return []string{"public", "internal", "confidential", "restricted"} }

// Placeholder is a piece of a template that somebody was to replace.
type Placeholder struct {
	Text string
	// Word tells that the text counts only as a whole word in exactly these letters. Otherwise it counts
	// anywhere, in any case.
	Word bool
}

// Placeholders returns what shows that a template wasn't filled in. The caller may change what it gets.
func Placeholders() []Placeholder {
	var all []Placeholder
	for _, s := range bracketed() {
		all = append(all, Placeholder{Text: s})
	}
	for _, s := range []string{"TBD", "TBC", "TODO", "FIXME", "XXX"} {
		all = append(all, Placeholder{Text: s, Word: true})
	}
	for _, s := range []string{"lorem ipsum", "YYYY-MM-DD", "DD/MM/YYYY", "____"} {
		all = append(all, Placeholder{Text: s})
	}
	return all
}

// Examples returns how the examples in brackets begin that templates hold, in small letters.
func Examples() []string { return []string{"[e.g.", "[enter ", "[example:", "[describe "} }

// bracketed leaves out what honest texts hold too: [x] of a checklist, [...] of a quotation, and single words
// that documents name in links, such as [Scope].
func bracketed() []string {
	return []string{
		"[Organization Name]", "[Organisation Name]", "[Organization]", "[Organisation]",
		"[Company Name]", "[Company]", "[Department/Process]", "[Department]",
		"[CEO Name]", "[CISO Name]", "[Auditor Name]", "[Your Name]", "[Name]", "[Names]",
		"[Role]", "[Owner]", "[Approver]", "[Author]", "[Signature]",
		"[Date]", "[YYYY-MM-DD]", "[DD/MM/YYYY]", "[YYYY]", "[Month]", "[Year]",
		"[Number]", "[Amount]", "[Percentage]", "[Location]", "[Address]",
		"[Description]", "[Insert]", "[Insert here]", "[Placeholder]", "[TBD]", "[TODO]",
	}
}
