package rules

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// registers says in which kind, and below which heading, each table of testdata/headers.tsv stands, and what its row says
// by column. A column that isn't here is empty.
var registers = map[string]struct {
	kind, section string
	row           map[string]string
}{
	"corrective-action-log": {"corrective-action-log", "", map[string]string{"id": "CA-1", "raised": "2026-05-01",
		"source": "Audit", "nonconformity": "Backups were not tested in spring", "grade": "Minor", "cause": "Nobody had the task",
		"correction": "Tested", "action": "Test backups each month", "owner": "CISO", "due": "2026-12-31", "status": "Open"}},
	"management-review actions": {"management-review", "Decisions and actions", map[string]string{"id": "1",
		"action": "Test backups each month", "type": "Action", "owner": "CISO", "due": "2026-12-31", "status": "Open"}},
	"management-review metrics": {"management-review", "Monitoring and measurement results", map[string]string{
		"metric": "Patched hosts", "target": "≥ 95%", "actual": "97%", "status": "met", "trend": "stable"}},
	"objectives": {"objectives", "", map[string]string{"objective": "Less phishing", "target": "below 5 %",
		"measure": "clicks per campaign", "owner": "CISO", "frequency": "quarterly", "due": "2026-12-31", "means": "training"}},
	"statement-of-applicability": {"statement-of-applicability", "", map[string]string{"control": "A.5.1",
		"title": "Policies for information security", "applicable": "Yes", "justification": "Required by law",
		"implemented": "Implemented", "evidence": "Report 3"}},
	"risk-assessment": {"risk-assessment", "", map[string]string{"id": "R-1", "risk": "Theft of laptops",
		"asset": "laptops", "owner": "CISO", "likelihood": "3", "consequence": "3", "level": "9", "treatment": "Mitigate",
		"residual": "low"}},
	"risk-treatment": {"risk-treatment", "", map[string]string{"risk": "R-1", "owner": "CISO", "treatment": "Mitigate",
		"control": "A.5.1", "residual": "low", "due": "2026-12-31"}},
	"stakeholders": {"context", "Stakeholders", map[string]string{"stakeholder": "Customers",
		"requirements": "availability", "addressed": "A.5.30"}},
	"internal-audit items": {"internal-audit", "Checklist", map[string]string{"reference": "4.3",
		"item": "Is the scope defined?", "result": "Conform"}},
	"internal-audit findings": {"internal-audit", "Findings", map[string]string{"id": "F-1", "grade": "Opportunity",
		"finding": "The policy is long", "reference": "5.2"}},
	"internal-audit counts": {"internal-audit", "Findings", map[string]string{"result": "Minor nonconformities",
		"number": "0"}},
	"audit-programme": {"audit-programme", "", map[string]string{"audit": "AUD-1", "scope": "4-10, A.5.1-A.5.37",
		"when": "2027-05-04", "auditor": "Smith LLP (external)"}},
	"external documents": {"external-register", "", map[string]string{"title": "GDPR", "source": "eur-lex.europa.eu",
		"edition": "2016/679", "owner": "CISO", "checked": "2026-05-01", "next": "2027-05-01"}},
	"attendees": {"management-review", "Attendees", map[string]string{"name": "Bo Lind", "role": "CEO", "present": "yes"}},
}

// ownFields are the fields of a kind's document besides those of each.
var ownFields = map[string]string{
	"management-review": "date: 2026-05-20\nattendees: [CEO]\nnext_meeting: 2027-05-20\nreview_period: 2026\n",
	"internal-audit":    "audit_date: 2026-05-20\nauditor: Smith LLP (external)\narea: IT\nstandard: ISO/IEC 27001:2022\n",
	"risk-assessment":   "date: 2026-05-01\n",
}

// TestRegisterHeaders lints tables with the headers of real registers: each table as often as its column with the most names
// has some. What is found was read by a person, and is true.
func TestRegisterHeaders(t *testing.T) {
	src, err := os.ReadFile("testdata/headers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var order []string // tables, then columns of each
	columns := map[string][]string{}
	names := map[string][]string{} // by table and column
	for line := range strings.Lines(string(src)) {
		part := strings.Split(strings.TrimSpace(line), "\t")
		if !slices.Contains(order, part[0]) {
			order = append(order, part[0])
		}
		if !slices.Contains(columns[part[0]], part[1]) {
			columns[part[0]] = append(columns[part[0]], part[1])
		}
		names[part[0]+"\t"+part[1]] = append(names[part[0]+"\t"+part[1]], part[2])
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(order)), slices.Sorted(maps.Keys(registers))); diff != "" {
		t.Fatalf("tables (-headers.tsv +registers):\n%s", diff)
	}
	var story strings.Builder
	for i, table := range order {
		for n := 0; ; n++ {
			more := false
			var headers, cells, rule strings.Builder
			used := map[string]bool{}
			for _, column := range columns[table] {
				all := names[table+"\t"+column]
				more = more || n < len(all)
				header := all[n%len(all)]
				if key := strings.ToLower(header); used[key] || column == "nc" { // one table has one id
					continue
				}
				used[strings.ToLower(header)] = true
				fmt.Fprintf(&headers, "| %s ", header)
				cell := registers[table].row[column]
				if table == "corrective-action-log" && column == "id" {
					cell = fmt.Sprintf("CA-%d", n+1)
				}
				fmt.Fprintf(&cells, "| %s ", cell)
				rule.WriteString("|---")
			}
			if !more {
				break
			}
			name := fmt.Sprintf("%s-%02d", strings.ReplaceAll(table, " ", "-"), n)
			writeRegister(&story, table, name, fmt.Sprintf("D%d-%d", i, n), fmt.Sprintf("%s %d", table, n))
			fmt.Fprintf(&story, "%s|\n%s|\n%s|\n", &headers, &rule, &cells)
		}
	}
	goldenRegisters(t, story.String(), "testdata/registers.txt")
}

