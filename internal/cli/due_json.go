package cli

import "github.com/writ-docs/writ/internal/isms"

// The data contract of `writ due --format json` (schema/due.schema.json). It only grows.
type (
	dueJSON struct {
		Schema int           `json:"schema"`
		Head   *string       `json:"head"`
		Main   mainJSON      `json:"main"`
		Today  string        `json:"today"`
		Until  string        `json:"until"`
		Items  []dueItemJSON `json:"items"`
	}
	dueItemJSON struct {
		What   string         `json:"what"`
		Key    string         `json:"key"`
		Name   string         `json:"name"`
		Title  string         `json:"title"`
		Path   string         `json:"path"`
		Due    string         `json:"due"`
		Late   int            `json:"late"`
		Owners []dueOwnerJSON `json:"owners"`
	}
	dueOwnerJSON struct {
		Name   string  `json:"name"`
		Person *string `json:"person"`
		Role   *string `json:"role"`
	}
)

func (a *app) dueJSON(x *dueList) error {
	out := dueJSON{Schema: 1, Head: idOrNull(x.book.Head.Commit), Main: mainOf(x.book.Main),
		Today: x.book.Today.String(), Until: x.until.String(), Items: []dueItemJSON{}}
	for _, item := range x.items {
		out.Items = append(out.Items, dueItem(item))
	}
	return a.printJSON(out)
}

func dueItem(item isms.Item) dueItemJSON {
	out := dueItemJSON{What: item.What, Key: item.Key, Name: item.Name, Title: item.Title, Path: item.Path,
		Due: item.Due.String(), Late: item.Late, Owners: []dueOwnerJSON{}}
	for _, o := range item.Owners {
		x := dueOwnerJSON{Name: o.Name, Role: orNull(o.Role)}
		if o.Person != nil {
			x.Person = orNull(o.Person.Key)
		}
		out.Owners = append(out.Owners, x)
	}
	return out
}
