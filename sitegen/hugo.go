package sitegen

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/bep/clocks"
	"github.com/bep/logg"
	"github.com/gohugoio/hugo/common/htime"
	"github.com/gohugoio/hugo/common/loggers"
	"github.com/gohugoio/hugo/config"
	"github.com/gohugoio/hugo/config/allconfig"
	"github.com/gohugoio/hugo/deps"
	"github.com/gohugoio/hugo/hugofs"
	"github.com/gohugoio/hugo/hugolib"
	"github.com/spf13/afero"
	"golang.org/x/sync/errgroup"
)

// hugoDir is the project's folder in the file system in memory; nothing of it is on a disk.
const hugoDir = "/writ"

// hugoPage is one page for Hugo: its layout, where it is written, and what the layout reads as .Params.
type hugoPage struct {
	Layout string
	File   string // of the output, with slashes, such as POL-001/index.html
	Params any    // its JSON keys are in lower case, because Hugo lowers them
	Source string // what an error names: the document's path, or "" for a page of the site's own
}

// hugoSite is what render gets.
type hugoSite struct {
	Language string // has a table in the theme
	Params   any
	Clock    time.Time
	Pages    []hugoPage
}

// hugoTurn lets one build run at a time, because Hugo keeps its clock and its logger in globals.
var hugoTurn = make(chan struct{}, 1)

// render makes the output files of a site, by name. Hugo runs in this process, over files in memory; nothing
// is executed, fetched or read from the environment or a disk. A warning of Hugo's is an error. When ctx ends,
// render returns at once; a running Hugo build can't be interrupted and ends by itself later.
func render(ctx context.Context, site hugoSite, theme fs.FS) (map[string][]byte, error) {
	select {
	case hugoTurn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	type result struct {
		files map[string][]byte
		err   error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-hugoTurn }()
		files, err := runHugo(site, theme)
		done <- result{files, err}
	}()
	select {
	case r := <-done:
		return r.files, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func runHugo(site hugoSite, theme fs.FS) (files map[string][]byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the site could not be rendered: %v", r)
		}
	}()
	mem := afero.NewMemMapFs()
	if err := writeSource(mem, site, theme); err != nil {
		return nil, err
	}
	clock := htime.Clock
	htime.Clock = clocks.Start(site.Clock)
	defer func() { htime.Clock = clock }()

	log := &hugoLog{}
	logger := loggers.New(loggers.Options{Level: logg.LevelWarn, StdOut: io.Discard, StdErr: io.Discard,
		HandlerPost: log.add})
	flags := config.New()
	flags.Set("workingDir", hugoDir)
	flags.Set("publishDir", "public")
	configs, err := allconfig.LoadConfig(allconfig.ConfigSourceDescriptor{
		Fs: mem, Flags: flags, Filename: hugoDir + "/hugo.json", Logger: logger, SkipNpmCheck: true,
		Environ: []string{"none=none"}, // an empty list would mean the real environment
	})
	if err != nil {
		return nil, site.explain(err, log)
	}
	sites, err := hugolib.NewHugoSites(deps.DepsCfg{
		Configs: configs, Fs: hugofs.NewFrom(mem, configs.LoadingInfo.BaseConfig),
		TestLogger: logger, LogLevel: logg.LevelWarn, StdOut: io.Discard, StdErr: io.Discard,
	})
	if err != nil {
		return nil, site.explain(err, log)
	}
	defer sites.Close()
	if err := sites.Build(hugolib.BuildCfg{NoBuildLock: true}); err != nil || log.any() {
		return nil, site.explain(err, log)
	}
	return site.collect(mem)
}

// writeSource lays out the project: configuration, theme and one content file a page.
func writeSource(mem afero.Fs, site hugoSite, theme fs.FS) error {
	write := func(name string, data []byte) error {
		return afero.WriteFile(mem, path.Join(hugoDir, name), data, 0o644)
	}
	cfg, err := json.Marshal(hugoConfig(site))
	cfg = showControls(cfg)
	if err != nil {
		return err
	}
	if err := write("hugo.json", cfg); err != nil {
		return err
	}
	err = fs.WalkDir(theme, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(theme, name)
		if err != nil {
			return err
		}
		return write(name, data)
	})
	if err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range site.Pages {
		group.Go(func() error {
			front, err := frontMatter(p)
			if err != nil {
				return err
			}
			return write(contentFile(i), front)
		})
	}
	return group.Wait()
}

