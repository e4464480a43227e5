package cli

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// maxDoctorFile is the largest CI or key file that is read, in bytes.
const maxDoctorFile = 1 << 20

// below asks for the files directly below a folder, "a/b/", whose names end so.
func below(folder string, ends ...string) gitrepo.Filter {
	return gitrepo.Filter{
		Match: func(p []byte) bool {
			name, ok := strings.CutPrefix(string(p), folder)
			return ok && !strings.Contains(name, "/") && slices.Contains(ends, path.Ext(name))
		},
		Descend: func(dir []byte) bool { return strings.HasPrefix(folder, strings.TrimSuffix(string(dir), "/")+"/") },
	}
}

// fileAt returns a file of a snapshot; found is false where there is no regular file.
func fileAt(s snapshot.Snapshot, name string) (src []byte, found bool, err error) {
	src, err = snapshot.Read(s, name)
	switch {
	case errors.Is(err, snapshot.ErrNoFile):
		return nil, false, nil
	case err == nil && len(src) > maxDoctorFile:
		err = fmt.Errorf("%s has %d bytes; more than 1 MiB isn't read", name, len(src))
	}
	return src, err == nil, err
}
