package gitrepo

import (
	"io/fs"
	"syscall"
)

// statOf returns when the inode was changed and the lowest bits of its number, as Git's index has them; known is false
// where the system doesn't say.
func statOf(info fs.FileInfo) (changed stamp, inode uint32, known bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return stamp{}, 0, false
	}
	return stamp{uint32(st.Ctimespec.Sec), uint32(st.Ctimespec.Nsec)}, uint32(st.Ino), true
}
