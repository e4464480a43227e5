package lint

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/schema"
)

// ErrOutOfReach is what Plant returns where a repository's configuration leaves nothing that the rule could
// find, such as a rule about approvals where no kind asks for one.
var ErrOutOfReach = errors.New("this configuration leaves nothing that the rule could find")

// Plant plants a defect that the rule reports: with its own Seed, else with SeedExample.
func (r *Rule) Plant(s Scratch) error {
	if r.Seed != nil {
		return r.Seed(s)
	}
	return SeedExample(r, s)
}

// Stranger is who seeded commits are by where nobody in particular is needed: never a person of the roster.
func Stranger() Author { return Author{"Seeded Defect", "seed@writ.invalid"} }

// archived reads the files of an archive.
func archived(files []txtar.File) config.Files {
	return func(path string) ([]byte, error) {
		i := slices.IndexFunc(files, func(f txtar.File) bool { return f.Name == path })
		if i < 0 {
			return nil, snapshot.ErrNoFile
		}
		return files[i].Data, nil
	}
}

// SeedExample writes the documents of the rule's bad example into the repository, in one commit: in its own
// folders, with ids that are free, and with the names of fields, kinds and owners that its configuration knows.
// Steps of the example that change history are left out.
func SeedExample(r *Rule, s Scratch) error {
	a := adapter{in: s.Input(), example: config.Default(), ids: map[string]string{}, used: map[string]bool{}}
	files := txtar.Parse([]byte(r.Bad())).Files
	for _, f := range files {
		if c, problems := config.Load(f.Data, archived(files)); f.Name == config.File && len(problems) == 0 {
			a.example = c
		}
	}
	written := 0
	for _, f := range files {
		if strings.HasPrefix(f.Name, "git: ") || path.Ext(f.Name) != ".md" {
			continue
		}
		to, ok := a.place(f.Name, string(f.Data))
		if !ok {
			continue
		}
		if err := s.Write(to, []byte(a.adapt(string(f.Data)))); err != nil {
			return err
		}
		written++
	}
	if written == 0 {
		return ErrOutOfReach
	}
	return s.Commit(a.in.Today, Stranger(), "Seed a defect for "+r.ID)
}

// adapter rewrites an example's documents for another repository.
type adapter struct {
	in      *Input
	example *config.Config
	ids     map[string]string // the example's ids in lower case → free ones
	used    map[string]bool   // paths and ids that are taken meanwhile
}

// frontLine is a top-level line of YAML front matter: key, separator, value.
var frontLine = lazyregexp.New(`^([A-Za-z][A-Za-z0-9_]*)(\s*:\s*)(.*?)(\s*)$`)

// adapt rewrites the YAML front matter of a document, line by line; what it doesn't know stays.
func (a *adapter) adapt(src string) string {
	lines := strings.SplitAfter(src, "\n")
	if len(lines) == 0 || strings.TrimSpace(lines[0]) != "---" {
		return src
	}
	for i, line := range lines[1:] {
		if strings.TrimSpace(line) == "---" {
			break
		}
		if m := frontLine.FindStringSubmatch(line); m != nil {
			lines[i+1] = a.line(m[1], m[2], m[3]) + m[4]
		}
	}
	return strings.Join(lines, "")
}

func (a *adapter) line(key, colon, value string) string {
	name := key
	if to, ok := a.example.Fields[key]; ok {
		name = to
	}
	bare := strings.Trim(value, `"'`)
	switch name {
	case "id":
		if regexp.MustCompile(schema.IDPattern).MatchString(bare) && len(bare) <= schema.MaxIDLength {
			value = a.id(bare)
		}
	case "owner":
		if _, _, known := a.example.KnownOwner(bare); bare != "" && (known || !a.example.HasRoster()) {
			value = AnyOwner(a.in.Config)
		}
	case "kind":
		if a.example.Kinds[bare] != nil && a.in.Config.Kinds[bare] == nil {
			value = a.kind(bare).Name
		}
	}
	if own, ok := FieldNames(a.in.Config)[name]; ok && key == name {
		key = own
	}
	return key + colon + value
}

// id returns the free id that stands for one of the example's.
func (a *adapter) id(example string) string {
	low := strings.ToLower(example)
	if a.ids[low] == "" {
		a.ids[low] = FreeID(a.in, a.in.Config.Kinds[schema.GenericKind], a.used)
	}
	return a.ids[low]
}

