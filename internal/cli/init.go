package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/lint/report"
)

type initFlags struct {
	yes                     bool
	organization, top, lead string
}

func (a *app) initCommand() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Begin a management system in a Git repository",
		Example: "writ init\n" +
			"writ init --yes --top-management \"Ilse Marr <ilse@example.com>\"",
		Long: "init writes what a management system by ISO/IEC 27001 begins with: writ.yaml with the two people " +
			"whom it needs at least, folders, the documents that the standard asks for as drafts, CODEOWNERS, a CI " +
			"workflow, a configuration for pre-commit, and .gitignore. On a terminal it asks for what the flags " +
			"leave out; with --yes it takes the name of the folder for the company's, and you for both people.\n\n" +
			"`writ lint` names afterwards what is still to be written. A file that is there stays as it is, so " +
			"that documents that you have are kept; `writ adopt` gives them front matter. All files are written or " +
			"none, and you commit them. A repository that has a writ.yaml has begun already, and is refused.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.initialize(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.BoolVarP(&f.yes, "yes", "y", false, "ask nothing")
	flags.StringVar(&f.organization, "organization", "", "the company's `NAME`")
	flags.StringVar(&f.top, "top-management", "", "who approves: `PERSON`, as \"Name <mail>\"")
	flags.StringVar(&f.lead, "lead", "", "who leads information security: `PERSON`, as \"Name <mail>\"")
	return cmd
}

// beginning is one run of init.
type beginning struct {
	*project
	app       *app
	answers   answers
	config    *config.Config // of the writ.yaml that is written
	changes   []rewrite.Change
	kept      []string // files that are there and stay
	bare      []string // those among the documents that have no front matter
	documents int
}

// answers are what writ.yaml says of the company.
type answers struct {
	Organization string
	Main         string // the branch
	Top, Lead    member
	Today        string
}

// member is a person of the roster.
type member struct{ Key, Name, Email string }

