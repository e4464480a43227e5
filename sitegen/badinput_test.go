package sitegen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

// disk is a folder with room for so many bytes more.
type disk struct {
	*folder
	room atomic.Int64
}

func (d *disk) create(name string) (io.WriteCloser, error) {
	f, err := d.folder.create(name)
	return &diskFile{f, name, d}, err
}

type diskFile struct {
	io.WriteCloser
	name string
	on   *disk
}

func (f *diskFile) Write(p []byte) (int, error) {
	if left := f.on.room.Add(-int64(len(p))); left < 0 {
		n, _ := f.WriteCloser.Write(p[:max(0, int64(len(p))+left)])
		return n, &fs.PathError{Op: "write", Path: f.name, Err: syscall.ENOSPC}
	}
	return f.WriteCloser.Write(p)
}

// TestFullDisk: a disk that fills up at any place leaves the old site whole, and nothing beside it.
func TestFullDisk(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	size := mustBuild(t, sampleSite(), out).Bytes
	before := tree(t, out)
	old, err := readManifest(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []int64{0, 100_000, size / 2, size - 1000} {
		err := publish(t.Context(), out, old, "", func(to *folder) (content, error) {
			d := &disk{folder: to}
			d.room.Store(room)
			o := newOutput(d.create)
			p, err := newPress(imaged(), o)
			if err != nil {
				return content{}, err
			}
			return content{files: o.files()}, p.all(t.Context(), "")
		})
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "which stays as it was") {
			t.Errorf("room for %d of %d bytes: %v", room, size, err)
		}
		if diff := cmp.Diff(before, tree(t, out)); diff != "" {
			t.Errorf("room for %d bytes: %s", room, diff)
		}
		onlySite(t, out)
	}
}

// readOnlyBuild makes this program build into a folder that it can't write into.
const readOnlyBuild = "WRIT_TEST_READ_ONLY_BUILD"

// TestReadOnly: a folder beside which nothing can be written stays as it is, and the error says which one and what to do.
func TestReadOnly(t *testing.T) {
	refused := func(out string) {
		t.Helper()
		before := tree(t, out)
		_, err := Build(t.Context(), sampleSite(), out, Options{})
		if err == nil || !strings.Contains(err.Error(), "nothing can be written into "+filepath.Dir(out)+", ") ||
			!strings.Contains(err.Error(), "with -o, or site.output") {
			t.Errorf("%s: %v", out, err)
		}
		if diff := cmp.Diff(before, tree(t, out)); diff != "" {
			t.Error(diff)
		}
	}
	if out := os.Getenv(readOnlyBuild); out != "" {
		refused(out)
		return
	}
	parent := t.TempDir()
	out := filepath.Join(parent, "public")
	mustBuild(t, sampleSite(), out)
	if os.Geteuid() != 0 {
		if err := os.Chmod(parent, 0o555); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(parent, 0o755)
		refused(out)
		return
	}
	// Permissions don't stop root: a mount that only this program sees does.
	const mounted = `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" || exit 77; exec "$1" -test.run='^TestReadOnly$'`
	cmd := exec.CommandContext(t.Context(), "unshare", "--mount", "sh", "-c", mounted, parent, os.Args[0])
	cmd.Env = append(os.Environ(), readOnlyBuild+"="+out)
	said, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Skipf("root can't mount a folder so that it is read-only: %v\n%s", err, said)
	}
	if err != nil {
		t.Errorf("%s", said)
	}
}

// mortal is a context that ends its process when it is asked for the so many-th time whether it has ended: a build asks at
// each of its steps.
type mortal struct {
	context.Context
	left *atomic.Int64
}

func (m mortal) Err() error {
	if m.left.Add(-1) == 0 {
		p, _ := os.FindProcess(os.Getpid())
		_ = p.Kill()
		select {}
	}
	return m.Context.Err()
}

// retitled is the sample with another title.
func retitled() Site {
	site := sampleSite()
	site.Documents[0].Title = "Another title"
	return site
}

