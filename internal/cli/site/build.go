package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/paper"
	"github.com/writ-docs/writ/internal/publication"
	"github.com/writ-docs/writ/sitegen"
)

func buildCommand(h *cli.Host) *cobra.Command {
	var opts options
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Publish the static site of what is in force",
		Example: "writ build\n" +
			"writ build -o public\n" +
			"writ build --as-of 2026-06-30 -o old\n" +
			"writ build --preview -o /tmp/preview\n" +
			"writ build --preview --base origin/main -o /tmp/request\n" +
			"writ build --pdf",
		Long: "build publishes the site of the main line's commit into a folder: what is in force, with its trail. " +
			"The folder is " +
			"replaced as a whole when the build is done; a failed build leaves it as it was. Files in it that no " +
			"build made, such " +
			"as CNAME, stay.",
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVarP(&opts.out, "output", "o", "",
		"the `FOLDER` to publish into (default: site.output of writ.yaml, else public)")
	cmd.Flags().StringVar(&opts.audience, "audience", "",
		"build the site for the readers whom site.audiences calls `NAME`, without what they may not read")
	cmd.Flags().BoolVar(&opts.preview, "preview", false,
		"build the newest words of the working tree, marked as a preview, with what lint finds in them")
	cmd.Flags().StringVar(&opts.base, "base", "",
		"with --preview: build what HEAD and the working tree change since their merge base with `REF`, and nothing else")
	cmd.Flags().StringVar(&opts.baseURL, "base-url", "",
		"the `ADDRESS` at which the site is served (default: site.base_url of writ.yaml)")
	cmd.Flags().StringVar(&opts.previous, "previous", "",
		"the manifest of the site before, as a `FILE`: its commit must be on the main line (default: that in the folder)")
	cmd.Flags().BoolVar(&opts.pdf, "pdf", false,
		"print each document in force as a PDF file, too, with the Chromium or Chrome that is found")
	cmd.Flags().BoolVar(&opts.noSandbox, "no-sandbox", false,
		"with --pdf: start the browser without its sandbox, as root in a container needs")
	open := h.Dated(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := open(cmd.Context())
		if err != nil {
			return err
		}
		defer p.Close()
		opts.stays, opts.request = true, cmd.Flags().Changed("base")
		return build(cmd.Context(), h, p, opts)
	}
	return cmd
}

// options are what a build is told.
type options struct {
	out            string // as -o says it; "" for what the configuration says
	audience       string
	preview        bool
	request        bool   // of what a request changes
	base           string // the branch that it is for
	baseURL        string // "" for what the configuration says
	previous       string // the manifest of the site before; "" for that in the folder
	pdf, noSandbox bool

	stays bool // the folder does, so that it is named
}

// build reads the main line's commit and publishes it into a folder.
func build(ctx context.Context, h *cli.Host, p *cli.Project, opts options) error {
	began := h.Clock()
	browser, err := opts.browser(h)
	if err != nil {
		return err
	}
	src, err := read(ctx, p, opts)
	if err != nil {
		return err
	}
	if opts.baseURL != "" {
		if src.Config, err = src.Config.Set("site.base_url", opts.baseURL, "--base-url"); err != nil {
			return err
		}
	}
	target, err := outputFolder(h.Dir, src, opts.out)
	if err != nil {
		return err
	}
	former := target
	if opts.previous != "" {
		former = inFolder(h.Dir, opts.previous)
	}
	if err := goesOn(src, former, opts.previous != ""); err != nil {
		return err
	}
	said, err := contents(ctx, src, opts.audience, false)
	if err != nil {
		return err
	}
	site := said.Site()
	switch n := src.Uncommitted; {
	case n == 1:
		fmt.Fprintln(h.Streams.Err, "warning: 1 document has changes that are not committed; the site shows what is")
	case n > 1:
		fmt.Fprintf(h.Streams.Err, "warning: %d documents have changes that are not committed; the site shows "+
			"what is\n", n)
	}
	if h.SaveMemory != nil {
		h.SaveMemory()
	}
	how := sitegen.Options{Root: src.Repo.Root, Tool: tool(h), Spares: sitegen.Spares(src.Repo.Folder("sites"))}
	if opts.pdf {
		printing := startProgress(h.Streams.Err, "printing PDF files")
		defer printing.end()
		how.PDF = &sitegen.PDF{Browser: browser, Environ: h.Environ, Letter: src.Config.Site.Paper == config.PaperLetter,
			NoSandbox: opts.noSandbox, Printed: printing.update}
	}
	result, err := sitegen.Build(ctx, site, target, how)
	if err != nil {
		return err
	}
	where := ""
	if opts.stays {
		where = ": " + target
	}
	if _, err := fmt.Fprintf(h.Streams.Out, "%s on %s of commit %s%s\n", counted(len(site.Documents), "document"),
		counted(result.Pages, "page"), site.Head[:10], where); err != nil {
		return err
	}
	again := ""
	if opts.pdf {
		again = fmt.Sprintf(", %s", counted(result.PDFs, "PDF file"))
	}
	if result.Kept > 0 {
		again += fmt.Sprintf(", %s as before", counted(result.Kept, "page"))
	}
	_, err = fmt.Fprintf(h.Streams.Out, "%s, %s%s, in %.1f s\n", counted(result.Files, "file"),
		sitegen.SizeText(result.Bytes), again, h.Clock().Sub(began).Seconds())
	for _, note := range result.Notes {
		fmt.Fprintln(h.Streams.Err, "note: "+note)
	}
	if result.Bytes > mostHosted {
		fmt.Fprintf(h.Streams.Err, "warning: the site has %s, and GitHub Pages takes at most 1 GB; "+
			"`versions: latest` or a lower `compare` below `site` makes it smaller\n", sitegen.SizeText(result.Bytes))
	}
	return err
}

