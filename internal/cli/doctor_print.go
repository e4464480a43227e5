package cli

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/lint/report"
)

func (a *app) doctorText(x *diagnosis) error {
	var b strings.Builder
	for _, c := range x.checks {
		for i, line := range c.seen {
			head := ""
			if i == 0 {
				head = c.name
			}
			fmt.Fprintf(&b, "%-10s %-19s %s\n", stateCell(c, i), head, report.Visible(line))
		}
		for _, line := range c.fix {
			fmt.Fprintf(&b, "%-10s %-19s fix: %s\n", "", "", report.Visible(line))
		}
	}
	b.WriteString("\n")
	if x.grade == "" {
		b.WriteString("Attainable here: nothing can be proved in this clone as it is.\n")
	} else {
		fmt.Fprintf(&b, "Attainable here: grade %s, %s.\n", x.grade, gradeWords[x.grade])
		for _, k := range x.kinds {
			if string(k.grade) != x.grade {
				fmt.Fprintf(&b, "  %s can reach %s\n", report.Visible(k.kind.Name), k.grade)
			}
		}
	}
	if x.change == "" {
		b.WriteString("Nothing raises it, and it is binding.\n")
	} else {
		fmt.Fprintf(&b, "The one change: %s.\n", report.Visible(x.change))
	}
	_, err := a.streams.Out.Write([]byte(b.String()))
	return err
}

func stateCell(c check, i int) string {
	if i > 0 {
		return ""
	}
	return c.state
}

var gradeWords = map[string]string{
	"A": "the approver's own signature",
	"B": "a forge's review, captured and vouched for",
	"C": "a name, unsigned",
	"D": "it reached the main branch, and nobody is named",
}

// The data contract of `writ doctor --format json` (schema/doctor.schema.json). It only grows.
type (
	doctorJSON struct {
		Schema int              `json:"schema"`
		Head   *string          `json:"head"`
		Main   mainJSON         `json:"main"`
		Today  string           `json:"today"`
		Grade  *string          `json:"grade"`
		Change *string          `json:"change"`
		Checks []checkJSON      `json:"checks"`
		Kinds  []doctorKindJSON `json:"kinds"`
	}
	checkJSON struct {
		Name  string   `json:"name"`
		State string   `json:"state"`
		Seen  []string `json:"seen"`
		Fix   []string `json:"fix"`
	}
	doctorKindJSON struct {
		Kind      string   `json:"kind"`
		Approvers []string `json:"approvers"`
		Minimum   int      `json:"minimum"`
		People    []string `json:"people"`
		Grade     *string  `json:"grade"`
	}
)

func (a *app) doctorJSON(x *diagnosis) error {
	out := doctorJSON{Schema: 1, Main: mainOf(x.main), Today: x.project.today.String(), Grade: orNull(x.grade),
		Change: orNull(x.change), Checks: []checkJSON{}, Kinds: []doctorKindJSON{}}
	if !x.project.head.Unborn {
		out.Head = idOrNull(x.project.head.Commit)
	}
	for _, c := range x.checks {
		out.Checks = append(out.Checks, checkJSON{c.name, c.state, append([]string{}, c.seen...),
			append([]string{}, c.fix...)})
	}
	for _, k := range x.kinds {
		kind := doctorKindJSON{Kind: k.kind.Name, Approvers: append([]string{}, k.roles...),
			Minimum: k.demand.Asks[0].Minimum, People: []string{}}
		for _, p := range k.people {
			kind.People = append(kind.People, p.Name)
		}
		if x.grade != "" {
			kind.Grade = orNull(string(k.grade))
		}
		out.Kinds = append(out.Kinds, kind)
	}
	return a.printJSON(out)
}
