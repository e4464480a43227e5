package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/draft"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

type newFlags struct {
	title, id, owner, dir, from, output string
	set                                 []string
}

func (a *app) newCommand() *cobra.Command {
	var f newFlags
	cmd := &cobra.Command{
		Use:   "new KIND",
		Short: "Start a document from the template of its kind",
		Example: "writ new policy --title \"Access control policy\"\n" +
			"writ new management-review --title \"Review of 2026\" --set date=2026-11-30\n" +
			"writ new policy --from wiki/passwords.md\n" +
			"writ new procedure --title \"Backups\" -o -",
		Long: "new writes a document of a kind, as a draft: its template, with front matter that has the next free " +
			"id, title, kind, version, status and owner. What only a person can know is a placeholder, such as " +
			"[Name], and notes (<!-- guide: … -->) say what to write; lint names what is left of both.\n\n" +
			"The id is the next one that no document has or ever had. The owner is the kind's, or else you. The " +
			"file lies where most documents of its kind lie, or else in the kind's folder. A file that is there is " +
			"never touched.\n\n" +
			"A management review starts with what it has to look at: the actions that were open after the last one " +
			"of its `series`, with the state that a log gives them; the open rows of the logs of corrective actions; " +
			"and the metrics of the last review with their targets.\n\n" +
			"--from makes a document of a Markdown file that you have: lines at its head such as **Version:** 2.0 " +
			"become front matter, as `adopt` does it, and each of its bytes stays. Numbers of clauses in its " +
			"headings become `satisfies`. A file that lies among the documents already gets its front matter where " +
			"it is; any other stays as it is, and the document is a new file.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.newDocument(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.title, "title", "", "the document's `TITLE`; asked for where it is left out")
	flags.StringVar(&f.id, "id", "", "the `ID`; by default the next free one")
	flags.StringVar(&f.owner, "owner", "", "the `ROLE` or person that owns it; by default the kind's owner, or you")
	flags.StringVar(&f.dir, "dir", "", "the `FOLDER` of the file")
	flags.StringArrayVar(&f.set, "set", nil, "`FIELD=VALUE` of the front matter; a list has commas (repeatable)")
	flags.StringVar(&f.from, "from", "", "make it of this `FILE` instead of the template")
	flags.StringVarP(&f.output, "output", "o", "", "write to this `FILE`; - prints the document and writes nothing")
	cmd.MarkFlagsMutuallyExclusive("dir", "output")
	return cmd
}

// starting is one run of new.
type starting struct {
	*project
	app   *app
	flags newFlags
	kind  *config.Kind
	reg   *register.Register
	book  *trail.Book
	new   *draft.New
	file  string // where the document lies, relative to the root
	was   []byte // what is there; nil for a new file
	text  []byte
	notes []string // what the user should know
}

func (a *app) newDocument(ctx context.Context, f newFlags, args []string) error {
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return err
	}
	defer p.close()
	s := &starting{project: p, app: a, flags: f}
	for _, step := range []func(context.Context) error{
		func(context.Context) error { return s.chooseKind(args) }, s.read, s.fields, s.carry, s.make, s.write,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *starting) chooseKind(args []string) error {
	names := slices.Sorted(maps.Keys(s.config.Kinds))
	switch {
	case s.repo.Root == "" && s.flags.output != "-":
		return fmt.Errorf("%s is a bare repository, in which no file can be written; run this in a clone of it, or "+
			"print the document with `-o -`", s.repo.GitDir)
	case len(args) == 0:
		return fmt.Errorf("`writ new` needs the kind of the document; there are: %s", strings.Join(names, ", "))
	}
	name := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(args[0])), " ", "-")
	if s.kind = s.config.Kinds[name]; s.kind != nil {
		return nil
	}
	if near := nearest.Word(name, names); near != "" {
		return fmt.Errorf("there is no kind %q; did you mean `%s`?", args[0], near)
	}
	return fmt.Errorf("there is no kind %q; there are: %s", args[0], strings.Join(names, ", "))
}

// read reads documents and history, which know the ids that are taken.
func (s *starting) read(ctx context.Context) error {
	reg, book, missing, err := s.readBoth(ctx)
	if err == nil && missing != nil && (s.flags.id == "" || s.flags.from != "") {
		err = fmt.Errorf("%w; without history nobody knows which ids are taken", missing)
	}
	s.reg, s.book = reg, book
	return err
}

