package paper

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/chromedp"
)

// Options say how pages are printed.
type Options struct {
	Program   string // the browser
	Environ   []string
	Root      string        // the folder that has the pages and what they show
	Base      string        // the address at which that folder is published, with a final slash; "" where nobody knows
	Letter    bool          // the paper; else it is A4
	NoSandbox bool          // the browser runs without its sandbox
	Tabs      int           // how many pages are printed at once
	Limit     time.Duration // how long one page may take
}

// Printer is a running browser. It reaches nothing but the files of its folder: each request of a page is answered
// from there or refused. It is safe for concurrent use.
type Printer struct {
	opts    Options
	base    string
	version string
	stop    context.CancelFunc
	tabs    chan context.Context
}

// nowhere is the address of a folder that is published at none. No host has it.
const nowhere = "https://site.invalid/"

// starts is how often a browser is started that ends at once: on a busy machine one may, without a reason that lasts.
const starts = 3

// Start starts a browser, which ends with ctx or by Close.
func Start(ctx context.Context, opts Options) (*Printer, error) {
	for n := 1; ; n++ {
		p, err := launch(ctx, opts)
		if err == nil || n == starts || ctx.Err() != nil || !strings.Contains(err.Error(), "chrome failed to start") {
			return p, err
		}
	}
}

// launch starts a browser once.
func launch(ctx context.Context, opts Options) (*Printer, error) {
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(opts.Program), chromedp.NoInheritEnv, chromedp.Env(kept(opts.Environ)...), chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true), chromedp.Flag("lang", "en"),
		chromedp.Flag("no-proxy-server", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("no-sandbox", opts.NoSandbox), chromedp.WSURLReadTimeout(time.Minute))
	ctx, stop := chromedp.NewExecAllocator(ctx, flags...)
	first, _ := chromedp.NewContext(ctx) // ends with ctx
	p := &Printer{opts: opts, base: opts.Base, stop: stop, tabs: make(chan context.Context, opts.Tabs)}
	if p.base == "" {
		p.base = nowhere
	}
	v, err := chromedp.CallBrowser(first, browser.GetVersion, cdp.Empty{})
	if err != nil {
		p.Close()
		return nil, explain(opts.Program, err)
	}
	p.version = v.Product
	for range opts.Tabs {
		tab, _ := chromedp.NewContext(first) // ends with first
		if err := p.prepare(tab); err != nil {
			p.Close()
			return nil, explain(opts.Program, err)
		}
		p.tabs <- tab
	}
	return p, nil
}

// kept are the variables that a browser needs to find its files and fonts. It gets no proxy, and the same time zone
// everywhere.
func kept(environ []string) []string {
	out := []string{"TZ=UTC", "LANG=C.UTF-8"}
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		switch strings.ToUpper(name) {
		case "PATH", "HOME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_DATA_DIRS", "FONTCONFIG_FILE",
			"FONTCONFIG_PATH",
			"LOCALAPPDATA", "USERPROFILE", "SYSTEMROOT", "LD_LIBRARY_PATH":
			out = append(out, e)
		}
	}
	return out
}

// explain says what to do about a browser that doesn't start.
func explain(program string, err error) error {
	if strings.Contains(err.Error(), "--no-sandbox") {
		return fmt.Errorf("%s doesn't start as root in its sandbox: build as another user, or, in a container of your own, "+
			"add --no-sandbox", program)
	}
	return fmt.Errorf("%s doesn't start: %w", program, err)
}

// Version names the browser: other ones print other bytes.
func (p *Printer) Version() string { return p.version }

// Close ends the browser.
func (p *Printer) Close() { p.stop() }

// prepare makes a tab answer each request from the folder. Scripts don't run: one writes the day of printing.
func (p *Printer) prepare(tab context.Context) error {
	requests := make(chan *fetch.EventRequestPaused, 1000)
	err := chromedp.Listen(tab, func(event any) {
		if r, ok := event.(*fetch.EventRequestPaused); ok {
			select {
			case requests <- r:
			default: // a page that asks for more is cut off by its time
			}
		}
	})
	if err != nil {
		return err
	}
	go func() {
		for {
			select {
			case r := <-requests:
				p.answer(tab, r)
			case <-tab.Done():
				return
			}
		}
	}()
	if _, err := chromedp.Call(tab, fetch.Enable, fetch.EnableParams{}); err != nil {
		return err
	}
	_, err = chromedp.Call(tab, emulation.SetScriptExecutionDisabled,
		emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

// unlinked takes the addresses off the links of a page that is published nowhere, save those inside of it.
const unlinked = `for (const a of document.querySelectorAll("a[href]"))
	if (a.origin === location.origin && !a.getAttribute("href").startsWith("#")) a.removeAttribute("href")`

// Print prints a page of the folder and gives the file a date.
func (p *Printer) Print(ctx context.Context, name string, date time.Time) ([]byte, error) {
	var tab context.Context
	select {
	case tab = <-p.tabs:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { p.tabs <- tab }()
	limited, cancel := context.WithTimeout(tab, p.opts.Limit)
	defer cancel()
	stop := context.AfterFunc(ctx, cancel)
	defer stop()
	pdf, err := p.print(limited, name)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("the page isn't printed after %v", p.opts.Limit)
	case err != nil:
		return nil, err
	}
	renumber(pdf)
	return pdf, dated(pdf, date)
}

func (p *Printer) print(ctx context.Context, name string) ([]byte, error) {
	if err := chromedp.Do(ctx, chromedp.Navigate(p.base+name)); err != nil {
		return nil, err
	}
	if p.base == nowhere {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](unlinked+";undefined")); err != nil {
			return nil, err
		}
	}
	size := chromedp.PaperA4
	if p.opts.Letter {
		size = chromedp.PaperLetter
	}
	return chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(size), chromedp.PDFPreferCSSPageSize(),
		chromedp.PDFOutlineAndTagged(), chromedp.PDFStream()))
}
