package lint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
)

// BaselineError says what is wrong with a baseline's file, and where. Line and column count from 1, the column bytes.
type BaselineError struct {
	Path          string
	Line, Column  int
	Message, Help string
}

func (e *BaselineError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s; %s", e.Path, e.Line, e.Column, e.Message, e.Help)
}

var (
	fingerprintShape = lazyregexp.New(`^[0-9a-f]{64}$`)
	ruleShape        = lazyregexp.New(`^[A-Z]{2,12}[0-9]{3,4}$`)
)

// ParseBaseline reads a baseline's file, strictly: a misspelt key would lose a reason in silence. path is what errors
// and findings call it. The error is a *BaselineError.
func ParseBaseline(path string, src []byte) (*Baseline, error) {
	r := baselineReader{path: path, src: src, dec: json.NewDecoder(bytes.NewReader(src))}
	r.dec.DisallowUnknownFields()
	if err := r.read(); err != nil {
		return nil, err
	}
	return NewBaseline(path, r.entries), nil
}

// ErrNoBaseline is the error of a baseline that the configuration states and that isn't there.
var ErrNoBaseline = errors.New("there is no such baseline")

// BaselineOf reads the baseline that a configuration names from a snapshot; nil where there is none. One that the
// configuration states and the snapshot lacks is ErrNoBaseline, so that nobody relies on it by mistake.
func BaselineOf(c *config.Config, r *register.Register) (*Baseline, error) {
	src, err := r.Read(c.Baseline)
	switch {
	case errors.Is(err, snapshot.ErrNoFile) && c.States("baseline"):
		return nil, fmt.Errorf("%w: the configuration names %s; run `writ lint --write-baseline`, or take `baseline` "+
			"out of the configuration", ErrNoBaseline, c.Baseline)
	case errors.Is(err, snapshot.ErrNoFile):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return ParseBaseline(c.Baseline, src)
}

type baselineReader struct {
	path    string
	src     []byte
	dec     *json.Decoder
	entries []BaselineEntry
	first   map[string]int // fingerprint → line
}

// fixBaseline is how to fix a baseline that can't be read.
const fixBaseline = "take the file back from Git (`git checkout -- %s`), or delete it and run `writ lint " +
	"--write-baseline`"

func (r *baselineReader) fault(offset int, help, format string, args ...any) error {
	e := &BaselineError{Path: r.path, Message: fmt.Sprintf(format, args...), Help: help}
	if help == "" {
		e.Help = fmt.Sprintf(fixBaseline, r.path)
	}
	e.Line, e.Column = document.PositionOf(r.src, offset)
	return e
}

// syntax tells what keeps the file from being JSON.
func (r *baselineReader) syntax() error {
	var any json.RawMessage
	err := json.Unmarshal(r.src, &any)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	at := max(0, int(syntax.Offset)-1)
	line := lineAt(r.src, at)
	for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
		if bytes.HasPrefix(line, []byte(mark)) {
			return r.fault(at, "keep the entries of both sides, then run `writ lint --write-baseline`",
				"the marks of a merge conflict stand in the baseline")
		}
	}
	return r.fault(at, "", "the baseline isn't JSON: %v", err)
}

// json tells of an error of the JSON reader.
func (r *baselineReader) json(err error) error {
	var mistyped *json.UnmarshalTypeError
	if errors.As(err, &mistyped) {
		return r.fault(r.offset(), "", "%s is a %s; text was expected", mistyped.Field, mistyped.Value)
	}
	return r.fault(r.offset(), "known keys of an entry are fingerprint, rule, document, path and reason", "%v", err)
}

// offset is where the next value begins.
func (r *baselineReader) offset() int {
	at := int(r.dec.InputOffset())
	for at < len(r.src) && bytes.IndexByte([]byte(" \t\r\n,:"), r.src[at]) >= 0 {
		at++
	}
	return at
}

func lineAt(src []byte, at int) []byte {
	at = min(at, len(src))
	line, _, _ := bytes.Cut(src[bytes.LastIndexByte(src[:at], '\n')+1:], []byte("\n"))
	return line
}

func (r *baselineReader) read() error {
	if err := r.syntax(); err != nil {
		return err
	}
	r.first = map[string]int{}
	if err := r.open('{', "an object with schema and findings"); err != nil {
		return err
	}
	seen := map[string]bool{}
	for r.dec.More() {
		at := r.offset()
		t, err := r.dec.Token()
		if err != nil {
			return r.json(err)
		}
		key, _ := t.(string)
		if seen[key] {
			return r.fault(at, "", "the key %q comes twice", key)
		}
		seen[key] = true
		switch key {
		case "schema":
			err = r.schema()
		case "findings":
			err = r.findings()
		default:
			err = r.fault(at, "known keys are schema and findings", "unknown key %q", key)
		}
		if err != nil {
			return err
		}
	}
	if _, err := r.dec.Token(); err != nil {
		return r.json(err)
	}
	for _, key := range []string{"schema", "findings"} {
		if !seen[key] {
			return r.fault(0, "", "the baseline has no %q", key)
		}
	}
	return nil
}

// open reads a bracket that has to come next.
func (r *baselineReader) open(want json.Delim, what string) error {
	at := r.offset()
	t, err := r.dec.Token()
	if err != nil {
		return r.json(err)
	}
	if t != want {
		return r.fault(at, "", "%s was expected here", what)
	}
	return nil
}

func (r *baselineReader) schema() error {
	at := r.offset()
	var version float64
	if err := r.dec.Decode(&version); err != nil {
		return r.json(err)
	}
	if version != 1 {
		return r.fault(at, "install a newer writ", "the baseline has schema %v, and this writ reads 1", version)
	}
	return nil
}

func (r *baselineReader) findings() error {
	if err := r.open('[', "a list of findings"); err != nil {
		return err
	}
	for r.dec.More() {
		at := r.offset()
		var e BaselineEntry
		if err := r.dec.Decode(&e); err != nil {
			return r.json(err)
		}
		if err := r.entry(at, e); err != nil {
			return err
		}
	}
	if _, err := r.dec.Token(); err != nil {
		return r.json(err)
	}
	return nil
}

func (r *baselineReader) entry(at int, e BaselineEntry) error {
	const copied = "copy fingerprint and rule from `writ lint --format json`"
	switch {
	case !fingerprintShape.MatchString(e.Fingerprint):
		return r.fault(at, copied, "the fingerprint %.80q isn't 64 hexadecimal digits in lower case", e.Fingerprint)
	case !ruleShape.MatchString(e.Rule):
		return r.fault(at, copied, "the rule %.80q isn't the id of a rule, such as WR401", e.Rule)
	case r.first[e.Fingerprint] > 0:
		return r.fault(at, "remove one of the two", "this entry has the fingerprint of the one in line %d",
			r.first[e.Fingerprint])
	}
	r.first[e.Fingerprint], _ = document.PositionOf(r.src, at)
	r.entries = append(r.entries, e)
	return nil
}