// browser is the program that prints; "" where nothing is printed.
func (o options) browser(h *cli.Host) (string, error) {
	if o.noSandbox && !o.pdf {
		return "", errors.New("--no-sandbox is about the browser of --pdf, which isn't given")
	}
	if !o.pdf {
		return "", nil
	}
	path := ""
	for _, e := range h.Environ {
		if name, value, _ := strings.Cut(e, "="); name == "PATH" {
			path = value
		}
	}
	if program := paper.Find(path); program != "" {
		return program, nil
	}
	return "", fmt.Errorf("--pdf prints with Chromium or Chrome, and no folder of PATH has one (%s); install it, on "+
		"Debian and Ubuntu the package chromium, or build without --pdf", strings.Join(paper.Names(), ", "))
}

// tool names the program for the pages that it makes: by what it was built from, else by its own bytes. It returns ""
// where these can't be read.
func tool(h *cli.Host) string {
	if h.Build.Named() {
		return "writ " + h.Build.String()
	}
	f, err := os.Open(h.Self)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return "writ sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// mostHosted is the size in bytes of the largest site that GitHub Pages publishes.
const mostHosted = 1_000_000_000

// counted is a number of things in words: "1 page", "2 pages".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// read reads what is published, or previewed.
func read(ctx context.Context, p *cli.Project, opts options) (*cli.Published, error) {
	switch {
	case opts.request && !opts.preview:
		return nil, errors.New("--base is about a preview of what a request changes: add --preview")
	case opts.request:
		return p.Requested(ctx, opts.base)
	case !opts.preview:
		return p.Published(ctx)
	}
	src, err := p.Previewed(ctx)
	if err != nil {
		return nil, err
	}
	return p.Check(ctx, src)
}

// inFolder is a path that is relative to a folder, unless it is absolute.
func inFolder(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// outputFolder is what -o says, relative to the current folder, else what the configuration says, relative to
// the root.
func outputFolder(dir string, src *cli.Published, flag string) (string, error) {
	switch {
	case flag != "":
		return inFolder(dir, flag), nil
	case src.Repo.Root == "":
		return "", errors.New("a bare repository has no folder for the site; say where with -o DIR")
	}
	return filepath.Join(src.Repo.Root, filepath.FromSlash(src.Config.Site.Output)), nil
}

// contents is all that the site says to an audience; "" for everybody. live is true for one whose pages are made when
// they are asked for.
func contents(ctx context.Context, src *cli.Published, audience string, live bool) (*publication.Publication, error) {
	return publication.New(ctx, publication.Source{Repo: src.Repo, Config: src.Config, Register: src.Register,
		Book: src.Book, Audience: audience, SetAside: exceptions(src.SetAside), Preview: src.Preview,
		Remarks: remarks(src), Past: src.Past, Live: live, Request: request(src)})
}
