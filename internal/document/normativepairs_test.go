package document

import "testing"

// TestComparePairs holds pairs of texts that look like one thing and are the other.
func TestComparePairs(t *testing.T) {
	for _, tc := range []struct{ language, old, new, want string }{
		// What looks normative and isn't.
		{"en", "A backup that was never restored is a hope.", "A backup that was never restored is only a hope.", ""},
		{"en", "A backup that is never restored is a hope.", "A backup that is never restored is only a hope.", ""},
		{"en", "Nobody knows at least 12 characters by heart.", "Nobody has at least 12 characters in mind.", ""},
		{"en", "Staff must lock teh screen.", "Staff must lock the screen.", ""},
		{"en", "Staff must lock the the screen.", "Staff must lock the screen.", ""},
		{"en", "Staff must lock screen.", "Staff must lock the screen.", ""},
		{"en", "Staff must recieve a badge.", "Staff must receive a badge.", ""},
		{"en", "Staff must keep the organisation informed.", "Staff must keep the organization informed.", ""},
		{"en", "Staff must check each e-mail.", "Staff must check each email.", ""},
		{"en", "Staff must not log in twice.", "Staff must not login twice.", ""},
		{"en", "Staff can't share keys; it is required.", "Staff cannot share keys; it is required.", ""},
		{"en", "Staff mustn't share keys.", "Staff must not share keys.", ""},
		{"en", "Logs must be kept for 1000 days.", "Logs must be kept for 1,000 days.", ""},
		{"en", "Logs must be kept for thirty days.", "Logs must be kept for 30 days.", ""},
		{"en", "At least 5% of backups are restored.", "At least 5 percent of backups are restored.", ""},
		{"en", "The bill is €5 for each card.", "The bill is 5 EUR for each card.", ""},
		{"en", "Either of the two offices has a safe.", "Either of the three offices has a safe.", ""},
		{"en", "How this is done stands in section 4.2.", "How this is done stands in section 4.3.", ""},
		{"en", "Staff must read [the guide](a.md).", "Staff must read [the guide](../b.md#two).", ""},
		{"en", "Staff must:\n\n- lock screens\n- wear badges", "Staff must:\n\n* wear badges\n* lock screens", ""},
		{"en", "## One\n\nStaff must lock screens.\n\n## Two\n\nIt helps.", "## Two\n\nIt helps.\n\n## One\n\nStaff must lock screens.", ""},
		{"en", "**Version:** 1.0\n**Next review:** 2027-01-01", "**Version:** 1.1\n**Next review:** 2028-01-01", ""},
		{"en", "| Version | 1.0 |\n|---|---|\n| Owner | Ada |", "| Version | 1.1 |\n|---|---|\n| Owner | Bo |", ""},
		{"en", "This is usual in our trade, and it helps.", "We all know that this isn't unusual.", ""},
		{"de", "Eine Sicherung, die nie geprüft wurde, ist eine Hoffnung.", "Eine Sicherung, die nie geprüft wurde, ist nur eine Hoffnung.", ""},
		{"de", "Alle müssen den Bilschirm sperren.", "Alle müssen den Bildschirm sperren.", ""},
		{"de", "Protokolle bleiben 1000 Tage.", "Protokolle bleiben 1.000 Tage.", ""},
		{"de", "Protokolle bleiben dreißig Tage.", "Protokolle bleiben 30 Tage.", ""},
		{"", "A backup that was never restored is a hope.", "A backup that was never restored is only a hope.", ""},

		{"en", "It helps.", "It helps. All browsers are up to date.", ""},
		{"en", "It helps.", "It helps. A second reason is not required.", ""},
		{"en", "It helps.", "It helps. Mail can't be searched when it is encrypted.", ""},
		{"en", "Nothing is lost unless the key is stolen.", "No data is gone unless the key is stolen.", ""},
		{"en", "It helps.", "It helps. Ask somebody unless you know.", ""},
		{"en", "Keys go to neccesary staff; it must be so.", "Keys go to necessary staff; it must be so.", ""},
		{"en", "Shared secrets stand in OnePassword.", "Shared secrets stand in 1Password.", ""},
		{"en", "## What Ada must do\n\nIt helps.", "## For Bo, in 3 steps\n\nIt helps.", ""},
		{"en", "It helps.\n\n<!-- must be looked at by Ada within 3 days -->", "It helps.", ""},
		{"en", "<h2>One</h2>\n\nIt helps.", "<h3>One</h3>\n\nIt helps.", ""},

		// What looks editorial and isn't.
		{"en", "A reason is required.", "A reason is not required.", "duty"},
		{"en", "Nothing is lost unless the key is stolen.", "Nothing is lost unless the key is copied.", "scope"},
		{"en", "Mail is encrypted with AES128.", "Mail is encrypted with AES256.", "number"},
		{"en", "<div>Staff must lock it.</div>", "<div>Staff may lock it.</div>", "duty"},
		{"en", "Staff should lock the screen.", "Staff must lock the screen.", "duty"},
		{"en", "Staff must lock the screen.", "Staff must not lock the screen.", "duty"},
		{"en", "The employer must tell it.", "The employee must tell it.", "duty"},
		{"en", "Staff must prevent it.", "Staff must present it.", "duty"},
		{"en", "Ada must tell Bob.", "Bob must tell Ada.", "duty"},
		{"en", "It helps.", "Never share a key.", "duty"},
		{"en", "Staff must:\n\n- lock screens\n- wear badges", "Staff must:\n\n- lock screens", "duty"},
		{"en", "Staff must:\n\n- lock screens\n- wear badges", "Staff may:\n\n- lock screens\n- wear badges", "duty"},
		{"en", "## Prohibited\n\n- mining coins\n- games", "## Prohibited\n\n- games", "duty"},
		{"en", "This doesn't apply to:\n\n- guests", "This doesn't apply to:\n\n- guests\n- contractors", "scope"},
		{"en", "Records are kept for 30 days.", "Records are kept for 30 weeks.", "number"},
		{"en", "Records are kept for 12 months.", "Records are kept for twenty months.", "number"},
		{"en", "The error rate is < 5.", "The error rate is > 5.", "number"},
		{"en", "The share is 1.000 of all.", "The share is 1,000 of all.", "number"},
		{"en", "Visitors are left alone in the building.", "Visitors are not left alone in the building.", "not"},
		{"en", "Access is given to staff.", "Access is given only to staff.", "scope"},
		{"en", "Access is given only to staff.", "Access is given only to contractors.", "scope"},
		{"en", "Administrators open the vault.", "Only administrators open the vault.", "scope"},
		{"en", "Keys are kept at least with care.", "Keys are kept at least with a lock.", "scope"},
		{"de", "Mitarbeitende öffnen den Tresor.", "Nur Mitarbeitende öffnen den Tresor.", "scope"},
		{"de", "Zugang gibt es für Gäste.", "Zugang gibt es nur für Gäste.", "scope"},
		{"de", "Gäste bleiben im Haus allein.", "Gäste bleiben im Haus nicht allein.", "not"},
		{"de", "Der Wert ist 1,000 im Mittel.", "Der Wert ist 1000 im Mittel.", "number"},
		{"de", "Mitarbeitende müssen interne Daten sperren.", "Mitarbeitende müssen externe Daten sperren.", "duty"},
		{"de", "Wir müssen die Daten sichern.", "Wir müssen die Daten sichten.", "duty"},
	} {
		text := func(body string) *Document {
			return wholeText("---\nid: A\nlanguage: " + tc.language + "\n---\n\n# Title\n\n" + body + "\n")
		}
		for _, way := range [][2]string{{tc.old, tc.new}, {tc.new, tc.old}} {
			d := must(Compare(text(way[0]), text(way[1]), CompareOptions{Names: []string{"Ada", "Bo"}, Metadata: []string{"version", "next review", "owner"}}))
			if got := kindsOf(d); got != tc.want {
				t.Errorf("%s: %q to %q is normative by %q, expected %q", tc.language, way[0], way[1], got, tc.want)
			}
		}
	}
}