// frontMatter is all that a page is made from, as JSON.
func frontMatter(p hugoPage) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"url": "/" + p.File, "layout": p.Layout, "params": p.Params}); err != nil {
		return nil, err
	}
	return showControls(buf.Bytes()), nil
}

// turners are the controls that turn the direction of text against its letters (embeddings, overrides and
// isolates), with which a name can pretend to be another one.
var turners = strings.NewReplacer(
	"\u202a", "\ufffd", "\u202b", "\ufffd", "\u202c", "\ufffd", "\u202d", "\ufffd", "\u202e", "\ufffd",
	"\u2066", "\ufffd", "\u2067", "\ufffd", "\u2068", "\ufffd", "\u2069", "\ufffd",
)

// showControls makes such controls visible in text as it is encoded in JSON.
func showControls(data []byte) []byte {
	if !bytes.Contains(data, []byte("\xe2\x80")) && !bytes.Contains(data, []byte("\xe2\x81")) {
		return data
	}
	return []byte(turners.Replace(string(data)))
}

func contentFile(i int) string { return fmt.Sprintf("content/p/%07d.md", i) }

func hugoConfig(site hugoSite) map[string]any {
	none := []string{"none"}
	return map[string]any{
		"baseURL": "/", "title": "", "locale": site.Language, "defaultContentLanguage": site.Language,
		"disableKinds": []string{"home", "section", "taxonomy", "term", "rss", "sitemap",
			"robotstxt", "404"},
		"disableHugoGeneratorInject": true, "disableAliases": true, "disableLiveReload": true,
		"printI18nWarnings": true, "enableEmoji": false, "enableGitInfo": false, "timeZone": "UTC",
		"buildDrafts": true, "buildFuture": true, "buildExpired": true,
		"cacheDir": hugoDir + "/cache", "resourceDir": "resources",
		"params": site.Params,
		"security": map[string]any{
			"enableInlineShortcodes": false, "allowContent": []string{"text/markdown"},
			"exec":  map[string]any{"allow": none, "osEnv": none},
			"funcs": map[string]any{"getenv": none},
			"http":  map[string]any{"urls": none, "methods": none, "mediaTypes": none},
		},
	}
}

// collect reads the output and compares it with what was asked for, so that a page that Hugo moved, merged or
// dropped is an error.
func (s hugoSite) collect(mem afero.Fs) (map[string][]byte, error) {
	public := hugoDir + "/public/"
	files := map[string][]byte{}
	for _, p := range s.Pages {
		data, err := afero.ReadFile(mem, public+p.File)
		if err != nil {
			return nil, fmt.Errorf("%s: its page %s was not written", firstOf(p.Source, p.Layout), p.File)
		}
		files[p.File] = data
	}
	err := afero.Walk(mem, strings.TrimSuffix(public, "/"), func(name string, info fs.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		if rel := strings.TrimPrefix(name, public); files[rel] == nil {
			return fmt.Errorf("the theme wrote a file that nobody asked for: %s", rel)
		}
		return nil
	})
	return files, err
}

// explain turns an error of Hugo's, and what it logged, into one that names documents by their own paths.
func (s hugoSite) explain(err error, log *hugoLog) error {
	text := log.text()
	if err != nil && !strings.HasPrefix(err.Error(), "logged ") {
		text = strings.TrimSpace(err.Error() + "\n" + text)
	}
	for i, p := range s.Pages {
		name := contentFile(i)
		if !strings.Contains(text, name) {
			continue
		}
		text = strings.ReplaceAll(text, hugoDir+"/"+name, firstOf(p.Source, p.File))
		text = strings.ReplaceAll(text, name, firstOf(p.Source, p.File))
	}
	return errors.New("the site could not be rendered: " + strings.ReplaceAll(text, hugoDir+"/", "theme/"))
}

// hugoLog keeps what Hugo logs at warning level and above.
type hugoLog struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *hugoLog) add(e *logg.Entry) error {
	if e.Level < logg.LevelWarn {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.buf.Len() < 1<<16 {
		l.buf.WriteString(e.Message + "\n")
	}
	return nil
}

func (l *hugoLog) any() bool { return l.text() != "" }

func (l *hugoLog) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.TrimSpace(l.buf.String())
}
