package schema

// Table is a table that documents of a kind hold.
type Table struct {
	Name     string   `yaml:"name"`
	In       []string `yaml:"in"`       // sections, in lower case, that hold it; it decides where two tables fit
	Only     bool     `yaml:"only"`     // it is known in its section alone
	Required bool     `yaml:"required"` // the kind consists of it
	Key      []string `yaml:"key"`      // the columns that it is known by
	AnyOf    []string `yaml:"any_of"`   // and one of these
	Columns  []Column `yaml:"columns"`
}

// Column is a column of a table.
type Column struct {
	Name     string              `yaml:"name"`
	Type     string              `yaml:"type"` // id, day, status, party, quantity, text, list, or a file of the folder words
	Required string              `yaml:"required"`
	Also     []string            `yaml:"also"` // other headers, in lower case
	Pattern  string              `yaml:"pattern"`
	None     bool                `yaml:"none"`  // n/a and none are answers
	Words    map[string][]string `yaml:"words"` // added to the classes of the type's words
}