func (a *app) initialize(ctx context.Context, f initFlags) error {
	if err := a.mayBegin(); err != nil {
		return err
	}
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return err
	}
	defer p.close()
	b := &beginning{project: p, app: a}
	for _, step := range []func() error{
		func() error { return b.ask(ctx, f) },
		b.configure,
		func() error { return b.draft(ctx) },
		b.surround,
		func() error {
			return rewrite.All(ctx, p.repo.Root, filepath.Join(p.repo.GitDir, "writ.lock"), b.changes)
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	b.tell()
	return nil
}

// openToWrite opens the repository for a command that writes files before there need be a configuration.
func (a *app) openToWrite() (*gitrepo.Repo, error) {
	repo, err := gitrepo.Open(a.dir, a.getenv)
	if err != nil {
		return nil, err
	}
	if repo.Root == "" {
		repo.Close()
		return nil, fmt.Errorf("%s is a bare repository, in which no file can be written; run this in a clone of it",
			repo.GitDir)
	}
	return repo, nil
}

// mayBegin refuses a folder outside of Git, and a repository that has begun.
func (a *app) mayBegin() error {
	repo, err := a.openToWrite()
	if err != nil {
		return err
	}
	defer repo.Close()
	for _, name := range []string{config.File, misnamed} {
		if _, err := os.Lstat(filepath.Join(repo.Root, name)); err == nil {
			return fmt.Errorf("%s is there, so that this repository has begun already; nothing was written. `writ "+
				"new KIND` adds a document, `writ lint` says what is missing", name)
		}
	}
	return nil
}

// ask gets the answers: from flags, from the user, or as --yes takes them.
func (b *beginning) ask(ctx context.Context, f initFlags) error {
	x := &b.answers
	x.Today, x.Main = b.today.String(), "main"
	if b.head.Ref != "" {
		x.Main = branchName(b.head.Ref)
	}
	you := ""
	git := &gitwrite.Git{Dir: b.repo.Root, Env: gitEnv(b.app.environ, b.repo), Err: b.app.streams.Err}
	if who, err := git.Identity(ctx); err == nil {
		you = who.Name + " <" + who.Email + ">"
	}
	questions := []struct {
		flag, question, otherwise string
		value                     *string
	}{
		{"--organization", "Name of the company", filepath.Base(b.repo.Root), &f.organization},
		{"--lead", "Who leads information security (Name <mail>)", you, &f.lead},
		{"--top-management", "Who approves for top management (Name <mail>)", "", &f.top},
	}
	in := bufio.NewReader(b.app.streams.In)
	var missing []string
	for i, q := range questions {
		if i == 2 && f.yes {
			q.otherwise = f.lead
		}
		switch {
		case strings.TrimSpace(*q.value) != "":
		case f.yes:
			*q.value = q.otherwise
		case b.app.streams.Asks:
			offer := ""
			if q.otherwise != "" {
				offer = " [" + q.otherwise + "]"
			}
			fmt.Fprintf(b.app.streams.Err, "%s%s: ", q.question, offer)
			line, err := in.ReadString('\n')
			if err = ignoreEnd(err); err != nil {
				return err
			}
			*q.value = cmp.Or(strings.TrimSpace(line), q.otherwise)
		}
		if strings.TrimSpace(*q.value) == "" {
			missing = append(missing, q.flag)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("nothing was written: %s missing. Say it, or let --yes take the folder's name and your "+
			"own, as Git knows it", isAre(strings.Join(missing, ", ")))
	}
	x.Organization = strings.TrimSpace(f.organization)
	var err error
	if x.Lead, err = readMember("--lead", f.lead); err == nil {
		x.Top, err = readMember("--top-management", f.top)
	}
	switch {
	case err != nil:
		return err
	case strings.EqualFold(x.Lead.Email, x.Top.Email):
		x.Top = x.Lead
	case x.Lead.Key == x.Top.Key:
		x.Lead.Key, x.Top.Key = x.Lead.Key+"-1", x.Top.Key+"-2"
	}
	return nil
}

// readMember reads "Name <mail>".
func readMember(flag, text string) (member, error) {
	at, err := mail.ParseAddress(strings.TrimSpace(text))
	if err == nil && at.Name == "" {
		err = errors.New("the name is missing")
	}
	if err != nil {
		return member{}, fmt.Errorf("%s %q: a name and an address are expected, as \"Ada Byron <ada@example.com>\" "+
			"(%w)", flag, text, err)
	}
	key := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(strings.Fields(at.Name)[0]))
	return member{cmp.Or(key, "person"), at.Name, at.Address}, nil
}

// tell says what was written, what comes next, and what is missing.
func (b *beginning) tell() {
	out := b.app.streams.Out
	fmt.Fprintf(out, "Written: %s, %s as drafts among them.\n", counted(len(b.changes), "file", "files"),
		counted(b.documents, "document", "documents"))
	for _, k := range b.kept {
		fmt.Fprintf(out, "  kept as it was: %s\n", report.Visible(k))
	}
	if n := len(b.bare); n > 0 {
		fmt.Fprintf(out, "%s no front matter yet (%s): `writ adopt` gives it what the text states.\n",
			hasHave(n, "document that was there", "documents that were there"), report.Visible(few(b.bare, 3)))
	}
	fmt.Fprint(out, "Next:\n  git add -A && git commit -m \"Begin the management system\"\n  writ lint   # names "+
		"what is still to be written\n")
	fmt.Fprint(out, "Missing: the public keys of the people in writ.yaml. Without them an approval is a name "+
		"(grade C); `writ doctor` says how to sign.\n")
	if b.answers.Top == b.answers.Lead {
		fmt.Fprintf(out, "Missing: four eyes. %s holds both roles, and nobody may approve what they wrote "+
			"themselves: until writ.yaml names a second person who holds top-management, nothing that %s writes "+
			"comes into force.\n", report.Visible(b.answers.Lead.Name), report.Visible(b.answers.Lead.Name))
	}
}

func hasHave(n int, one, more string) string {
	if n == 1 {
		return "1 " + one + " has"
	}
	return fmt.Sprintf("%d %s have", n, more)
}
