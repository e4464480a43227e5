package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr611() *lint.Rule {
	return &lint.Rule{
		ID: "WR611", Name: "translation-behind", Scope: lint.Register, Severity: lint.Warning,
		Title: "A translation of another version than its original's in force",
		Text: `Who reads the translation follows rules that changed, and doesn't see it.

**What counts.** A document whose ` + "`translation_of`" + ` names a version of its original that isn't the one in force, or
whose original is retired.

**What doesn't.** Drafts, which may be of a version to come; retired translations; an original of which nothing is in
force yet; what WR108 and WR615 report.

**How to fix it.** Translate what changed, name the new version in ` + "`translation_of`" + `, and have the translation
approved; or retire it.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR611"), Good: good("WR611"),
		Find: func(p *lint.Pass) error {
			return eachTranslation(p, func(t translation) error {
				to := t.original
				if to == nil || t.e.Status() == schema.Draft || standing.OriginalIn(&to.Front).ID != "" {
					return nil
				}
				f := lint.Found{Doc: t.e, Span: at(t.e, "translation_of"), Anchor: "translation_of"}
				now, err := p.View().VersionNow(to)
				switch {
				case err != nil:
					return err
				case to.Status() == schema.Retired:
					f.Message = fmt.Sprintf("it translates %s, which is retired", to.ID)
					f.Help = "retire the translation, too"
				case now == "" || compareVersions(now, t.Version) == 0:
					return nil
				default:
					f.Message = fmt.Sprintf("it translates version %s of %s, and version %s is in force", t.Version, to.ID, now)
					f.Help = fmt.Sprintf("translate what changed, write `translation_of: {id: %s, version: %q}`, and have it "+
						"approved",
						to.ID, now)
				}
				if f.Related, err = relatedTo(to, at(to, "version"), "the original"); err == nil {
					p.Report(f)
				}
				return err
			})
		},
		Seed: seedTranslation,
	}
}

// seedTranslation commits a retired document and a translation of it.
func seedTranslation(s lint.Scratch) error {
	d, err := pick(s, func(d *draft) bool { return d.valid() && slices.Contains(d.kind.States, schema.Retired) })
	if err != nil {
		return err
	}
	used := map[string]bool{strings.ToLower(d.values["id"]): true, d.path: true}
	path, ok := lint.FreePath(d.in, d.kind, "seeded-translation.md", used)
	if !ok {
		return lint.ErrOutOfReach
	}
	into := newDraft(d.in, d.kind, path, used)
	into.valid()
	into.set("translation_of", `{id: `+d.values["id"]+`, version: `+d.values["version"]+`}`)
	d.set("status", schema.Retired)
	if err := s.Write(d.path, d.text()); err != nil {
		return err
	}
	return into.commit(s, lint.Stranger(), "Add a translation of what is retired")
}
