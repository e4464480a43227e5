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

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/cli"
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
			"writ build --preview -o /tmp/preview",
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
	open := h.Dated(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := open(cmd.Context())
		if err != nil {
			return err
		}
		defer p.Close()
		opts.stays = true
		return build(cmd.Context(), h, p, opts)
	}
	return cmd
}

// options are what a build is told.
type options struct {
	out      string // as -o says it; "" for what the configuration says
	audience string
	preview  bool
	stays    bool // the folder does, so that it is named
}

// build reads the main line's commit and publishes it into a folder.
func build(ctx context.Context, h *cli.Host, p *cli.Project, opts options) error {
	src, err := read(ctx, p, opts.preview)
	if err != nil {
		return err
	}
	target, err := outputFolder(h.Dir, src, opts.out)
	if err != nil {
		return err
	}
	site, err := contents(ctx, src, opts.audience)
	if err != nil {
		return err
	}
	switch n := src.Uncommitted; {
	case n == 1:
		fmt.Fprintln(h.Streams.Err, "warning: 1 document has changes that are not committed; the site shows what is")
	case n > 1:
		fmt.Fprintf(h.Streams.Err, "warning: %d documents have changes that are not committed; the site shows "+
			"what is\n", n)
	}
	result, err := sitegen.Build(ctx, site, target, sitegen.Options{Root: src.Repo.Root, Tool: tool(h)})
	if err != nil {
		return err
	}
	documents := "documents"
	if len(site.Documents) == 1 {
		documents = "document"
	}
	where := ""
	if opts.stays {
		where = ": " + target
	}
	_, err = fmt.Fprintf(h.Streams.Out, "%d %s on %d pages of commit %s%s\n", len(site.Documents),
		documents, result.Pages,
		site.Head[:10], where)
	for _, note := range result.Notes {
		fmt.Fprintln(h.Streams.Err, "note: "+note)
	}
	return err
}

// tool names the program for the pages that it makes: by what it was built from, else by its own bytes. It returns "" where
// these can't be read.
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

// read reads what is published, or previewed.
func read(ctx context.Context, p *cli.Project, preview bool) (*cli.Published, error) {
	if preview {
		return p.Previewed(ctx)
	}
	return p.Published(ctx)
}

// outputFolder is what -o says, relative to the current folder, else what the configuration says, relative to
// the root.
func outputFolder(dir string, src *cli.Published, flag string) (string, error) {
	switch {
	case flag != "" && filepath.IsAbs(flag):
		return flag, nil
	case flag != "":
		return filepath.Join(dir, flag), nil
	case src.Repo.Root == "":
		return "", errors.New("a bare repository has no folder for the site; say where with -o DIR")
	}
	return filepath.Join(src.Repo.Root, filepath.FromSlash(src.Config.Site.Output)), nil
}

// contents is all that the site says to an audience; "" for everybody.
func contents(ctx context.Context, src *cli.Published, audience string) (sitegen.Site, error) {
	return publication.From(ctx, publication.Source{Repo: src.Repo, Config: src.Config, Register: src.Register,
		Book: src.Book, Audience: audience, SetAside: exceptions(src.SetAside), Preview: src.Preview, Remarks: remarks(src)})
}
