package cli

import (
	"github.com/writ-docs/writ/internal/coverage"
)

// The data contract of `writ coverage --format json` (schema/coverage.schema.json). It only grows.
type (
	coverageJSON struct {
		Schema    int                    `json:"schema"`
		Head      *string                `json:"head"`
		Main      mainJSON               `json:"main"`
		Today     string                 `json:"today"`
		Standards []coverageStandardJSON `json:"standards"`
	}
	coverageStandardJSON struct {
		Name      string                `json:"name"`
		Title     string                `json:"title"`
		Statement []coverageDocJSON     `json:"statement"`
		Points    []coveragePointJSON   `json:"points"`
		Unknown   []coverageUnknownJSON `json:"unknown"`
	}
	coveragePointJSON struct {
		Number    string              `json:"number"`
		Title     string              `json:"title"`
		Sort      string              `json:"sort"`
		Group     string              `json:"group"`
		Own       bool                `json:"own"`
		State     string              `json:"state"`
		Documents []coverageDocJSON   `json:"documents"`
		Asks      []coverageAskJSON   `json:"asks"`
		Stated    *coverageStatedJSON `json:"stated"`
	}
	coverageAskJSON struct {
		What      string            `json:"what"`
		Mandatory bool              `json:"mandatory"`
		Kinds     []string          `json:"kinds"`
		State     string            `json:"state"`
		Documents []coverageDocJSON `json:"documents"`
	}
	coverageStatedJSON struct {
		Applicable    *string           `json:"applicable"`
		Justification string            `json:"justification"`
		Implemented   *string           `json:"implemented"`
		Evidence      string            `json:"evidence"`
		Documents     []coverageDocJSON `json:"documents"`
	}
	coverageDocJSON struct {
		ID     *string `json:"id"`
		Path   string  `json:"path"`
		Title  string  `json:"title"`
		Status string  `json:"status"`
		Valid  bool    `json:"valid"`
	}
	coverageUnknownJSON struct {
		Reference string          `json:"reference"`
		Document  coverageDocJSON `json:"document"`
	}
)

func (a *app) coverageJSON(x *covered) error {
	out := coverageJSON{Schema: 1, Head: idOrNull(x.book.Head.Commit), Main: mainOf(x.book.Main),
		Today: x.book.Today.String(), Standards: []coverageStandardJSON{}}
	for _, s := range x.all {
		one := coverageStandardJSON{Name: s.Of.Name, Title: s.Of.Title, Statement: coverageDocs(s.Statement),
			Points: []coveragePointJSON{}, Unknown: []coverageUnknownJSON{}}
		for i := range s.Points {
			one.Points = append(one.Points, coveragePoint(&s.Points[i]))
		}
		for _, u := range s.Unknown {
			one.Unknown = append(one.Unknown, coverageUnknownJSON{u.Reference, coverageDoc(u.Document)})
		}
		out.Standards = append(out.Standards, one)
	}
	return a.printJSON(out)
}

func coveragePoint(p *coverage.Point) coveragePointJSON {
	out := coveragePointJSON{Number: p.Number, Title: p.Title, Sort: string(p.Sort), Group: p.Group, Own: p.Own,
		State: string(p.State), Documents: coverageDocs(p.Documents), Asks: []coverageAskJSON{}}
	for _, x := range p.Asks {
		out.Asks = append(out.Asks, coverageAskJSON{x.What, x.Mandatory, append([]string{}, x.Kinds...),
			string(x.State), coverageDocs(x.Documents)})
	}
	if t := p.Stated; t != nil {
		out.Stated = &coverageStatedJSON{orNull(string(t.Applicable)), t.Justification, orNull(t.Implemented),
			t.Evidence, coverageDocs(t.Documents)}
	}
	return out
}

func coverageDocs(docs []coverage.Document) []coverageDocJSON {
	out := []coverageDocJSON{}
	for _, d := range docs {
		out = append(out, coverageDoc(d))
	}
	return out
}

func coverageDoc(d coverage.Document) coverageDocJSON {
	return coverageDocJSON{orNull(d.ID), d.Path, d.Title, d.Status, d.Valid}
}
