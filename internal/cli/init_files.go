package cli

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	texts "text/template"

	"github.com/writ-docs/writ/docs/examples"
	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/draft"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/internal/snapshot"
)

// firstConfig is the writ.yaml that init writes.
//
//go:embed init.yaml
var firstConfig string

// firstDocuments are what ISO/IEC 27001 asks to be written, and what these lead to.
func firstDocuments() [][2]string {
	return [][2]string{ // kind, title
		{"context", "Context of the organization"},
		{"scope", "Scope of the management system"},
		{"policy", "Information security policy"},
		{"procedure", "Risk assessment process"},
		{"procedure", "Risk treatment process"},
		{"risk-assessment", "First risk assessment"},
		{"risk-treatment", "Risk treatment plan"},
		{"statement-of-applicability", "Statement of applicability"},
		{"objectives", "Information security objectives"},
		{"record", "Competence"},
		{"activity-plan", "Activity plan"},
		{"action-log", "Action log"},
		{"audit-programme", "Audit programme"},
		{"internal-audit", "First internal audit"},
		{"management-review", "First management review"},
		{"corrective-action-log", "Corrective action log"},
	}
}

// configure writes writ.yaml.
func (b *beginning) configure() error {
	var approved, reports []string
	for _, name := range slices.Sorted(maps.Keys(b.project.config.Kinds)) {
		switch k := b.project.config.Kinds[name]; {
		case k.Approval && k.Record:
			reports = append(reports, name)
		case k.Approval:
			approved = append(approved, name)
		}
	}
	t, err := texts.New(config.File).Funcs(texts.FuncMap{"quote": strconv.Quote}).Parse(firstConfig)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := t.Execute(&text, struct {
		answers
		Approved, Reports []string
		Alone             bool
	}{b.answers, approved, reports, b.answers.Top == b.answers.Lead}); err != nil {
		return err
	}
	var problems []config.Problem
	if b.config, problems = config.Load(text.Bytes(), nil); len(problems) > 0 {
		return fmt.Errorf("the answers make no %s: line %d: %s", config.File, problems[0].Line, problems[0].Message)
	}
	return b.add(config.File, text.Bytes())
}

// add adds a file, unless something is at its place.
func (b *beginning) add(at string, text []byte) error {
	f, err := snapshot.At(b.snapshot, at)
	if err != nil {
		return err
	}
	if f.Mode != 0 || b.onDisk(at) {
		b.kept = append(b.kept, at)
		return nil
	}
	b.changes = append(b.changes, rewrite.Change{Path: at, Now: text})
	return nil
}

// draft adds the documents, save those that are there.
func (b *beginning) draft(ctx context.Context) error {
	reg, err := register.Read(ctx, b.snapshot, b.config, register.Options{})
	if err != nil {
		return err
	}
	book, missing, err := b.readBook(ctx)
	if err == nil && missing != nil {
		err = fmt.Errorf("%w; without history nobody knows which ids are taken", missing)
	}
	if err != nil {
		return err
	}
	for _, e := range reg.Documents {
		if slices.ContainsFunc(e.Front.Faults, func(f document.Fault) bool { return f.Kind == document.FrontMissing }) {
			b.bare = append(b.bare, e.Path)
		}
	}
	ids := adopt.NewIDs(reg, book)
	for _, d := range firstDocuments() {
		k, title := b.config.Kinds[d[0]], d[1]
		at := path.Join(k.Folder, draft.FileNames(title, "")[0])
		if e := written(reg, k, title); e != nil {
			b.kept = append(b.kept, e.Path)
			continue
		}
		n := &draft.New{Config: b.config, Kind: k}
		for _, f := range [][2]string{{"id", ids.Next(k)}, {"title", title}, {"kind", k.Name},
			{"owner", "security-lead"}} {
			n.Fields = append(n.Fields, adopt.Entry{Name: f[0], Value: adopt.Value{Text: f[1]}})
		}
		built, _ := k.BuiltInTemplate(title)
		text, err := n.FromTemplate(built)
		if err == nil {
			before := len(b.changes)
			err = b.add(at, text)
			b.documents += len(b.changes) - before
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// written returns a document that is there instead of a first one: of the same kind, and with its title where the kind
// has many.
func written(reg *register.Register, k *config.Kind, title string) *register.Entry {
	many := slices.Contains([]string{"policy", "procedure", "record"}, k.Name)
	for _, e := range reg.Documents {
		if e.Front.Text("kind") == k.Name && (!many || strings.EqualFold(e.Front.Text("title"), title)) {
			return e
		}
	}
	return nil
}

// surround adds what is around the documents: who is asked for reviews, CI, hooks, and what Git ignores.
func (b *beginning) surround() error {
	var owners bytes.Buffer
	fmt.Fprintf(&owners, "# Whom GitHub asks to look at a pull request. Who may approve is said in %s.\n", config.File)
	for _, place := range []string{"/policies/", "/procedures/", "/docs/", "/records/", "/" + config.File} {
		emails := []string{b.answers.Lead.Email}
		if b.answers.Top != b.answers.Lead {
			emails = append(emails, b.answers.Top.Email)
		}
		fmt.Fprintf(&owners, "%s %s\n", place, strings.Join(emails, " "))
	}
	if err := b.add(".github/CODEOWNERS", owners.Bytes()); err != nil {
		return err
	}
	ci, err := snapshot.At(b.snapshot, gitlabCI)
	if err != nil {
		return err
	}
	if ci.Mode == 0 {
		workflow := bytes.Replace(examples.Workflow, []byte("branches: [main]"),
			[]byte("branches: ["+b.answers.Main+"]"), 1)
		if err := b.add(workflows+"writ.yml", workflow); err != nil {
			return err
		}
	} else {
		b.kept = append(b.kept, gitlabCI)
	}
	if err := b.add(".pre-commit-config.yaml", examples.PreCommit); err != nil {
		return err
	}
	return b.ignore("/" + b.config.Site.Output + "/")
}

// ignore adds the site's folder to .gitignore.
func (b *beginning) ignore(line string) error {
	const file = ".gitignore"
	was, err := snapshot.Read(b.snapshot, file)
	switch {
	case errors.Is(err, snapshot.ErrNoFile):
		return b.add(file, []byte("# The site that writ build makes\n"+line+"\n"))
	case err != nil:
		return err
	}
	for l := range strings.Lines(string(was)) {
		if strings.Trim(strings.TrimSpace(l), "/") == strings.Trim(line, "/") {
			b.kept = append(b.kept, file)
			return nil
		}
	}
	now := bytes.Clone(was)
	if len(now) > 0 && now[len(now)-1] != '\n' {
		now = append(now, '\n')
	}
	b.changes = append(b.changes, rewrite.Change{Path: file, Was: was, Now: append(now, line+"\n"...)})
	return nil
}
