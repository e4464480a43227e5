package sitegen

import (
	"bytes"
	"cmp"
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

// hugoSite is what render gets.
type hugoSite struct {
	Language string // has a table in the theme
	Params   any
	Clock    time.Time
	Pages    []page
}

// hugoTurn lets one build run at a time, because Hugo keeps its clock and its logger in globals.
var hugoTurn = make(chan struct{}, 1)

// render makes the pages of a site and hands each to done as it is finished, from several goroutines. The bytes are
// done's only until it returns. Hugo runs in this process, over files in memory; nothing is executed, fetched or read
// from the environment or a disk. A warning of Hugo's is an error, and so is a page that it moved, merged or dropped.
// A running Hugo can't be interrupted: when ctx ends, pages are no longer handed on, and render returns when Hugo
// does.
func render(ctx context.Context, site hugoSite, theme fs.FS, done func(p *page, html []byte) error) error {
	select {
	case hugoTurn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-hugoTurn }()
	to := newSink(ctx, site.Pages, done)
	err := runHugo(site, theme, to)
	return cmp.Or(to.failed(), err, ctx.Err(), to.missing())
}

func runHugo(site hugoSite, theme fs.FS, to *sink) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the site could not be rendered: %v", r)
		}
	}()
	mem := afero.NewMemMapFs()
	if err := writeSource(mem, site, theme); err != nil {
		return err
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
		return site.explain(err, log)
	}
	files := hugofs.NewFrom(mem, configs.LoadingInfo.BaseConfig)
	files.PublishDir, files.PublishDirStatic, files.PublishDirServer = to, to, to
	sites, err := hugolib.NewHugoSites(deps.DepsCfg{
		Configs: configs, Fs: files,
		TestLogger: logger, LogLevel: logg.LevelWarn, StdOut: io.Discard, StdErr: io.Discard,
	})
	if err != nil {
		return site.explain(err, log)
	}
	defer sites.Close()
	if err := sites.Build(hugolib.BuildCfg{NoBuildLock: true}); err != nil || log.any() {
		return site.explain(err, log)
	}
	return nil
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
		if err != nil || e.IsDir() || path.Dir(name) == "i18n" && path.Base(name) != site.Language+".toml" {
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
	for i := range site.Pages {
		group.Go(func() error {
			front, err := frontMatter(&site.Pages[i])
			if err != nil {
				return err
			}
			return write(contentFile(i), front)
		})
	}
	return group.Wait()
}

// frontMatter is all that a page is made from, as JSON.
func frontMatter(p *page) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"url": "/" + p.file, "layout": p.layout, "params": p.params}); err != nil {
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

// showControls makes such controls visible in text that is encoded in UTF-8, such as JSON.
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
		text = strings.ReplaceAll(text, hugoDir+"/"+name, firstOf(p.origin.path, p.file))
		text = strings.ReplaceAll(text, name, firstOf(p.origin.path, p.file))
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
