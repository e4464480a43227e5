package sitegen

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/paper"
)

// PDF says how each document in force is printed as a PDF file.
type PDF struct {
	Browser   string   // the program
	Environ   []string // of it
	Letter    bool     // the paper; else it is A4
	NoSandbox bool
	Limit     time.Duration         // how long one page may take; 0 for a minute
	Printed   func(done, total int) // called as files are finished, by several goroutines; may be nil
}

// pdfFolder holds the PDF files.
const pdfFolder = "pdf/"

// pdfOf is the file that a document in force is printed as: its id, or for one without an id the name of its file and
// a digest of its path; "" where it isn't printed.
func (b *book) pdfOf(d *Document) string {
	switch {
	case b.pdf == nil || d.State != InForce || !d.served || d.Prose == nil:
		return ""
	case d.address == d.ID:
		return pdfFolder + d.ID + ".pdf"
	}
	return pdfFolder + "doc/" + path.Base(d.address) + "-" + pathHash(d.Path)[:8] + ".pdf"
}

// pdfs is how many documents are printed.
func (p *press) pdfs() (n int) {
	for i := range p.docs {
		if p.pdfOf(&p.docs[i]) != "" {
			n++
		}
	}
	return n
}

// printAll prints the documents in force from their finished pages, save those whose files the previous site has: one
// browser for all, several pages at a time.
func (p *press) printAll(ctx context.Context) error {
	total := p.pdfs()
	if total == 0 {
		return nil
	}
	tabs := max(1, min(runtime.GOMAXPROCS(0), total, mostTabs))
	printer, err := paper.Start(ctx, paper.Options{Program: p.pdf.Browser, Environ: p.pdf.Environ, Root: p.to.dir,
		Base:   p.BaseURL,
		Letter: p.pdf.Letter, NoSandbox: p.pdf.NoSandbox, Tabs: tabs, Limit: cmp.Or(p.pdf.Limit, time.Minute)})
	if err != nil {
		return err
	}
	defer printer.Close()
	p.printer = printer.Version()
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(tabs)
	var done atomic.Int64
	for i := range p.docs {
		if p.pdfOf(&p.docs[i]) == "" {
			continue
		}
		group.Go(func() error {
			if err := p.print(running, printer, i); err != nil {
				return fmt.Errorf("%s: its PDF: %w", p.docs[i].Path, err)
			}
			if n := done.Add(1); p.pdf.Printed != nil {
				p.pdf.Printed(int(n), total)
			}
			return nil
		})
	}
	return cmp.Or(group.Wait(), ctx.Err())
}

// mostTabs is how many pages are printed at once at most: each is laid out by a process of its own.
const mostTabs = 8

// print prints one document, unless the previous site has the file. What a page shows has a digest in its address, so
// that the page's own bytes tell all that is printed.
func (p *press) print(ctx context.Context, printer *paper.Printer, i int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d := &p.docs[i]
	from, ok := p.out.entry(d.address + "/index.html")
	if !ok {
		return fmt.Errorf("its page %s isn't there", d.address)
	}
	sum := sha256.Sum256(fmt.Append(nil, from.SHA256, " ", printer.Version(), " ", p.pdf.Letter, " ", p.BaseURL))
	e := manifestEntry{Path: p.pdfOf(d), Source: from.Source, Blob: from.Blob, Commit: from.Commit,
		Inputs: hex.EncodeToString(sum[:])}
	if old, ok := p.old.page(e.Path, e.Inputs); ok {
		if kept, err := p.old.keep(old, p.to, p.out); kept || err != nil {
			return err
		}
	}
	data, err := printer.Print(ctx, escapePath(d.address)+"/", cmp.Or(d.Since, p.HeadDay).Time())
	if err != nil {
		return err
	}
	return p.out.add(e, data)
}
