package sitegen

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

var languageTag = lazyregexp.New(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// rightToLeft are the languages that are written from right to left.
var rightToLeft = []string{"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}

// table is the interface strings of one language, by key.
type table map[string]string

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

func primary(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(lang)
}

// direction is the value of the attribute dir.
func direction(tag string) string {
	if slices.Contains(rightToLeft, primary(tag)) {
		return "rtl"
	}
	return "ltr"
}
