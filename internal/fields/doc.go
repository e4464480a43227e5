// Package fields knows the JSON Schemas of front matter's fields, draft 2020-12: what is wrong with one, and whether a
// value fits. Values are those of encoding/json, with json.Number for numbers. References are written out before, so
// it fetches nothing and follows nothing; it must not know documents, kinds or files.
package fields