// cellsOf says in which table, and in which of its columns, the cells of a meaning stand.
var cellsOf = map[string]struct{ table, column string }{
	"status → open":          {"corrective-action-log", "status"},
	"status → done":          {"corrective-action-log", "status"},
	"status → verified":      {"corrective-action-log", "status"},
	"status → void":          {"corrective-action-log", "status"},
	"day":                    {"corrective-action-log", "due"},
	"period":                 {"corrective-action-log", "due"},
	"relative or no day":     {"corrective-action-log", "due"},
	"owner":                  {"corrective-action-log", "owner"},
	"applicable → yes":       {"statement-of-applicability", "applicable"},
	"applicable → no":        {"statement-of-applicability", "applicable"},
	"implemented":            {"statement-of-applicability", "implemented"},
	"audit result → conform": {"internal-audit items", "result"},
	"audit result → minor":   {"internal-audit items", "result"},
	"audit result → major":   {"internal-audit items", "result"},
	"audit result → opportunity or observation": {"internal-audit items", "result"},
	"audit result → not applicable":             {"internal-audit items", "result"},
	"met":                                       {"management-review metrics", "status"},
	"missed":                                    {"management-review metrics", "status"},
	"target":                                    {"management-review metrics", "target"},
	"actual":                                    {"management-review metrics", "actual"},
	"treatment":                                 {"risk-assessment", "treatment"},
	"present":                                   {"attendees", "present"},
}

// TestRegisterCells lints tables with the cells of real registers: one table for each meaning, whose rows differ in
// that cell, and in what tells one row from another. What is found was read by a person, and is true.
func TestRegisterCells(t *testing.T) {
	src, err := os.ReadFile("../../internal/records/testdata/cells.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	cells := map[string][]string{}
	for line := range strings.Lines(string(src)) {
		part := strings.Split(line, "\t")
		if !slices.Contains(order, part[0]) {
			order = append(order, part[0])
		}
		cells[part[0]] = append(cells[part[0]], part[1])
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(order)), slices.Sorted(maps.Keys(cellsOf))); diff != "" {
		t.Fatalf("meanings (-cells.tsv +cellsOf):\n%s", diff)
	}
	var story strings.Builder
	for i, meaning := range order {
		of := cellsOf[meaning]
		writeRegister(&story, of.table, fmt.Sprintf("%02d", i), fmt.Sprintf("D%d", i), meaning)
		columns := slices.Sorted(maps.Keys(registers[of.table].row))
		fmt.Fprintf(&story, "| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
		for n, cell := range cells[meaning] {
			row := maps.Clone(registers[of.table].row)
			for column, value := range map[string]string{"id": fmt.Sprintf("%s-%d", strings.TrimRight(row["id"], "-1"), n+1),
				"control": fmt.Sprintf("A.5.%d", n+1), "metric": fmt.Sprintf("Metric %d", n+1), "risk": fmt.Sprintf("Theft of laptop %d", n+1),
				"item": fmt.Sprintf("Is question %d answered?", n+1), "name": fmt.Sprintf("Bo Lind %d", n+1),
				"nonconformity": fmt.Sprintf("Backup %d was not tested", n+1), of.column: strings.ReplaceAll(cell, "|", "\\|")} {
				if _, has := row[column]; has {
					row[column] = value
				}
			}
			for _, column := range columns {
				fmt.Fprintf(&story, "| %s ", row[column])
			}
			story.WriteString("|\n")
		}
	}
	goldenRegisters(t, story.String(), "testdata/cells.txt")
}

// writeRegister writes the head of a document with a register's table.
func writeRegister(story *strings.Builder, table, name, id, title string) {
	of := registers[table]
	fmt.Fprintf(story, "-- docs/%s.md --\n---\nid: %s\ntitle: %s\nkind: %s\nowner: ciso\n%s", name, id, title, of.kind,
		ownFields[of.kind])
	if _, record := ownFields[of.kind]; record || strings.HasSuffix(of.kind, "-log") || strings.HasSuffix(of.kind, "-register") {
		story.WriteString("status: open\n---\n\n")
	} else {
		story.WriteString("status: draft\nversion: \"0.1\"\nreview_date: 2027-05-01\n---\n\n")
	}
	if of.section != "" {
		fmt.Fprintf(story, "## %s\n\n", of.section)
	}
}

// goldenRegisters lints the documents of a story, and compares what is found with a file.
func goldenRegisters(t *testing.T, documents, file string) {
	t.Helper()
	got := ""
	for _, f := range examine(t, `-- writ.yaml --
version: 1
retention: 3 years
people:
  ada: {name: Ada Byron, emails: [ada@example.com]}
  bo: {name: Bo Lind, emails: [bo@example.com]}
roles:
  ciso: {title: CISO, holders: [{person: ada}]}
  ceo: {title: CEO, holders: [{person: bo}]}
  top-management: {title: Top management, any_of: [ceo]}
`+documents+"-- git: commit 2026-05-25 ada --\nBegin\n-- git: today 2026-06-01 --\n").Findings {
		if f.Rule.ID != "WR501" && f.Rule.ID != "WR701" { // there are no sections but the table's
			got += fmt.Sprintf("%s:%d %s %s\n", f.Path, f.Range.Start.Line, f.Rule.ID, f.Message)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("findings (-want +got; go test ./lint/rules -run TestRegister -update rewrites them):\n%s", diff)
	}
}
