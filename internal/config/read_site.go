package config

import (
	"fmt"
	"maps"
)

// mostCompared is the highest site.compare.
const mostCompared = 1000

func (r *reader) site(n *node, c *Config) {
	s := &c.Site
	choice := func(to *string, allowed ...string) func(*node) {
		return func(n *node) {
			if v, ok := r.oneOf(n, allowed...); ok {
				*to = v
			}
		}
	}
	known := keys{
		"title":    r.into(&s.Title),
		"base_url": r.shapedInto(&s.BaseURL, urlShape),
		"accent":   r.shapedInto(&s.Accent, colourShape),
		"language": r.shapedInto(&s.Language, languageShape),
		"serve":    choice(&s.Serve, serveModes()...),
		"output":   r.file(&s.Output),
		"emails":   r.flag(&s.Emails),
		"versions": choice(&s.Versions, VersionsApproved, VersionsLatest),
		"compare": func(n *node) {
			if v, ok := r.whole(n, 0, mostCompared); ok {
				s.Compare = v
			}
		},
		"headers":   r.flag(&s.Headers),
		"paper":     choice(&s.Paper, PaperA4, PaperLetter),
		"audiences": func(n *node) { r.audiences(n, s) },
		"withheld":  func(n *node) { r.withheld(n, s) },
	}
	maps.Copy(known, r.brand(s, c))
	r.object(n, known)
}

// rewrites reads former heads of the main line that were rewritten on purpose: ids, or where the line goes on and why.
func (r *reader) rewrites(n *node, c *Config) {
	r.each(n, `[{from: COMMIT, to: COMMIT, reason: "…"}]`, func(item *node) {
		if item.kind != mapping {
			if v, ok := r.shaped(item, commitShape); ok {
				c.Rewrites = append(c.Rewrites, v)
			}
			return
		}
		var w Rewrite
		r.object(item, keys{
			"from":   r.shapedInto(&w.From, commitShape),
			"to":     r.shapedInto(&w.To, commitShape),
			"reason": r.into(&w.Reason),
		}, "from", "to", "reason")
		c.Rewritten = append(c.Rewritten, w)
	})
}

func serveModes() []string { return []string{"in-force", "merged"} }

func (r *reader) audiences(n *node, s *Site) {
	s.Audiences = nil
	r.entries(n, keyShape, func(name string, n *node) {
		a := Audience{Name: name}
		r.each(n, "[public, internal]", func(item *node) {
			var class string
			if r.into(&class)(item); class != "" {
				a.Classes = append(a.Classes, class)
			}
		})
		if n.kind == list && len(n.items) == 0 {
			r.fault(n, fmt.Sprintf("the audience `%s` reads nothing", name),
				"name the classifications that it may read, such as [public, internal], or remove it")
		}
		s.Audiences = append(s.Audiences, a)
	})
}

func (r *reader) withheld(n *node, s *Site) {
	r.each(n, `[{document: POL-001, version: "1.0", reason: "…"}]`, func(item *node) {
		var w Withheld
		r.object(item, keys{
			"document": r.into(&w.Document),
			"version":  r.into(&w.Version),
			"reason":   r.into(&w.Reason),
		}, "document", "version", "reason")
		s.Withheld = append(s.Withheld, w)
	})
}
