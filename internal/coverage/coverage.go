package coverage

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/schema"
)

// State is how far something is answered.
type State string

// The states, the best one first.
const (
	InForce  State = "in force"       // by a document in force or on record
	Evidence State = "evidence"       // the statement of applicability names what shows it, and no document claims it
	Draft    State = "draft"          // by documents that aren't in force
	Missing  State = "missing"        // by none, and something written is asked for
	None     State = "none"           // by none, and none is mandatory
	Excluded State = "not applicable" // says the statement of applicability
)

// Standard is what documents answer of one standard.
type Standard struct {
	Of        *schema.Standard
	Points    []Point // clauses and controls in the standard's order, then the company's own
	Statement []Document
	Unknown   []Unknown
}

// Point is a clause or a control with what answers it.
type Point struct {
	schema.Point
	Own       bool // the company's own
	Group     string
	State     State
	Documents []Document
	Asks      []Ask
	Stated    *Stated // what the statement of applicability says of a control; nil for nothing
}

// Evidence are the documents that the statement of applicability names for a control, and those that claim it.
func (p *Point) Evidence() []Document {
	var all []Document
	if p.Stated != nil {
		all = slices.Clone(p.Stated.Documents)
	}
	for _, d := range p.Documents {
		if !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	return all
}

// Ask is something written that a point asks for.
type Ask struct {
	schema.Asked
	State     State // InForce, Draft or Missing
	Documents []Document
}

// Document is one that answers something.
type Document struct {
	ID, Path, Title, Status string
	Valid                   bool // in force or on record; not minutes and reports that wait for their approval
}

// Unknown is a claim to answer what a standard doesn't have.
type Unknown struct {
	Reference string
	Document  Document
}

// Input is what coverage is worked out from.
type Input struct {
	Config   *config.Config
	Register *register.Register
	View     standing.View

	// Read reads the tables of a document of the register as a kind has them, for who has read them already; nil reads
	// them anew.
	Read func(*register.Entry, *config.Kind) (records.Reading, error)

	// Statement is what a document of the register states, for who has read that already; nil reads it anew.
	Statement func(*register.Entry) (*Statement, error)

	all []claimant // nil before somebody asks
}

// claimant is a document with what it claims in the words that count.
type claimant struct {
	Document
	entry  *register.Entry
	kind   *config.Kind
	words  *document.Document
	claims []schema.Reference
}

// Of works out what documents answer of a standard.
func (in *Input) Of(s *schema.Standard) (*Standard, error) {
	all, err := in.claimants(s)
	if err != nil {
		return nil, err
	}
	out := &Standard{Of: s}
	stated, by, err := in.statement(s, all)
	if err != nil {
		return nil, err
	}
	out.Statement = by
	group := ""
	for _, p := range s.Points {
		if p.Sort == schema.Group {
			group = p.Title
			continue
		}
		out.Points = append(out.Points, in.point(Point{Point: p, Group: group}, s, all, stated))
	}
	for _, own := range in.Config.Coverage.OwnControls {
		p := schema.Point{Number: own.ID, Title: own.Title, Sort: schema.Control}
		out.Points = append(out.Points, in.point(Point{Point: p, Group: "Own controls", Own: true}, s, all, stated))
	}
	out.Unknown = in.unknown(s, all)
	return out, nil
}

// claimants are the documents that may answer something, in the order of their keys, with what they claim to answer of
// a standard. What somebody proposes, and nobody approved yet, claims nothing for the words in force.
func (in *Input) claimants(s *schema.Standard) ([]claimant, error) {
	if in.all == nil {
		all, err := in.counting()
		if err != nil {
			return nil, err
		}
		in.all = all
	}
	all := slices.Clone(in.all)
	for i := range all {
		all[i].claims = in.claimsOf(s, all[i].words)
	}
	return all, nil
}

// counting are the documents whose words count, or will.
func (in *Input) counting() (all []claimant, err error) {
	standings, err := in.View.All()
	if err != nil {
		return nil, err
	}
	for i := range standings {
		x := &standings[i]
		if x.State == standing.Retired || x.State == standing.Removed || x.Rival != "" {
			continue
		}
		e := in.Register.ByPath(x.Path)
		if e == nil || e.Link != "" || !e.Front.Readable() || e.Status() == schema.Retired {
			continue
		}
		words := e.Document
		if x.Valid() && x.Change != nil && x.Change.Blob != e.Blob {
			if words, err = in.View.Book.ReadWords(x.Path, x.Change.Blob); err != nil {
				return nil, err
			}
		}
		valid := x.Valid() && !(x.Kind.Record && x.Kind.Approval && x.Status == schema.Open)
		all = append(all, claimant{Document: Document{x.ID, x.Path, x.Title, x.Status, valid}, entry: e, kind: x.Kind,
			words: words})
	}
	return all, nil
}

// claimsOf reads the entries of satisfies. One without a standard is the company's own control, or none.
func (in *Input) claimsOf(s *schema.Standard, d *document.Document) (claims []schema.Reference) {
	f, _ := d.Front.Field("satisfies")
	for _, v := range append(f.Value.List, f.Value) {
		if v.Kind == document.List || v.Text == "" {
			continue
		}
		r := schema.ParseReference(v.Text)
		if own := OwnControl(in.Config, r.Number); own != "" && (r.Standard == "" || r.Standard == s.Name) {
			r = schema.Reference{Standard: s.Name, Number: own}
		}
		claims = append(claims, r)
	}
	return claims
}

func (in *Input) point(p Point, s *schema.Standard, all []claimant, stated map[string]*Stated) Point {
	this := schema.Reference{Standard: s.Name, Number: p.Number}
	add := func(to *[]Document, d Document) {
		if !slices.Contains(*to, d) {
			*to = append(*to, d)
		}
	}
	for _, c := range all {
		if slices.Contains(c.claims, this) {
			add(&p.Documents, c.Document)
		}
	}
	for _, a := range p.Point.Asks {
		ask := Ask{Asked: a}
		for _, c := range all {
			if kind := in.ofKind(c.kind, a.Kinds); kind != "" && (sufficient(kind) || slices.Contains(c.claims, this)) ||
				len(a.Kinds) == 0 && slices.Contains(c.claims, this) {
				add(&ask.Documents, c.Document)
				add(&p.Documents, c.Document)
			}
		}
		ask.State = stateOf(ask.Documents, Missing)
		p.Asks = append(p.Asks, ask)
	}
	p.State, p.Stated = stateOf(p.Documents, None), stated[p.Number]
	for _, a := range p.Asks {
		if a.Mandatory && worse(a.State, p.State) {
			p.State = a.State
		}
	}
	if p.Stated != nil {
		switch {
		case p.Stated.Applicable == No:
			p.State = Excluded
		case p.State == None && p.Stated.Evidence != "":
			p.State = Evidence
		}
	}
	return p
}

// ofKind returns the name of the kind by which a document is one of some kinds: its own, or one that it is built on;
// "" for none.
func (in *Input) ofKind(k *config.Kind, kinds []string) string {
	for depth := 0; k != nil && depth <= len(in.Config.Kinds); depth++ {
		if slices.Contains(kinds, k.Name) {
			return k.Name
		}
		k = in.Config.Kinds[k.Extends]
	}
	return ""
}

// sufficient reports whether a document of a kind answers what asks for that kind without saying so. Policies,
// procedures and records may be about anything.
func sufficient(kind string) bool {
	return !slices.Contains([]string{"policy", "procedure", "record"}, kind)
}

// stateOf is the state of what documents answer, or else what it is without any.
func stateOf(docs []Document, without State) State {
	switch {
	case slices.ContainsFunc(docs, func(d Document) bool { return d.Valid }):
		return InForce
	case len(docs) > 0:
		return Draft
	}
	return without
}

func worse(a, b State) bool {
	order := []State{InForce, Evidence, Draft, None, Missing}
	return slices.Index(order, a) > slices.Index(order, b)
}

// unknown lists the claims that no point of the standard has. Claims for other standards aren't looked at.
func (in *Input) unknown(s *schema.Standard, all []claimant) (out []Unknown) {
	for _, c := range all {
		for _, r := range c.claims {
			_, known := s.Point(r.Number)
			if (r.Standard == s.Name || r.Standard == "") && !(known && r.Standard != "") &&
				OwnControl(in.Config, r.Number) == "" {
				out = append(out, Unknown{r.String(), c.Document})
			}
		}
	}
	return out
}

// reading reads the tables of a document's words.
func (in *Input) reading(c *claimant) (records.Reading, error) {
	cfg := in.Config
	if in.Read != nil && c.words == c.entry.Document {
		return in.Read(c.entry, c.kind)
	}
	return records.Read(c.words, c.kind.Tables, records.Context{Roster: cfg,
		Calendar: records.Calendar{Zone: cfg.Organization.Timezone, FiscalYear: cfg.Organization.FiscalYear}})
}
