package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// version is the only version of the file's shape that this program reads.
const version = "1"

// config reads the whole file into c. Checks across parts come last.
func (r *reader) config(n *node, c *Config) {
	if v, _, ok := n.at("version"); ok && !r.version(v) {
		return
	}
	if v, _, ok := n.at("retention"); ok {
		r.retention(v, c)
	}
	harmless := func(read func(*node)) func(*node) {
		return func(n *node) { r.part(n, read) }
	}
	r.object(n, keys{
		"version":           func(*node) {},
		"organization":      func(n *node) { r.organization(n, c) },
		"main":              harmless(r.into(&c.Main)),
		"documents":         func(n *node) { r.documents(n, c) },
		"people":            func(n *node) { r.people(n, c) },
		"roles":             func(n *node) { r.roles(n, c) },
		"signers":           r.file(&c.Signers),
		"keyring":           r.file(&c.Keyring),
		"revoked_keys":      r.file(&c.RevokedKeys),
		"capture":           func(n *node) { r.capture(n, c) },
		"clock":             func(n *node) { r.clock(n, c) },
		"forges":            func(n *node) { r.forges(n, c) },
		"adoption":          func(n *node) { r.adoption(n, c) },
		"roster":            func(n *node) { r.roster(n, c) },
		"approval":          func(n *node) { r.approval(n, c) },
		"kinds":             func(n *node) { r.kinds(n, c) },
		"retention":         func(*node) {}, // kinds have it before they are read
		"external_ids":      harmless(func(n *node) { r.externalIDs(n, c) }),
		"coverage":          harmless(func(n *node) { r.coverage(n, c) }),
		"fields":            func(n *node) { r.fields(n, c) },
		"rules":             harmless(func(n *node) { r.rules(n, c) }),
		"suppressions":      harmless(func(n *node) { r.suppressions(n, c) }),
		"links":             harmless(func(n *node) { r.links(n, c) }),
		"baseline":          harmless(r.file(&c.Baseline)),
		"accepted_rewrites": harmless(func(n *node) { r.rewrites(n, c) }),
		"site":              harmless(func(n *node) { r.site(n, c) }),
	})
	for _, check := range r.later {
		check()
	}
}

// version reports whether this program knows the file's version. Of any other, nothing else is read: its keys
// may mean something else.
func (r *reader) version(n *node) bool {
	if n.kind == number && (n.text == version || n.text == version+".0") {
		return true
	}
	if n.kind == number {
		r.fault(n, fmt.Sprintf("version %s of %s was made for a newer writ; this one reads version %s", n.text, File,
			version), "install a newer writ, or write `version: "+version+"` and the keys of that version")
		return false
	}
	r.expected(n, "the number "+version, "version: "+version)
	return false
}

func (r *reader) organization(n *node, c *Config) {
	r.object(n, keys{
		"name": r.into(&c.Organization.Name),
		"timezone": func(n *node) {
			if s, ok := r.words(n); ok {
				r.timezone(n, s, c)
			}
		},
		"fiscal_year": func(n *node) { r.part(n, func(n *node) { r.month(n, &c.Organization.FiscalYear) }) },
	})
}

// month reads a month by its English name.
func (r *reader) month(n *node, to *time.Month) {
	var names []string
	for m := time.January; m <= time.December; m++ {
		names = append(names, m.String())
	}
	if name, ok := r.oneOf(n, names...); ok {
		*to = time.Month(slices.Index(names, name) + 1)
	}
}

// retention gives all kinds that state none how long they are kept.
func (r *reader) retention(n *node, c *Config) {
	r.cycle(&c.Retention)(n)
	for _, k := range c.Kinds {
		if !c.Retention.IsZero() {
			k.Retention = c.Retention
		}
	}
}

// externalIDs reads what the ids of other systems look like.
func (r *reader) externalIDs(n *node, c *Config) {
	r.each(n, `["ACME-[0-9]+"]`, func(item *node) {
		p := ""
		if r.expression(&p)(item); p != "" {
			c.ExternalIDs = append(c.ExternalIDs, regexp.MustCompile(p))
		}
	})
}

