package search

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/writ-docs/writ/internal/document"
)

// TestBesidePagefind measures the index beside that of pagefind, as bench/search.sh asks for it.
func TestBesidePagefind(t *testing.T) {
	pagefind := os.Getenv("WRIT_PAGEFIND")
	if pagefind == "" {
		t.Skip("bench/search.sh runs this")
	}
	documents, err := strconv.Atoi(os.Getenv("WRIT_DOCUMENTS"))
	if err != nil {
		t.Fatal("WRIT_DOCUMENTS: ", err)
	}
	dir := t.TempDir()
	texts := prose(t, documents, 900)
	for i, text := range texts {
		html, err := document.Parse("x.md", []byte(text), nil).HTML(document.Renderer{})
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "site", docID(i), "index.html"), []byte("<!doctype html><html lang=\"en\"><title>"+docID(i)+
			"</title><main data-pagefind-body><h1>"+docID(i)+" "+titleOf(text)+"</h1>"+html+"</main></html>"))
	}
	ours := buildInto(t, texts, filepath.Join(dir, "site", "search"))
	began := time.Now()
	if out, err := exec.CommandContext(t.Context(), pagefind, "--site", filepath.Join(dir, "site"), "--output-subdir", "pagefind").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	theirs := time.Since(began)
	mine, other := size(t, filepath.Join(dir, "site", "search")), size(t, filepath.Join(dir, "site", "pagefind"))
	fmt.Printf("%d documents\nbuild     writ %6.2f s  pagefind %6.2f s  ratio %.2f\nbytes     writ %6.1f MB pagefind %6.1f MB ratio %.2f\n",
		documents, ours.Seconds(), theirs.Seconds(), ours.Seconds()/theirs.Seconds(), mine, other, mine/other)
	browse(t, filepath.Join(dir, "site"))
}

func docID(i int) string { return fmt.Sprintf("POL-%05d", i) }

