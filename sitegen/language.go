package sitegen

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/phrases"
	"github.com/writ-docs/writ/sitegen/theme"
)

var languageTag = lazyregexp.New(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// rightToLeft are the languages that are written from right to left.
var rightToLeft = []string{"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}

// table is the interface strings of one language, by key: those of its file in the theme. What the terminal says in
// English, too, isn't in the English file.
type table = phrases.Table

// Interface returns the language of the interface for documents in a language, and its strings.
func Interface(tag string) (lang string, words phrases.Table, err error) {
	return interfaceOf(theme.Files, firstOf(tag, "en"))
}

// interfaceOf picks the language of the interface for documents in the language tag: the one with a table in
// the theme, else English.
func interfaceOf(theme fs.FS, tag string) (string, table, error) {
	if !languageTag.MatchString(tag) {
		return "", nil, fmt.Errorf("the site's language %q isn't a language tag such as en or de-AT", tag)
	}
	for _, lang := range []string{primary(tag), "en"} {
		data, err := fs.ReadFile(theme, "i18n/"+lang+".toml")
		if err != nil {
			continue
		}
		words, err := readTable(data)
		if err != nil {
			return "", nil, fmt.Errorf("theme/i18n/%s.toml: %w", lang, err)
		}
		for key, text := range phrases.English() {
			if lang == "en" && words[key] == "" {
				words[key] = text
			}
		}
		return lang, words, nil
	}
	return "", nil, fmt.Errorf("the theme has no strings: theme/i18n/en.toml is missing")
}

func readTable(data []byte) (table, error) {
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	words := table{}
	for key, value := range raw {
		switch v := value.(type) {
		case string:
			words[key] = v
		case map[string]any:
			words[key], _ = v["other"].(string)
			if one, ok := v["one"].(string); ok {
				words[key+".one"] = one
			}
		}
		if words[key] == "" {
			return nil, fmt.Errorf("%s has no text", key)
		}
	}
	return words, nil
}

// isoDay is a day as the layouts have it.
const isoDay = "2026-01-31"

// localDays writes the days of a page as its language does: layouts, and what is made for them, have each as
// <time datetime="2026-01-31">2026-01-31</time>.
func localDays(page []byte, words table) []byte {
	const open, between, end = `<time datetime="`, `">`, "</time>"
	var out []byte
	for {
		i := bytes.Index(page, []byte(open))
		if i < 0 {
			return append(out, page...)
		}
		i += len(open)
		out, page = append(out, page[:i]...), page[i:]
		if len(page) < len(isoDay) {
			continue
		}
		day := string(page[:len(isoDay)])
		if whole := day + between + day + end; bytes.HasPrefix(page, []byte(whole)) {
			out, page = append(out, day+between+words.Day(day)+end...), page[len(whole):]
		}
	}
}

// local returns a writer of pages in which days are written as the interface's language does.
func (b *book) local(w io.Writer) io.Writer {
	if b.words.Day(isoDay) == isoDay {
		return w
	}
	return localWriter{w, b.words}
}

// localWriter writes pieces of a page with their days as the language does. None ends within a day.
type localWriter struct {
	io.Writer
	words table
}

func (w localWriter) Write(p []byte) (int, error) {
	if _, err := w.Writer.Write(localDays(p, w.words)); err != nil {
		return 0, err
	}
	return len(p), nil
}

func primary(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(lang)
}

// written returns the language of a text and the direction in which it is written, for the element that holds it; ""
// where they are those of the interface. A text that names no language is in the site's.
func (b *book) written(tag string) (lang, dir string) {
	if lang = tag; !languageTag.MatchString(tag) {
		lang = firstOf(b.Language, "en")
	}
	if lang == b.lang {
		return "", ""
	}
	return lang, direction(lang)
}

// direction is the value of the attribute dir.
func direction(tag string) string {
	if slices.Contains(rightToLeft, primary(tag)) {
		return "rtl"
	}
	return "ltr"
}
