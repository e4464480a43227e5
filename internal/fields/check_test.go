package fields

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas and values that are tried against each other: another implementation is the oracle.
var (
	trySchemas = []string{
		`true`, `false`, `{}`, `{"type": "string"}`, `{"type": ["integer", "null"]}`, `{"type": "number"}`,
		`{"enum": ["low", 1, null, [1]]}`, `{"const": 1}`, `{"const": null}`, `{"minimum": 1, "maximum": 5}`,
		`{"exclusiveMinimum": 1, "exclusiveMaximum": 5}`, `{"multipleOf": 0.1}`, `{"minLength": 2, "maxLength": 4}`,
		`{"pattern": "^[a-z]+$"}`, `{"format": "date"}`, `{"format": "email"}`, `{"format": "date-time"}`,
		`{"minItems": 1, "maxItems": 2}`, `{"uniqueItems": true}`, `{"contains": {"type": "string"}}`,
		`{"contains": {"type": "string"}, "minContains": 0, "maxContains": 1}`, `{"items": {"type": "integer"}}`,
		`{"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}`, `{"required": ["a"]}`,
		`{"properties": {"a": {"type": "integer"}}, "additionalProperties": false}`, `{"minProperties": 2}`,
		`{"maxProperties": 1}`, `{"patternProperties": {"^b": {"type": "string"}}, "additionalProperties": {"type": "integer"}}`,
		`{"propertyNames": {"maxLength": 1}}`, `{"dependentRequired": {"a": ["b"]}}`,
		`{"dependentSchemas": {"a": {"required": ["b"]}}}`, `{"allOf": [{"minimum": 2}, {"maximum": 3}]}`,
		`{"anyOf": [{"type": "string"}, {"minimum": 3}]}`, `{"oneOf": [{"minimum": 2}, {"maximum": 3}]}`,
		`{"not": {"type": "string"}}`, `{"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"type": "integer"}}`,
	}
	tryValues = []string{
		`null`, `true`, `1`, `1.0`, `2.5`, `3`, `7`, `0.3`, `1e300`, `""`, `"low"`, `"Grüße"`, `"abc"`, `"2026-02-28"`, `"2026-02-30"`,
		`"ada@example.com"`, `"2026-03-31T14:00:00+02:00"`, `[]`, `[1]`, `[1, 1.0]`, `["a"]`, `["a", "b"]`, `["a", 1]`, `[1, 2, 3]`,
		`{}`, `{"a": 1}`, `{"a": "x"}`, `{"a": 1, "b": "x"}`, `{"b": 1}`, `{"ab": 2}`, `{"c": 1, "d": 2}`,
	}
)

func parse(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
	if err != nil {
		t.Fatal(text, err)
	}
	return v
}

// TestCheckAgainstAnother: each value fits a schema here exactly where it does for another implementation.
func TestCheckAgainstAnother(t *testing.T) {
	for _, text := range trySchemas {
		s := parse(t, text)
		if f := Faults(s); len(f) > 0 {
			t.Errorf("%s: %v", text, f)
		}
		c := jsonschema.NewCompiler()
		c.DefaultDraft(jsonschema.Draft2020)
		c.AssertFormat()
		if err := c.AddResource("s", s); err != nil {
			t.Fatal(err)
		}
		other, err := c.Compile("s")
		if err != nil {
			t.Fatal(text, err)
		}
		for _, v := range tryValues {
			var refused *jsonschema.ValidationError
			want := !errors.As(other.Validate(parse(t, v)), &refused)
			if got := New([]byte(text)).Check(parse(t, v)); (len(got) == 0) != want {
				t.Errorf("%s by %s: %v; another implementation says %v", v, text, got, want)
			}
		}
	}
}

// TestEveryKeywordIsTried: a keyword that no schema above has is tried by nothing.
func TestEveryKeywordIsTried(t *testing.T) {
	all := ""
	for _, s := range trySchemas {
		all += s
	}
	for key, of := range keywords {
		if of != note && !bytes.Contains([]byte(all), []byte(`"`+key+`"`)) {
			t.Errorf("%s isn't tried", key)
		}
	}
}

func TestProblems(t *testing.T) {
	for _, x := range [][3]string{
		{`{"type": "integer", "maximum": 5}`, `7`, " is 7; expected at most 5"},
		{`{"type": "integer"}`, `"high"`, ` is "high"; expected a whole number`},
		{`{"items": {"properties": {"n": {"enum": ["a", 2]}}}}`, `[{"n": 3}]`, `[0].n is 3; expected one of a, 2`},
		{`{"anyOf": [{"type": "string"}, {"type": "null"}]}`, `1`, " is 1; expected text, or nothing"},
		{`{"type": "object", "required": ["name"]}`, `{}`, " is a mapping; expected the key name in it"},
		{`{"maximum": 1}`, `1e999999999`, " is 1e999999999; expected a number that can be compared"},
	} {
		got := ""
		for _, p := range New([]byte(x[0])).Check(parse(t, x[1])) {
			got += p.At + " is " + p.Got + "; expected " + p.Expected
		}
		if got != x[2] {
			t.Errorf("%s by %s: %q, want %q", x[1], x[0], got, x[2])
		}
	}
	if p := (*Schema)(nil).Check(json.Number("1")); p != nil {
		t.Error(p)
	}
}

func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		`1`:                               "[] is a number; expected a JSON Schema",
		`{"type": "strin"}`:               `[type] is "strin"; expected one of array, boolean, integer, null, number, object, string`,
		`{"minimun": 1}`:                  "[minimun] isn't a keyword of JSON Schema that writ follows; did you mean `minimum`?",
		`{"items": {"minimum": "1"}}`:     `[items minimum] is "1"; expected a number`,
		`{"pattern": "(?=x)"}`:            "[pattern] is \"(?=x)\", which isn't a regular expression: error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
		`{"format": "ipv4"}`:              `[format] is "ipv4"; expected one of date, date-time, email, uri`,
		`{"anyOf": [{"enum": []}]}`:       "[anyOf 0 enum] is a list; expected a list of values",
		`{"maxItems": 1.5}`:               "[maxItems] is 1.5; expected a whole number from 0 on",
		`{"$ref": "#/x"}`:                 "[$ref] isn't a keyword of JSON Schema that writ follows",
		`{"uniqueItems": 1}`:              "[uniqueItems] is 1; expected true or false",
		`{"required": [1]}`:               "[required] is a list; expected a list of names",
		`{"properties": []}`:              "[properties] is a list; expected schemas, by name",
		`{"dependentRequired": {"a": 1}}`: "[dependentRequired] is a mapping; expected lists of names, by name",
	} {
		got := ""
		for _, f := range Faults(parse(t, text)) {
			at, _ := json.Marshal(f.At)
			if f.At == nil {
				at = []byte("[]")
			}
			got += string(bytes.ReplaceAll(bytes.ReplaceAll(at, []byte(`"`), nil), []byte(","), []byte(" "))) + " " + f.Message
			if f.Help == "" {
				t.Errorf("%s: no help", text)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
