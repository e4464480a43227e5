package config

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// Place is where something is in a file. Start and End are byte offsets; lines and columns are 1-based, and
// columns count bytes.
type Place struct {
	Path               string // writ.yaml, or the file of a kind
	Start, End         int
	Line, Column       int
	EndLine, EndColumn int
	Text               string // the line on which it starts, without its end
}

// Place finds a setting by its keys, with list indexes as numbers from 0: Place("rules", "WR204"). It returns
// false for what the file doesn't state, and for a configuration that was read leniently. What writ.yaml leaves to the
// file of a kind is there.
func (c *Config) Place(path ...string) (Place, bool) {
	if p, ok := c.file.find(path...); ok {
		return p, true
	}
	if len(path) > 2 && path[0] == "kinds" && c.file != nil {
		return c.kindFiles[path[1]].find(path[2:]...)
	}
	return Place{}, false
}

// find finds what is behind keys of a file.
func (s *source) find(path ...string) (Place, bool) {
	if s == nil {
		return Place{}, false
	}
	_, at, ok := s.root.at(path...)
	if !ok {
		return Place{}, false
	}
	p := Place{Path: s.path, Start: at.start, End: at.end}
	p.Line, p.Column = s.lines.place(at.start)
	p.EndLine, p.EndColumn = s.lines.place(at.end)
	p.Text = s.text[s.lines[p.Line-1]:]
	if p.Line < len(s.lines) {
		p.Text = s.text[s.lines[p.Line-1]:s.lines[p.Line]]
	}
	p.Text = strings.TrimRight(p.Text, "\r\n")
	return p, true
}

// States reports whether the file, a flag or a variable states a setting, so that its value is no default.
func (c *Config) States(path ...string) bool {
	_, ok := c.Place(path...)
	return ok || c.sources[strings.Join(path, ".")] != ""
}

// SetBy returns the flag or variable that set a setting; "" where none did.
func (c *Config) SetBy(key string) string { return c.sources[key] }

// settable are the settings that a flag or a variable may change, with how they are changed.
func settable() map[string]func(*Config, string) error {
	return map[string]func(*Config, string) error{
		"baseline":              func(c *Config, v string) error { return setPath(&c.Baseline, v) },
		"main":                  func(c *Config, v string) error { return setText(&c.Main, v) },
		"organization.timezone": setZone,
		"site.base_url":         func(c *Config, v string) error { return setShaped(&c.Site.BaseURL, v, urlShape) },
		"site.output":           func(c *Config, v string) error { return setPath(&c.Site.Output, v) },
		"site.serve":            setServe,
	}
}

// Settable lists the settings that Set knows, sorted. The variable of site.output is WRIT_SITE_OUTPUT: see
// Variable.
func Settable() []string { return slices.Sorted(maps.Keys(settable())) }

// Variable is the environment variable of a setting.
func Variable(key string) string {
	return "WRIT_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// Set returns a copy of c with one setting changed, as a flag or a variable asks. The source, such as
// "--output" or "WRIT_SITE_OUTPUT", is what Explain says of it. An unknown setting or a value that the file
// couldn't have either is an error.
func (c *Config) Set(key, value, source string) (*Config, error) {
	change, ok := settable()[key]
	if !ok {
		return nil, fmt.Errorf("%s: %s can't be set; these can: %s", source, key, listed(Settable()))
	}
	changed := *c
	if err := change(&changed, value); err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	changed.sources = maps.Clone(c.sources)
	if changed.sources == nil {
		changed.sources = map[string]string{}
	}
	changed.sources[key] = source
	return &changed, nil
}

// WithFields returns a copy of c that reads front matter with other fields.
func (c *Config) WithFields(fields map[string]string) *Config {
	changed := *c
	changed.Fields = fields
	return &changed
}

func setText(to *string, v string) error {
	if strings.TrimSpace(v) == "" {
		return fmt.Errorf("a blank value; expected text")
	}
	*to = v
	return nil
}

func setPath(to *string, v string) error {
	if wrong := badPath(v); wrong != "" {
		return fmt.Errorf("%s %s", quote(v), wrong)
	}
	*to = path.Clean(v)
	return nil
}

func setShaped(to *string, v string, s shape) error {
	if !s.fits(v) {
		return fmt.Errorf("%s isn't %s; expected %s", quote(v), articled(s.what), s.text)
	}
	*to = v
	return nil
}

func setZone(c *Config, v string) error {
	zone, err := zoneOf(v)
	if err == nil {
		c.Organization.Timezone = zone
	}
	return err
}

func setServe(c *Config, v string) error {
	if !slices.Contains(serveModes(), v) {
		return fmt.Errorf("%s isn't known; expected one of %s", quote(v), listed(serveModes()))
	}
	c.Site.Serve = v
	return nil
}