// buildAndDie has another process build that site, and kill itself at a step.
func buildAndDie(t *testing.T, out string, s Spares, step int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledBuild$")
	cmd.Env = append(os.Environ(), killedBuild+"="+out, fmt.Sprintf("%s_STEP=%d", killedBuild, step),
		fmt.Sprintf("%s_SPARES=%s", killedBuild, s))
	said, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("step %d: it wasn't killed: %v\n%s", step, err, said)
	}
}

// killedBuild makes this program build into a folder and end at a step: "FOLDER STEP".
const killedBuild = "WRIT_TEST_KILLED_BUILD"

// TestKilledBuild: a build that is killed at any step leaves the old site whole, or the new one in its place; the next build
// succeeds, and removes what was left behind.
func TestKilledBuild(t *testing.T) {
	site := retitled()
	if out := os.Getenv(killedBuild); out != "" {
		step, _ := strconv.Atoi(os.Getenv(killedBuild + "_STEP"))
		m := mortal{context.Background(), &atomic.Int64{}}
		m.left.Store(int64(step))
		_, err := Build(m, site, out, Options{Tool: "writ 1", Spares: Spares(os.Getenv(killedBuild + "_SPARES"))})
		t.Fatal("it went on: ", err)
	}
	if runtime.GOOS == "windows" {
		t.Skip("a process with the number of a killed one can't be told from it")
	}
	m := mortal{context.Background(), &atomic.Int64{}}
	m.left.Store(1 << 40)
	after := filepath.Join(t.TempDir(), "public")
	if _, err := Build(m, site, after, Options{}); err != nil {
		t.Fatal(err)
	}
	steps, want := int(1<<40-m.left.Load()), tree(t, after)
	out := filepath.Join(t.TempDir(), "public")
	mustBuild(t, sampleSite(), out)
	before := tree(t, out)
	for _, step := range []int{1, 2, steps / 3, 2 * steps / 3, steps} {
		buildAndDie(t, out, "", step)
		if diff := cmp.Diff(before, tree(t, out)); diff != "" {
			t.Fatalf("killed at step %d of %d: %s", step, steps, diff)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(out), ".public.writ-*")); err != nil || len(left) == 0 {
		t.Error("no build was killed while it wrote")
	}
	mustBuild(t, site, out)
	if diff := cmp.Diff(want, tree(t, out)); diff != "" {
		t.Error(diff)
	}
	onlySite(t, out)
}

// TestImagesAreNotHeld: what a page shows is written when it is put, and forgotten: a site with more images takes no more
// memory for them, and whoever put them may use their bytes again.
func TestImagesAreNotHeld(t *testing.T) {
	const size = 1 << 20
	data := make([]byte, size)
	built := func(images int) (allocated int, out string) {
		site := sampleSite()
		site.Documents[2].Prose = &Prose{Digest: "images", Make: func(_ string, put func(string, []byte) error) (Text, error) {
			for i := range images {
				copy(data, fmt.Sprintf("image %07d", i))
				if err := put(fmt.Sprintf("assets/%012d.png", i), data); err != nil {
					return Text{}, err
				}
			}
			return Text{}, nil
		}}
		allocated = gittest.Allocated(func() {
			out = filepath.Join(t.TempDir(), "public")
			mustBuild(t, site, out)
		})
		return allocated, out
	}
	few, _ := built(1)
	many, out := built(100)
	if many > few+10*size {
		t.Errorf("with 100 images of %d bytes %d bytes more are allocated", size, many-few)
	}
	for i := range 100 {
		got, err := os.ReadFile(filepath.Join(out, "assets", fmt.Sprintf("%012d.png", i)))
		if want := fmt.Appendf(nil, "image %07d", i); err != nil || len(got) != size || !bytes.HasPrefix(got, want) {
			t.Errorf("image %d: %d bytes, %v", i, len(got), err)
		}
	}
}
