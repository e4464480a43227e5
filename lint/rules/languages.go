package rules

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

// localized is a path that names a language: in the file's name, as x.de.md, or by a folder, as de/x.md.
type localized struct {
	language string // "" where the path names none
	rest     string // the path without it, which translations have in common
	pattern  string // of all files of that language
}

// languageIn reads which language a path names.
func languageIn(at string) localized {
	dir, name := path.Split(at)
	ending := name[len(name)-len(config.Ending(name)):]
	stem := strings.TrimSuffix(name, ending)
	if tag := path.Ext(stem); tag != "" && isLanguage(tag[1:]) {
		return localized{tag[1:], dir + strings.TrimSuffix(stem, tag) + ending, "**/*" + tag + ending}
	}
	folders := strings.Split(strings.TrimSuffix(dir, "/"), "/")
	for i, f := range folders {
		if isLanguage(f) {
			rest := slices.Delete(slices.Clone(folders), i, i+1)
			return localized{f, path.Join(path.Join(rest...), name), path.Join(path.Join(folders[:i+1]...), "**")}
		}
	}
	return localized{rest: at}
}

// isLanguage reports whether a text is a tag such as de or de-AT.
func isLanguage(tag string) bool {
	base, region, _ := strings.Cut(tag, "-")
	if len(base) != 2 || len(region) == 1 || len(region) > 4 || base != strings.ToLower(base) {
		return false
	}
	_, err := language.ParseBase(base)
	return err == nil
}

// translated are documents with one id that seem to be one text in several languages.
type translated struct {
	from *register.Entry   // the one that needs no other id
	into []*register.Entry // the others
}

// translations splits documents with one id: what is one text in several languages, and one document of each text.
func translations(cfg *config.Config, same []*register.Entry) (all []translated, texts []*register.Entry) {
	by := map[string][]*register.Entry{}
	for _, e := range same {
		rest := languageIn(e.Path).rest
		by[rest] = append(by[rest], e)
	}
	for _, e := range same {
		group := by[languageIn(e.Path).rest]
		delete(by, languageIn(e.Path).rest)
		if len(group) == 0 {
			continue
		}
		slices.SortStableFunc(group, func(a, b *register.Entry) int {
			return cmp.Compare(foreign(cfg, a.Path), foreign(cfg, b.Path))
		})
		texts = append(texts, group[0])
		if len(group) > 1 {
			all = append(all, translated{group[0], group[1:]})
		}
	}
	return all, texts
}

// foreign orders paths by how likely they are translations.
func foreign(cfg *config.Config, at string) int {
	switch languageIn(at).language {
	case "":
		return 0
	case cfg.Site.Language:
		return 1
	}
	return 2
}

// Translations returns the patterns of documents that seem to be translations and have the id of what they translate.
func Translations(reg *register.Register) (patterns []string, documents int) {
	for _, id := range reg.IDs() {
		same := reg.ByID(id)
		if len(same) < 2 {
			continue
		}
		all, _ := translations(reg.Config, same)
		for _, t := range all {
			patterns = append(patterns, t.patterns()...)
			documents += len(t.into)
		}
	}
	slices.Sort(patterns)
	return slices.Compact(patterns), documents
}

func (t translated) patterns() (all []string) {
	for _, e := range t.into {
		if p := languageIn(e.Path).pattern; !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// reportTranslations reports translations that have the id of what they translate, once.
func reportTranslations(p *lint.Pass, t translated) error {
	first := t.into[0]
	f := lint.Found{Doc: first, Span: at(first, "id"), Anchor: "translation",
		Message: fmt.Sprintf("the id %s is also that of %s, of which this seems to be a translation", quoted(first.ID),
			t.from.Path),
		Help: fmt.Sprintf("leave translations out of the documents, in writ.yaml: `documents: {exclude: [%s]}`; "+
			"or give each an id of its own, and "+
			"`translation_of: {id: …, version: …}`", quotedList(t.patterns()))}
	for _, e := range append([]*register.Entry{t.from}, t.into[1:]...) {
		there, err := lint.RangeOf(e.Document, at(e, "id"))
		if err != nil {
			return err
		}
		f.Related = append(f.Related, lint.Related{Path: e.Path, Range: there, Message: "the same id"})
	}
	p.Report(f)
	return nil
}

func quotedList(all []string) string {
	var out []string
	for _, s := range all {
		out = append(out, fmt.Sprintf("%q", s))
	}
	return strings.Join(out, ", ")
}
