package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr124() *lint.Rule {
	return &lint.Rule{
		ID: "WR124", Name: "body-contradicts-metadata", Scope: lint.Document, Severity: lint.Error,
		Title: "The head of the text contradicts the front matter",
		Text: `Documents that came from a word processor carry a block of version, owner and dates in their text.
Nobody keeps both up to date, and readers believe the one that they see.

**What counts.** Above the second heading: a line or a table's row of two cells such as "Version: 2.0", "Owner: …",
"Approver: …", "Effective date: …", "Next review: …" or "Last reviewed: …" with another value than the field's.

**What doesn't.** Values that can't be read as a version, a day, or a role or person of the roster; a person who holds
the role that the field names; such words further down; fields that the front matter lacks.

**How to fix it.** Remove the line: the page prints these facts from the front matter.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR124"), Good: good("WR124"),
		Find: findContradictions,
	}
}

// statedFields gives the version, person or day of which a label in a text speaks, by the label in lower case. Claims
// of an approval are WR211's.
var statedFields = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, f := range schema.Fields() {
		if f.Claim || f.Type != schema.Version && f.Type != schema.Person && f.Type != schema.Day {
			continue
		}
		for _, label := range f.Labels {
			all[label] = f.Name
		}
	}
	return all
})

func findContradictions(p *lint.Pass) error {
	e := p.Doc
	if len(e.Stated()) == 0 || !judged(e) {
		return nil
	}
	fields := statedFields()
	for _, x := range e.Stated() {
		name := fields[x.Label]
		if name == "" || x.Foot {
			continue
		}
		f, field, wrong, ok := single(e, name)
		value := strings.TrimSpace(x.Value)
		if ok && wrong == "" && contradicts(p.Input, name, field, value) {
			p.Report(lint.Found{Span: x.Span, Anchor: "text " + name,
				Message: fmt.Sprintf("the text says %s for %s, and the front matter says %s", quoted(value), f.Key,
					quoted(field)),
				Help: "remove the line; the page prints it from the front matter"})
		}
	}
	return nil
}

var plainVersion = lazyregexp.New(`^[vV]?([0-9]+(?:\.[0-9]+)+)$`)

// contradicts reports whether a value in the text can be read as a field's, and is another one.
func contradicts(in *lint.Input, name, field, value string) bool {
	switch schema.FieldNamed(name).Type {
	case schema.Version:
		m := plainVersion.FindStringSubmatch(value)
		return m != nil && compareVersions(m[1], field) != 0
	case schema.Person:
		return otherPerson(in, field, value)
	}
	stated, err := day.Parse(field)
	days := day.Readings(value, in.Config.Organization.Timezone)
	if d, err := day.Parse(value); err == nil {
		days = []day.Day{d}
	}
	return err == nil && len(days) > 0 && !slices.Contains(days, stated)
}

// otherPerson reports whether two names of roles or people of the roster mean different ones.
func otherPerson(in *lint.Input, a, b string) bool {
	roleA, personA, knownA := in.Config.KnownOwner(a)
	roleB, personB, knownB := in.Config.KnownOwner(b)
	if !knownA || !knownB || roleA == roleB && personA == personB {
		return false
	}
	role, person := roleA+roleB, personA+personB
	if roleA != "" && roleB != "" || personA != "" && personB != "" {
		return true
	}
	for _, h := range in.Config.Roles[role].Holders {
		if h.Person == person {
			return false
		}
	}
	return !slices.Contains(in.Config.RolesOf(person, in.Today), role)
}
