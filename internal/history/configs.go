package history

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// ConfigIn reads the configuration of a commit leniently, with the files that it names; nil where it has none that can
// be read.
func ConfigIn(rd *gitrepo.Reader, commit gitrepo.ID) (*config.Config, error) {
	blob, err := configBlob(rd, commit)
	if blob.IsZero() || err != nil {
		return nil, err
	}
	return readConfig(rd.Blob, blob, func(path string) (gitrepo.ID, error) { return FileIn(rd, commit, path) })
}

// ReadConfig reads the configuration as step i holds it, as ConfigIn does.
func (h *History) ReadConfig(rd *gitrepo.Reader, i int) (*config.Config, error) {
	blob, err := h.FileWith(rd, i, config.File)
	if blob.IsZero() || err != nil {
		return nil, err
	}
	return readConfig(func(id gitrepo.ID) ([]byte, error) { return h.Blob(rd, id) }, blob,
		func(path string) (gitrepo.ID, error) { return h.FileWith(rd, i, path) })
}

// ConfigAt is ReadConfig for one step.
func (h *History) ConfigAt(i int) (*config.Config, error) { return h.ReadConfig(h.repo.NewReader(), i) }

// readConfig reads a configuration whose files find finds.
func readConfig(read func(gitrepo.ID) ([]byte, error), blob gitrepo.ID, find func(path string) (gitrepo.ID, error)) (
	*config.Config, error) {
	src, err := read(blob)
	if err != nil {
		return nil, err
	}
	var failed error
	cfg, ok := config.LoadLenient(src, func(path string) ([]byte, error) {
		id, err := find(path)
		if err == nil && id.IsZero() {
			return nil, snapshot.ErrNoFile
		}
		var data []byte
		if err == nil {
			data, err = read(id)
		}
		failed = errors.Join(failed, err)
		return data, err
	})
	if failed != nil || !ok {
		return nil, failed
	}
	return cfg, nil
}

// readConfigs reads every version of the configuration.
func (h *History) readConfigs(ctx context.Context) error {
	var blobs []gitrepo.ID
	seen := map[gitrepo.ID]bool{}
	for i, s := range h.Steps {
		for _, c := range s.Changes {
			if c.Path != config.File || c.Mode == 0 || c.Mode == gitrepo.ModeSymlink {
				continue
			}
			if !seen[c.Blob] {
				seen[c.Blob] = true
				blobs = append(blobs, c.Blob)
			}
			h.Configs = append(h.Configs, ConfigVersion{Index: i, blob: c.Blob})
		}
	}
	parsed := make(map[gitrepo.ID]*config.Config, len(blobs))
	named := map[gitrepo.ID][]string{} // the files that a version names
	var mu sync.Mutex
	err := h.repo.EachBlob(ctx, blobs, func(i int, data []byte) error {
		var files []string
		c, ok := config.LoadLenient(slices.Clone(data), func(path string) ([]byte, error) {
			files = append(files, path)
			return nil, snapshot.ErrNoFile
		})
		mu.Lock()
		defer mu.Unlock()
		if ok {
			parsed[blobs[i]] = c
		}
		if len(files) > 0 {
			named[blobs[i]] = files
		}
		return nil
	})
	for k := range h.Configs {
		h.Configs[k].Config = parsed[h.Configs[k].blob]
	}
	if err == nil && len(named) > 0 {
		err = h.readKinds(named)
	}
	return err
}

// readKinds reads the versions that name files of kinds anew: with these files as each step holds them, and once more
// for each step that changes one of them.
func (h *History) readKinds(named map[gitrepo.ID][]string) error {
	rd := h.repo.NewReader()
	versions := h.Configs
	h.Configs = nil
	known := map[string]*config.Config{} // by the blobs of all files
	var now ConfigVersion
	for i, s := range h.Steps {
		brought := len(versions) > 0 && versions[0].Index == i
		if brought {
			now, versions = versions[0], versions[1:]
		}
		files := named[now.blob]
		if !brought && !h.mayTouch(s, files) {
			continue
		}
		if len(files) > 0 {
			key, err := h.blobsKey(rd, i, append(slices.Clone(files), config.File))
			if err != nil {
				return err
			}
			cfg, ok := known[key]
			if !ok {
				if cfg, err = h.ReadConfig(rd, i); err != nil {
					return err
				}
				known[key] = cfg
			}
			if !brought && cfg == now.Config {
				continue
			}
			now.Index, now.Config = i, cfg
		}
		h.Configs = append(h.Configs, now)
	}
	return nil
}

// mayTouch reports whether a step changed one of some files, or may have: the walk doesn't look at files that only
// older configurations name.
func (h *History) mayTouch(s *gitrepo.Step, files []string) bool {
	followed := h.cfg.Files()
	return slices.ContainsFunc(files, func(path string) bool {
		return !slices.Contains(followed, path) ||
			slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool { return c.Path == path })
	})
}

// blobsKey names the contents of files as step i holds them.
func (h *History) blobsKey(rd *gitrepo.Reader, i int, files []string) (string, error) {
	var key strings.Builder
	for _, path := range files {
		id, err := h.FileWith(rd, i, path)
		if err != nil {
			return "", err
		}
		key.Write(id[:])
	}
	return key.String(), nil
}
