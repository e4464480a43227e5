package cli

// The data contract of `writ actions --format json` (schema/actions.schema.json). It only grows.
type (
	actionsJSON struct {
		Schema  int          `json:"schema"`
		Head    *string      `json:"head"`
		Main    mainJSON     `json:"main"`
		Today   string       `json:"today"`
		Actions []actionJSON `json:"actions"`
	}
	actionJSON struct {
		Address  string     `json:"address"`
		ID       *string    `json:"id"`
		Words    string     `json:"words"`
		State    string     `json:"state"`
		Owner    string     `json:"owner"`
		People   []string   `json:"people"`
		Source   string     `json:"source"`
		Document string     `json:"document"`
		Path     string     `json:"path"`
		Line     int        `json:"line"`
		Raised   *string    `json:"raised"`
		Due      *string    `json:"due"`
		FirstDue *string    `json:"firstDue"`
		Done     *string    `json:"done"`
		DaysLate int        `json:"daysLate"`
		Slip     int        `json:"slip"`
		Moves    []moveJSON `json:"moves"`
	}
	moveJSON struct {
		From   string  `json:"from"`
		To     string  `json:"to"`
		On     string  `json:"on"`
		Commit *string `json:"commit"`
	}
)

func (a *app) actionsJSON(x *listedActions) error {
	out := actionsJSON{Schema: 1, Head: idOrNull(x.book.Head.Commit), Main: mainOf(x.book.Main),
		Today: x.book.Today.String(), Actions: []actionJSON{}}
	for _, t := range x.all {
		lines, err := t.Entry.Lines()
		if err != nil {
			return err
		}
		line, _ := lines.Position(t.Span.Start)
		owner := t.Now.Cell("owner").Text
		if owner == "" {
			owner = t.Cell("owner").Text
		}
		one := actionJSON{Address: t.Address, ID: orNull(t.Action.ID), Words: t.Action.Words(), State: t.Now.Class(),
			Owner: owner, People: []string{}, Source: t.Cell("source").Text, Document: t.Entry.Key(), Path: t.Entry.Path,
			Line: line, Raised: orNull(t.Since.String()), Due: orNull(t.DueNow.String()),
			FirstDue: orNull(t.FirstDue.String()), Done: orNull(t.DoneOn.String()), DaysLate: t.Late(x.system),
			Slip: t.Slip(), Moves: []moveJSON{}}
		for _, p := range t.Owners {
			one.People = append(one.People, p.Key)
		}
		for _, m := range t.Moves {
			one.Moves = append(one.Moves, moveJSON{m.From.String(), m.To.String(), m.Change.Day.String(),
				idOrNull(m.Change.Step.ID)})
		}
		out.Actions = append(out.Actions, one)
	}
	return a.printJSON(out)
}