// timezone takes IANA names only: "Local" would give every machine its own days.
func (r *reader) timezone(n *node, s string, c *Config) {
	zone, err := zoneOf(s)
	if err != nil {
		r.fault(n, n.name()+": "+err.Error(), "write an IANA name such as Europe/Berlin or UTC")
		return
	}
	c.Organization.Timezone = zone
}

func zoneOf(s string) (*time.Location, error) {
	zone, err := time.LoadLocation(s)
	if err != nil || strings.EqualFold(s, "local") || s == "" {
		return nil, fmt.Errorf("%s isn't a time zone; expected an IANA name", quote(s))
	}
	return zone, nil
}

func (r *reader) documents(n *node, c *Config) {
	d := &c.Documents
	r.object(n, keys{
		"include": func(n *node) {
			d.Explicit = true
			if n.kind != list {
				r.expected(n, "a list of patterns", `a list such as ["policies/**/*.md"]`)
				return
			}
			d.Include = r.patterns(n)
		},
		"exclude": func(n *node) {
			r.each(n, `["**/README.md"]`, func(item *node) {
				if p, ok := r.pattern(item); ok {
					d.Exclude = append(d.Exclude, p)
				}
			})
		},
		"kinds": func(n *node) {
			r.each(n, `[{paths: "policies/**", kind: policy}]`, func(item *node) { r.kindPath(item, c) })
		},
	})
}

// kindPath reads which kind some paths have; several patterns give as many entries.
func (r *reader) kindPath(n *node, c *Config) {
	var paths []string
	var kind string
	r.object(n, keys{
		"paths": func(n *node) { paths = r.patterns(n) },
		"kind": func(n *node) {
			r.shapedInto(&kind, kindShape)(n)
			r.after(func() { r.knownKind(n, kind, c) })
		},
	}, "paths", "kind")
	for _, p := range paths {
		c.Documents.Kinds = append(c.Documents.Kinds, KindPath{Paths: p, Kind: kind})
	}
}

func (r *reader) capture(n *node, c *Config) {
	r.object(n, keys{
		"signers": func(n *node) {
			c.CaptureBy = r.list(n, keyShape)
			r.after(func() {
				for _, item := range n.items {
					r.knownPerson(item, c)
				}
			})
		},
	})
}

// clock reads the days of commits, each commit once.
func (r *reader) clock(n *node, c *Config) {
	r.each(n, `[{commit: …, day: 2026-03-02, reason: "…"}]`, func(item *node) {
		var entry ClockEntry
		r.object(item, keys{
			"commit": func(n *node) {
				r.shapedInto(&entry.Commit, commitShape)(n)
				if slices.ContainsFunc(c.Clock, func(other ClockEntry) bool { return other.Commit == entry.Commit }) {
					r.fault(n, fmt.Sprintf("%s: %s is here twice", n.name(), quote(entry.Commit)),
						"keep the entry with the right day")
				}
			},
			"day":    r.day(&entry.Day),
			"reason": r.into(&entry.Reason),
		}, "commit", "day", "reason")
		c.Clock = append(c.Clock, entry)
	})
}

func (r *reader) forges(n *node, c *Config) {
	for _, s := range r.list(n, identityShape) {
		name, rest, _ := strings.Cut(s, "<")
		c.Forges = append(c.Forges, Identity{Name: strings.TrimSpace(name), Email: strings.TrimSuffix(rest, ">")})
	}
}

func (r *reader) adoption(n *node, c *Config) { c.Adoption = r.adopted(n, c) }

// adopted reads who took a state over as it was, and why.
func (r *reader) adopted(n *node, c *Config) *Adoption {
	a := &Adoption{}
	r.object(n, keys{
		"by": func(n *node) {
			r.shapedInto(&a.By, keyShape)(n)
			r.after(func() { r.knownParty(n, c) })
		},
		"reason": r.into(&a.Reason),
	}, "by", "reason")
	return a
}

func (r *reader) roster(n *node, c *Config) {
	r.object(n, keys{
		"approvers":   func(n *node) { r.quorum(n, &c.Roster.Approvers, c) },
		"least_grade": func(n *node) { r.grade(n, &c.Roster.LeastGrade) },
		"restated":    func(n *node) { c.Roster.Restated = r.adopted(n, c) },
	})
}

func (r *reader) approval(n *node, c *Config) {
	r.object(n, keys{"required_before_merge": r.flag(&c.Approval.RequiredBeforeMerge)})
}