// kind returns the repository's kind for one of the example's.
func (a *adapter) kind(name string) *config.Kind {
	if k := a.in.Config.Kinds[name]; k != nil {
		return k
	}
	return a.in.Config.Kinds[schema.GenericKind]
}

// place returns where one of the example's documents goes; false where the repository has no place for it.
func (a *adapter) place(name, src string) (string, bool) {
	stated := ""
	if m := regexp.MustCompile(`(?m)^kind: *(\S+)`).FindStringSubmatch(src); m != nil {
		stated = m[1]
	}
	return FreePath(a.in, a.kind(a.example.KindFor(name, stated).Name), path.Base(name), a.used)
}

// FieldNames returns the names that the company's own writ.yaml gives to canonical fields.
func FieldNames(c *config.Config) map[string]string {
	own := map[string]string{}
	for _, alias := range slices.Backward(slices.Sorted(maps.Keys(c.Fields))) {
		if _, stated := c.Place("fields", alias); stated {
			own[c.Fields[alias]] = alias
		}
	}
	return own
}

// AnyOwner returns an owner that the configuration knows, or one that any would do for without a roster.
func AnyOwner(c *config.Config) string {
	if roles := slices.Sorted(maps.Keys(c.Roles)); len(roles) > 0 {
		return roles[0]
	}
	if people := slices.Sorted(maps.Keys(c.People)); len(people) > 0 {
		return people[0]
	}
	return "ciso"
}

var countedID = lazyregexp.New(`^(.*?)([0-9]+)$`)

// FreeID returns an id that no document has or had: the next in the row of the kind's ids, where there is one.
func FreeID(in *Input, k *config.Kind, used map[string]bool) string {
	prefix, width := "SEED-", 3
	for _, e := range in.Register.Documents {
		if m := countedID.FindStringSubmatch(e.ID); m != nil && (e.Kind == k || prefix == "SEED-") {
			prefix, width = m[1], len(m[2])
			if e.Kind == k {
				break
			}
		}
	}
	for n := 1; ; n++ {
		digits := strconv.Itoa(n)
		id := prefix + strings.Repeat("0", max(0, width-len(digits))) + digits
		low := strings.ToLower(id)
		if used[low] || len(in.Register.ByID(id)) > 0 || in.Book != nil && in.Book.Document(id) != nil {
			continue
		}
		used[low] = true
		return id
	}
}

// FreePath returns a path at which a new file of the name, or one like it, is surely a document, and which no
// other kind claims; false where there is none.
func FreePath(in *Input, k *config.Kind, name string, used map[string]bool) (string, bool) {
	stem := strings.TrimSuffix(name, path.Ext(name))
	for n := range 1000 {
		if n > 0 {
			name = fmt.Sprintf("%s-%d.md", stem, n+1)
		}
		for _, p := range places(in, k, name) {
			byPath, found := in.Config.KindByPath(p)
			taken, err := in.Register.Exists(p)
			if !in.Config.Includes(p) || found && byPath.Name != k.Name || used[p] || taken || err != nil {
				continue
			}
			used[p] = true
			return p, true
		}
	}
	return "", false
}

// places lists where a document of a kind may go, likely ones first: beside its kin, where the configuration
// puts the kind, beside any document, and where documents are looked for.
func places(in *Input, k *config.Kind, name string) []string {
	var kin, others, all []string
	for _, e := range in.Register.Documents {
		p := path.Join(path.Dir(e.Path), name)
		if e.Kind.Name == k.Name {
			kin = append(kin, p)
		} else {
			others = append(others, p)
		}
	}
	for _, kp := range in.Config.Documents.Kinds {
		if kp.Kind == k.Name {
			all = append(all, fill(kp.Paths, name)...)
		}
	}
	for _, pattern := range in.Config.Documents.Include {
		others = append(others, fill(pattern, name)...)
	}
	others = append(others, "policies/"+name, "procedures/"+name, "records/"+name, "docs/"+name)
	all = slices.Concat(kin, all, others)
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(p string) bool {
		had := seen[p]
		seen[p] = true
		return had
	})
}

// fill turns a pattern into paths that may match it.
func fill(pattern, name string) []string {
	i := strings.IndexAny(pattern, "*?[{")
	if i < 0 {
		return []string{pattern, path.Join(pattern, name)}
	}
	stem := strings.TrimSuffix(name, path.Ext(name))
	return []string{
		path.Join(pattern[:strings.LastIndexByte(pattern[:i], '/')+1], name),
		path.Clean(strings.NewReplacer("**/", "", "**", name, "*.md", name, "*", stem, "?", "x").Replace(pattern)),
	}
}
