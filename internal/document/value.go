package document

import (
	"encoding/json"
	"strings"
)

// JSON returns the value as encoding/json reads it, with json.Number for numbers. A number that JSON writes otherwise,
// such as 0x1F, is text.
func (v Value) JSON() any {
	switch v.Kind {
	case Null:
		return nil
	case Bool:
		return strings.EqualFold(v.Text, "true")
	case Number:
		if json.Valid([]byte(v.Text)) {
			return json.Number(v.Text)
		}
	case List:
		all := []any{}
		for _, item := range v.List {
			all = append(all, item.JSON())
		}
		return all
	case Map:
		all := map[string]any{}
		for _, f := range v.Map {
			all[f.Key] = f.Value.JSON()
		}
		return all
	}
	return v.Text
}

// String returns the value as words: a list with commas, a mapping as key: value.
func (v Value) String() string {
	var all []string
	switch v.Kind {
	case List:
		for _, item := range v.List {
			all = append(all, item.String())
		}
	case Map:
		for _, f := range v.Map {
			all = append(all, f.Key+": "+f.Value.String())
		}
	default:
		return v.Text
	}
	return strings.Join(all, ", ")
}
