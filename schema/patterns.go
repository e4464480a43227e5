package schema

import (
	"encoding/json"
	"fmt"
	"sync"
)

// patterns are the regular expressions under "$defs" of the schema of writ.yaml, by name.
var patterns = sync.OnceValue(func() map[string]string {
	var doc struct {
		Defs map[string]struct{ Pattern string } `json:"$defs"`
	}
	text, err := JSON("config")
	if err == nil {
		err = json.Unmarshal(text, &doc)
	}
	if err != nil {
		panic(fmt.Sprintf("the embedded schema of writ.yaml: %v", err)) // a test reads it
	}
	all := map[string]string{}
	for name, def := range doc.Defs {
		if def.Pattern != "" {
			all[name] = def.Pattern
		}
	}
	return all
})

// Pattern returns the regular expression that the schema of writ.yaml defines under a name, such as "key". It panics
// for a name without one.
func Pattern(def string) string {
	p, ok := patterns()[def]
	if !ok {
		panic("the schema of writ.yaml defines no pattern " + def)
	}
	return p
}
