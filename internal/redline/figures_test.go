package redline

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/writ-docs/writ/internal/document"
)

// TestFigures measures redlines on the histories of the repositories that WRIT_REDLINE_REPOSITORIES names: each pair of
// consecutive versions of a Markdown file on the main line. bench/redline.sh calls it.
func TestFigures(t *testing.T) {
	dirs := filepath.SplitList(os.Getenv("WRIT_REDLINE_REPOSITORIES"))
	if len(dirs) == 0 {
		t.Skip("WRIT_REDLINE_REPOSITORIES names no repository")
	}
	fmt.Println("repository                             pairs changes  near | compared, over goldmark | with parsing | slowest")
	var sum figures
	for _, dir := range dirs {
		f := measure(t, dir)
		f.print(filepath.Base(strings.TrimSuffix(dir, "/repo")))
		sum.add(f)
	}
	sum.print("all")
}

// figures are what was measured of pairs of versions.
type figures struct {
	pairs, changes, near int             // near: changes with less than three words to the one before in the same block
	ours                 []time.Duration // to compare two parsed versions and to write the HTML
	parse                []time.Duration // to parse both
	peer                 []time.Duration // goldmark's to render both
}

func (f *figures) add(o figures) {
	f.pairs += o.pairs
	f.changes += o.changes
	f.near += o.near
	f.ours, f.parse, f.peer = append(f.ours, o.ours...), append(f.parse, o.parse...), append(f.peer, o.peer...)
}

func (f *figures) print(name string) {
	ratios := make([]float64, len(f.ours))
	var ours, parse, peer time.Duration
	for i := range ratios {
		ratios[i] = float64(f.ours[i]) / float64(f.peer[i])
		ours, parse, peer = ours+f.ours[i], parse+f.parse[i], peer+f.peer[i]
	}
	slices.Sort(ratios)
	fmt.Printf("%-37s %6d %7d %4.1f%% | %5.2f, median pair %4.2f   | %6.2f       | %s\n", name, f.pairs, f.changes,
		100*float64(f.near)/float64(max(1, f.changes)), float64(ours)/float64(peer), ratios[len(ratios)/2],
		float64(ours+parse)/float64(peer), slices.Max(f.ours).Round(time.Millisecond))
}

// measure compares each pair of a repository. Each time is the best of three.
func measure(t *testing.T, dir string) (f figures) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))
	var out bytes.Buffer
	for _, p := range versionPairs(t, dir, 600) {
		ours, parse, peer := time.Hour, time.Hour, time.Hour
		var r *Redline
		for range 3 {
			start := time.Now()
			a, b := parsed(p[0]), parsed(p[1])
			parse = min(parse, time.Since(start))
			start = time.Now()
			var err error
			if r, err = Documents(a, b); err != nil {
				t.Fatal(err)
			}
			HTML(r, Page{})
			ours = min(ours, time.Since(start))
			start = time.Now()
			for _, src := range p {
				_, body := document.ParseFront([]byte(src), nil)
				out.Reset()
				_ = md.Convert([]byte(src)[body.Start:], &out)
			}
			peer = min(peer, time.Since(start))
		}
		checkTexts(t, r, p[0], p[1])
		f.pairs++
		f.ours, f.parse, f.peer = append(f.ours, ours), append(f.parse, parse), append(f.peer, peer)
		for i := range r.Blocks {
			f.count(r.Blocks[i].Runs)
			if r.Blocks[i].Table != nil {
				for _, row := range r.Blocks[i].Table.Rows {
					for _, cell := range row.Cells {
						f.count(cell)
					}
				}
			}
		}
	}
	return f
}

// count counts changes: a deletion with the insertion behind it is one.
func (f *figures) count(runs []Run) {
	for i, r := range runs {
		if r.Op == Equal || i > 0 && runs[i-1].Op == Deleted {
			continue
		}
		f.changes++
		if i > 1 && wordsIn(runs[i-1].Text()) < 3 {
			f.near++
		}
	}
}

func wordsIn(text string) int {
	all := newDictionary().tokens(text, nil)
	return wordCount(text, all)
}

// versionPairs returns at most so many pairs of consecutive versions, the newest ones.
func versionPairs(t *testing.T, dir string, most int) (out [][2]string) {
	git := func(in string, args ...string) []byte {
		cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
		cmd.Stdin = strings.NewReader(in)
		data, err := cmd.Output()
		if err != nil {
			t.Fatal(dir, args, err)
		}
		return data
	}
	var ids []string
	for _, l := range strings.Split(string(git("", "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames",
		"--format=", "--diff-filter=M", "--", "*.md")), "\n") {
		if f := strings.Fields(l); len(f) > 4 && len(ids) < 2*most {
			ids = append(ids, f[2], f[3])
		}
	}
	data := git(strings.Join(ids, "\n")+"\n", "cat-file", "--batch")
	var texts []string
	for len(data) > 0 {
		head, rest, _ := bytes.Cut(data, []byte("\n"))
		var id, kind string
		var n int
		if _, err := fmt.Sscan(string(head), &id, &kind, &n); err != nil {
			t.Fatal(err)
		}
		texts, data = append(texts, string(rest[:n])), rest[n+1:]
	}
	for i := 0; i+1 < len(texts); i += 2 {
		out = append(out, [2]string{texts[i], texts[i+1]})
	}
	return out
}