func titleOf(text string) string {
	_, rest, _ := strings.Cut(text, "# ")
	title, _, _ := strings.Cut(rest, "\n")
	return title
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// buildInto builds the index from the texts, reading Markdown included.
func buildInto(t *testing.T, texts []string, out string) time.Duration {
	began := time.Now()
	x := New("en", func(name string, data []byte) error {
		write(t, filepath.Join(out, name), data)
		return nil
	})
	all := make([]*Contribution, len(texts))
	var wait sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(texts); i = int(next.Add(1)) - 1 {
				var err error
				if all[i], err = Cut(document.Parse("x.md", []byte(texts[i]), nil), titleOf(texts[i])); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	kinds := []string{"Policy", "Procedure", "Standard", "Record"}
	for i, c := range all {
		e := Entry{Key: docID(i), Title: titleOf(texts[i]), Address: docID(i) + "/", Kind: kinds[i%4], Owner: fmt.Sprint("Role ", i%23), Version: "1.0"}
		if err := x.Add(e, c); err != nil {
			t.Fatal(err)
		}
	}
	sum, err := x.Close()
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	fmt.Printf("%+v\n", sum)
	return took
}

// size returns the megabytes of the files below a folder, and prints the largest of each sort.
func size(t *testing.T, dir string) float64 {
	total := int64(0)
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		total += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return float64(total) / 1e6
}

// prose makes documents of the project's own words, as often as a language has them.
func prose(t *testing.T, documents, length int) []string {
	counts := map[string]int{}
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" && filepath.Ext(name) != ".go" {
			return err
		}
		text, err := os.ReadFile(name)
		for _, w := range strings.FieldsFunc(strings.ToLower(string(text)), func(r rune) bool { return r < 'a' || r > 'z' }) {
			counts[w]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(vocabulary, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	vocabulary = vocabulary[:min(12000, len(vocabulary))]
	random := rand.New(rand.NewPCG(5, 6))
	zipf := rand.NewZipf(random, 1.05, 8, uint64(len(vocabulary)-1))
	word := func() string { return vocabulary[zipf.Uint64()] }
	rare := func() string { return vocabulary[200+random.IntN(len(vocabulary)-200)] }
	texts := make([]string, documents)
	for i := range texts {
		var b strings.Builder
		fmt.Fprintf(&b, "# %s %s %s\n", rare(), rare(), word())
		for n := range length {
			switch {
			case n%75 == 0:
				fmt.Fprintf(&b, "\n\n## %s %s\n\n", rare(), word())
			case n%15 == 14:
				b.WriteString(word() + ". ")
			default:
				b.WriteString(word() + " ")
			}
		}
		fmt.Fprintf(&b, "\n\nSee POL-%05d and A.5.%d.\n", random.IntN(documents), i%37+1)
		texts[i] = b.String()
	}
	return texts
}

// browse asks both for the same, each time in a new page with nothing in the cache.
func browse(t *testing.T, site string) {
	script, err := os.ReadFile("../../sitegen/theme/assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(site, "search.js"), script)
	write(t, filepath.Join(site, "blank.html"), []byte("<!doctype html><title>blank</title>"))
	var bytes, reads atomic.Int64
	files := http.FileServer(http.Dir(site))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reads.Add(1)
		files.ServeHTTP(counter{w, &bytes}, r)
	}))
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.UserDataDir(t.TempDir()), chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("no-sandbox", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, stop = context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	ctx, stop = chromedp.NewContext(ctx)
	defer stop()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		t.Fatal(err)
	}
	ways := map[string]string{
		"writ": `(async () => { const began = performance.now();
			if (!self.writSearch) await new Promise((done) => { const s = document.createElement("script"); s.src = "/search.js"; s.onload = done; document.head.append(s); });
			const ready = performance.now();
			self.index = self.index || new writSearch.Index(location.origin + "/search/");
			const found = await index.search(QUERY);
			const match = writSearch.matcher(found.terms, found.dir.stem);
			await Promise.all(found.docs.slice(0, 10).map(async (d) => index.excerpts(found.dir, await index.row(found.dir, d.doc), d.parts, match, 2)));
			return JSON.stringify({ ms: performance.now() - began, total: found.total }); })()`,
		"pagefind": `(async () => { const began = performance.now();
			const p = await import("/pagefind/pagefind.js");
			const found = await p.search(QUERY);
			await Promise.all(found.results.slice(0, 10).map((r) => r.data()));
			return JSON.stringify({ ms: performance.now() - began, total: found.results.length }); })()`,
	}
	queries := []string{"access", "con", "pro", "POL-00042", "A.5.15", "approval", "policies", "the document", "approved version", "password",
		"history of a document", "signature key", "reviewed by", "table rows", "commit", "sha", "retention", "int", "withdrawn records", "owner and approver of"}
	var times, loads, counts [2][]float64
	fmt.Printf("%-24s %28s   %28s\n", "query", "writ: ms, KB, files, results", "pagefind")
	for _, q := range queries {
		fmt.Printf("%-24s", q)
		for i, name := range []string{"writ", "pagefind"} {
			if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/blank.html")); err != nil {
				t.Fatal(err)
			}
			quoted, _ := json.Marshal(q)
			bytes.Store(0)
			reads.Store(0)
			text, err := chromedp.Run(ctx, chromedp.Evaluate[string](strings.Replace(ways[name], "QUERY", string(quoted), 1), chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(name, ": ", err)
			}
			var got struct {
				MS    float64
				Total int
			}
			if err := json.Unmarshal([]byte(text), &got); err != nil {
				t.Fatal(err)
			}
			kb := float64(bytes.Load()) / 1024
			fmt.Printf(" %8.0f %8.0f %4d %6d  ", got.MS, kb, reads.Load(), got.Total)
			times[i], loads[i], counts[i] = append(times[i], got.MS), append(loads[i], kb), append(counts[i], float64(reads.Load()))
		}
		fmt.Println()
	}
	for i, name := range []string{"writ", "pagefind"} {
		fmt.Printf("%-9s median %4.0f ms, most %4.0f ms; median %4.0f KB, most %4.0f KB, script included\n", name, middle(times[i]), slices.Max(times[i]), middle(loads[i]), slices.Max(loads[i]))
	}
	fmt.Printf("ratio of the medians of time %.2f\n", middle(times[0])/middle(times[1]))
}

func middle(all []float64) float64 {
	s := slices.Sorted(slices.Values(all))
	return s[len(s)/2]
}

// counter counts what is sent.
type counter struct {
	http.ResponseWriter
	bytes *atomic.Int64
}

func (c counter) Write(b []byte) (int, error) {
	c.bytes.Add(int64(len(b)))
	return c.ResponseWriter.Write(b)
}
