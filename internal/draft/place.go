package draft

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
)

// Folder returns the folder where a new document of a kind lies: the one where most of its kind lie, "." for the
// root, or else the kind's own.
func Folder(reg *register.Register, k *config.Kind) string {
	count, most := map[string]int{}, ""
	for _, e := range reg.All() {
		if e.Kind == k {
			count[path.Dir(e.Path)]++
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(count)) {
		if most == "" || count[folder] > count[most] {
			most = folder
		}
	}
	return cmp.Or(most, k.Folder)
}

// longestName is how many letters of a title a file's name has.
const longestName = 80

// FileNames returns names for the file of a document, the best one first.
func FileNames(title, id string) []string {
	id = strings.ToLower(id)
	name := slug(title)
	if name == "" {
		return []string{id + ".md"}
	}
	return []string{name + ".md", name + "-" + id + ".md"}
}

var plainLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// slug writes a title in small letters, digits and hyphens.
func slug(title string) string {
	words := strings.FieldsFunc(plainLetters.Replace(strings.ToLower(title)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	name := ""
	for _, w := range words {
		if len(name)+len(w) >= longestName {
			break
		}
		if name != "" {
			name += "-"
		}
		name += w
	}
	return name
}