// fields reads what the flags say.
func (s *starting) fields(context.Context) error {
	s.new = &draft.New{Config: s.config, Kind: s.kind}
	say := func(flag, field, text string) error {
		v, err := adopt.ParseValue(s.config, s.kind, field, text)
		if err == nil && v.String() == "" {
			err = errors.New("it is empty")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", flag, err)
		}
		if s.new.Text(field) != "" {
			return fmt.Errorf("%s: the field %s is said twice; leave one of them out", flag, field)
		}
		s.new.Fields = append(s.new.Fields, adopt.Entry{Name: field, Value: v})
		return nil
	}
	s.new.Fields = append(s.new.Fields, adopt.Entry{Name: "kind", Value: adopt.Value{Text: s.kind.Name}})
	for _, f := range [][2]string{{"title", s.flags.title}, {"id", s.flags.id}, {"owner", s.flags.owner}} {
		if f[1] == "" {
			continue
		}
		if err := say("--"+f[0], f[0], f[1]); err != nil {
			return err
		}
	}
	for _, set := range s.flags.set {
		field, value, ok := strings.Cut(set, "=")
		if !ok {
			return fmt.Errorf("--set %s: FIELD=VALUE is expected, as in --set date=2026-11-30", set)
		}
		name, err := s.fieldNamed(strings.TrimSpace(field))
		if err == nil {
			err = say("--set "+set, name, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fieldNamed returns the canonical name of a field that a document of the kind may have.
func (s *starting) fieldNamed(name string) (string, error) {
	if to := s.config.Fields[name]; to != "" {
		name = to
	}
	f := schema.FieldNamed(name)
	known := slices.Clone(s.kind.Required)
	for _, f := range s.kind.Fields {
		known = append(known, f.Name)
	}
	for _, f := range schema.Fields() {
		if !f.Claim {
			known = append(known, f.Name)
		}
	}
	switch {
	case f.Claim:
		return "", fmt.Errorf("--set %s: history says who approved which words, and nobody can write it before; "+
			"`writ approve` records it", name)
	case slices.Contains(known, name):
		return name, nil
	}
	if near := nearest.Word(name, known); near != "" {
		return "", fmt.Errorf("--set %s: there is no such field; did you mean %s?", name, near)
	}
	return "", fmt.Errorf("--set %s: there is no such field of the kind %s", name, s.kind.Name)
}

// make makes the document's text and finds its place.
func (s *starting) make(ctx context.Context) error {
	if s.flags.from != "" {
		return s.makeFrom(ctx)
	}
	if err := s.title(); err != nil {
		return err
	}
	if err := s.ownerOrWriter(ctx); err != nil {
		return err
	}
	if err := s.id(); err != nil {
		return err
	}
	template, _ := s.kind.BuiltInTemplate(s.new.Text("title"))
	if s.kind.Template != "" {
		var err error
		if template, err = snapshot.Files(s.snapshot)(s.kind.Template); err != nil {
			return fmt.Errorf("%s, the template of the kind %s, %w; put it there, or correct `kinds.%s.template`",
				s.kind.Template, s.kind.Name, err, s.kind.Name)
		}
	}
	var err error
	if s.text, err = s.new.FromTemplate(template); err != nil {
		return err
	}
	return s.place()
}

// title asks for a title where none is said.
func (s *starting) title() error {
	if s.new.Text("title") != "" {
		return nil
	}
	if !s.app.streams.Asks {
		return fmt.Errorf("`writ new %s` needs a title: --title \"…\"", s.kind.Name)
	}
	fmt.Fprintf(s.app.streams.Err, "Title of the %s: ", strings.ToLower(s.kind.Title))
	line, err := bufio.NewReader(s.app.streams.In).ReadString('\n')
	title := strings.TrimSpace(line)
	if title == "" {
		return errors.Join(errors.New("a document needs a title; nothing was written"), ignoreEnd(err))
	}
	s.new.Fields = append(s.new.Fields, adopt.Entry{Name: "title", Value: adopt.Value{Text: title}})
	return nil
}

// ownerOrWriter says who owns the document where nobody did: the kind's owner, or who runs the command.
func (s *starting) ownerOrWriter(ctx context.Context) error {
	if s.new.Text("owner") != "" || !slices.Contains(s.kind.Required, "owner") {
		return nil
	}
	owner := s.kind.Owner
	if owner == "" {
		git := &gitwrite.Git{Dir: s.repo.Root, Env: gitEnv(s.app.environ, s.repo), Err: s.app.streams.Err}
		who, err := git.Identity(ctx)
		if err != nil {
			return fmt.Errorf("nobody owns the document: say who does with --owner (%w)", err)
		}
		person, known := s.config.PersonByEmail(who.Email)
		switch {
		case known:
			owner = person.Key
		case len(s.config.People) > 0:
			return fmt.Errorf("%s <%s> isn't among the people of %s, and nobody else owns the document: say who does "+
				"with --owner ROLE, or add the address there", who.Name, who.Email, config.File)
		default:
			owner = who.Name
		}
	}
	s.new.Fields = append(s.new.Fields, adopt.Entry{Name: "owner", Value: adopt.Value{Text: owner}})
	return nil
}

// id gives the document the id that is said, or the next free one.
func (s *starting) id() error {
	ids := adopt.NewIDs(s.reg, s.book)
	if id := s.new.Text("id"); id != "" {
		if !ids.Claim(s.kind, id) {
			return fmt.Errorf("--id %s: another document has or had it, or it isn't as ids of the kind %s are "+
				"(%s); ids are never used twice", id, s.kind.Name, s.kind.IDPattern)
		}
		return nil
	}
	id := ids.Next(s.kind)
	if id == "" {
		return fmt.Errorf("no id can be made for the kind %s, whose pattern is %s; say one with --id", s.kind.Name,
			s.kind.IDPattern)
	}
	s.new.Fields = append(s.new.Fields, adopt.Entry{Name: "id", Value: adopt.Value{Text: id}})
	return nil
}

// place finds a place for the file where a document may lie and nothing is.
func (s *starting) place() error {
	title, id := s.new.Text("title"), s.new.Text("id")
	folder := draft.Folder(s.reg, s.kind)
	switch {
	case s.flags.output == "-":
		return nil
	case s.flags.output != "":
		at, err := pathInside(s.app.dir, s.repo.Root, s.flags.output)
		if err == nil {
			err = s.free(at)
		}
		s.file = at
		return err
	case s.flags.dir != "":
		at, err := pathInside(s.app.dir, s.repo.Root, s.flags.dir)
		if err != nil {
			return err
		}
		folder = at
	}
	var first error
	for _, name := range draft.FileNames(title, id) {
		s.file = path.Join(folder, name)
		err := s.free(s.file)
		if err == nil {
			return nil
		}
		first = cmp.Or(first, err)
	}
	return first
}

// free refuses a path at which something is, or at which no document would be.
func (s *starting) free(at string) error {
	f, err := snapshot.At(s.snapshot, at)
	same := slices.ContainsFunc(s.reg.All(), func(e *register.Entry) bool { return strings.EqualFold(e.Path, at) })
	switch {
	case err != nil:
		return err
	case f.Mode != 0 || same || s.onDisk(at):
		return fmt.Errorf("%s is there already and stays as it is; choose another place with --dir, or another "+
			"--title", at)
	case !config.IsMarkdown(at):
		return fmt.Errorf("%s wouldn't be read as a document: its name has to end with .md", at)
	case !s.config.MayInclude(at): // every document has an id
		return fmt.Errorf("%s would be no document: it matches none of documents.include of %s (%s), or "+
			"documents.exclude has it; choose a folder with --dir", at, config.File,
			strings.Join(s.config.Documents.Include, ", "))
	}
	_, err = snapshot.Overlay(s.snapshot, map[string][]byte{at: nil})
	return err
}

// write writes the file, or prints the document.
func (s *starting) write(ctx context.Context) error {
	if s.flags.output == "-" {
		_, err := s.app.streams.Out.Write(s.text)
		return err
	}
	if err := rewrite.All(ctx, s.repo.Root, filepath.Join(s.repo.GitDir, "writ.lock"),
		[]rewrite.Change{{Path: s.file, Was: s.was, Now: s.text}}); err != nil {
		return err
	}
	out := s.app.streams.Out
	fmt.Fprintf(out, "%s: %s, a document of the kind %s\n", report.Visible(s.file), s.new.Text("id"), s.kind.Name)
	for _, n := range s.notes {
		fmt.Fprintln(out, "  "+report.Visible(n))
	}
	fmt.Fprintf(out, "Next: write what is missing (`writ lint %s` names it), then `git add` and commit it.\n",
		shellWord(s.app.fromHere(s.project, s.file)))
	return nil
}
