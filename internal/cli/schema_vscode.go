package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/schema"
)

// The files of Visual Studio Code's settings for a workspace.
const (
	vscodeSettings = ".vscode/settings.json"
	vscodeSnippets = ".vscode/writ.code-snippets"
	vscodeSchemas  = ".vscode/writ/"
)

// vscode writes settings that give the schemas of writ.yaml and of kinds' files to the YAML extension, and snippets.
// Its own files are written anew; settings that are there stay, because they hold other programs' too.
func (a *app) vscode(ctx context.Context) error {
	repo, err := a.openToWrite()
	if err != nil {
		return err
	}
	defer repo.Close()
	cfg, problems := a.configHere()
	if len(problems) > 0 {
		a.printProblems(problems)
		return errReported
	}
	settings, err := indented(map[string]any{"yaml.schemas": map[string]any{
		"./" + vscodeSchemas + "config.schema.json": "/" + config.File,
		"./" + vscodeSchemas + "kind.schema.json":   append([]string{"/kinds/*.yaml"}, cfg.KindFiles()...),
	}})
	if err != nil {
		return err
	}
	files := map[string][]byte{vscodeSettings: settings}
	if files[vscodeSnippets], err = indented(snippets(cfg)); err != nil {
		return err
	}
	for _, name := range []string{"config", "kind"} {
		if files[vscodeSchemas+name+".schema.json"], err = schema.JSON(name); err != nil {
			return err
		}
	}
	out := a.streams.Out
	var changes []rewrite.Change
	for _, name := range slices.Sorted(maps.Keys(files)) {
		was, err := os.ReadFile(filepath.Join(repo.Root, filepath.FromSlash(name)))
		switch {
		case err == nil && bytes.Equal(was, files[name]):
			continue
		case err == nil && name == vscodeSettings:
			fmt.Fprintf(out, "%s stays as it is; to use the schemas, it has to hold\n%s", name, files[name])
			continue
		case err != nil:
			was = nil // rewrite refuses what is there and can't be read
		}
		changes = append(changes, rewrite.Change{Path: name, Was: was, Now: files[name]})
	}
	if err := rewrite.All(ctx, repo.Root, filepath.Join(repo.GitDir, "writ.lock"), changes); err != nil {
		return err
	}
	for _, c := range changes {
		fmt.Fprintf(out, "written: %s\n", c.Path)
	}
	if len(changes) == 0 {
		fmt.Fprintln(out, "Nothing had to be written.")
	}
	return nil
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

// snippet is a text that an editor puts in, with places to fill in.
type snippet struct {
	Scope       string   `json:"scope"`
	Prefix      string   `json:"prefix"`
	Description string   `json:"description"`
	Body        []string `json:"body"`
}

// snippets are the front matter and the tables of each kind.
func snippets(cfg *config.Config) map[string]snippet {
	all := map[string]snippet{}
	for name, k := range cfg.Kinds {
		title := "writ: " + k.Title
		all[title] = snippet{"markdown", "writ-" + name, "Front matter: " + k.Title, frontSnippet(k)}
		for _, t := range k.Tables.Tables {
			all[title+", "+t.Name] = snippet{"markdown", "writ-" + name + "-" + strings.ReplaceAll(t.Name, " ", "-"),
				"Table: " + t.Name + " (" + k.Title + ")", tableSnippet(t)}
		}
	}
	return all
}

// literal is a text as a snippet takes it as it is.
var literal = strings.NewReplacer(`\`, `\\`, "$", `\$`, "}", `\}`, ",", `\,`, "|", `\|`)

func frontSnippet(k *config.Kind) []string {
	body := []string{"---"}
	at := 0
	stop := func(what string) string {
		at++
		return fmt.Sprintf("${%d:%s}", at, literal.Replace(what))
	}
	names := slices.Clone(k.Required)
	if !slices.Contains(names, "kind") {
		names = append(names, "kind")
	}
	for _, f := range schema.Fields() {
		i := slices.Index(names, f.Name)
		if i < 0 {
			continue
		}
		names = slices.Delete(names, i, i+1)
		value := ""
		switch {
		case f.Name == "kind":
			value = k.Name
		case f.Name == "id":
			value = stop(k.Prefix() + "-001")
		case f.Name == "version":
			value = `"` + stop("1.0") + `"`
		case f.Name == "status" && len(k.States) > 0:
			at++
			value = fmt.Sprintf("${%d|%s|}", at, strings.Join(k.States, ","))
		case f.Type == schema.Day:
			value = stop("YYYY-MM-DD")
		case f.Type == schema.People || f.Type == schema.List:
			value = "[" + stop(f.Name) + "]"
		default:
			value = stop(f.Name)
		}
		body = append(body, f.Name+": "+value)
	}
	for _, name := range names { // of the company's own
		body = append(body, name+": "+stop(name))
	}
	return append(body, "---", "", "$0")
}

func tableSnippet(t schema.Table) []string {
	head, line, row := "|", "|", "|"
	for i, c := range t.Columns {
		name := strings.ReplaceAll(c.Name, "_", " ")
		head += " " + strings.ToUpper(name[:1]) + name[1:] + " |"
		line += "---|"
		row += fmt.Sprintf(" $%d |", i+1)
	}
	return []string{head, line, row, "$0"}
}
