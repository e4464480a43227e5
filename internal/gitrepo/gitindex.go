package gitrepo

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
)

// Git's index, as gitformat-index(5) has it: a header, the entries sorted by path, extensions, a checksum. Numbers are
// big-endian.
const (
	gitIndexHeader = 12
	gitIndexEntry  = 62        // what an entry has before its path, without the flags of version 3
	longPath       = 1<<12 - 1 // stands for a length of as much or more
	oursStage      = 2         // of a conflict
)

// errSplitIndex says that the index isn't whole: the rest is in another file.
var errSplitIndex = errors.New("the index is split")

// trackedFile is an entry of Git's index.
type trackedFile struct {
	path              string
	blob              ID
	mode              uint32
	size              uint32 // in bytes, the lowest 32 bits
	changed, modified stamp  // when the inode and the content were
	inode             uint32 // the lowest 32 bits

	absent   bool   // left out of a sparse checkout, or told to be taken as the index has it (skip-worktree)
	assumed  bool   // told to be taken as unchanged (assume-unchanged)
	intended bool   // to be added later (add --intent-to-add): the index has no content yet
	stage    uint16 // of a conflict, else 0
}

// stamp is a time as the index has it; zero where the index doesn't know.
type stamp struct{ sec, nsec uint32 }

// parseGitIndex calls visit for each file that the index tracks, in the order of paths; of a conflict for each stage,
// and in a sparse index a folder (with ModeFolder, a slash at its end, and its tree as blob) for all files
// in it. The path is valid during the call only, and that of the trackedFile empty. The error is errSplitIndex, or
// says what is damaged; files may have been visited before.
func parseGitIndex(data []byte, visit func(path []byte, f trackedFile)) error {
	if len(data) < gitIndexHeader+sha1.Size || string(data[:4]) != "DIRC" {
		return errors.New("it has no header")
	}
	body, sum := data[:len(data)-sha1.Size], data[len(data)-sha1.Size:]
	// With index.skipHash git writes zeros.
	if have := sha1.Sum(body); !bytes.Equal(have[:], sum) && !bytes.Equal(make([]byte, sha1.Size), sum) {
		return errors.New("its checksum doesn't match its bytes")
	}
	p := gitIndexParser{version: binary.BigEndian.Uint32(body[4:]), rest: body[gitIndexHeader:]}
	if p.version < 2 || p.version > 4 {
		return fmt.Errorf("its version %d isn't known", p.version)
	}
	for range binary.BigEndian.Uint32(body[8:]) {
		f, err := p.entry()
		if err != nil {
			return err
		}
		visit(p.path, f)
	}
	return p.extensions()
}

type gitIndexParser struct {
	version uint32
	rest    []byte
	path    []byte // of the last entry
	stage   uint16
}

var errGitIndexShort = errors.New("it ends too early")

// entry reads the next entry, and leaves its path in p.path.
func (p *gitIndexParser) entry() (f trackedFile, err error) {
	if len(p.rest) < gitIndexEntry {
		return f, errGitIndexShort
	}
	row := p.rest
	number := func(at int) uint32 { return binary.BigEndian.Uint32(row[at:]) }
	f.changed, f.modified = stamp{number(0), number(4)}, stamp{number(8), number(12)}
	f.inode, f.mode, f.size = number(20), number(24), number(36)
	copy(f.blob[:], row[40:])
	flags, head := binary.BigEndian.Uint16(row[60:]), gitIndexEntry
	if flags&0x4000 != 0 {
		if head += 2; len(row) < head {
			return f, errGitIndexShort
		}
		more := binary.BigEndian.Uint16(row[62:])
		f.absent, f.intended = more&0x4000 != 0, more&0x2000 != 0
	}
	f.assumed = flags&0x8000 != 0
	f.stage = flags >> 12 & 3
	strip, n := 0, 0
	if p.version == 4 {
		if strip, n = stripLength(row[head:]); n == 0 || strip > len(p.path) {
			return f, errors.New("an entry's path can't be read")
		}
		head += n
	}
	end := bytes.IndexByte(row[head:], 0)
	if end < 0 {
		return f, errGitIndexShort
	}
	if p.version < 4 {
		strip = len(p.path)
		n = (head + end + 8) &^ 7 // padded with one NUL or more
	} else {
		n = head + end + 1
	}
	if n > len(row) {
		return f, errGitIndexShort
	}
	if min(len(p.path)-strip+end, longPath) != int(flags&longPath) {
		return f, errors.New("an entry's path hasn't the length that is stated")
	}
	return f, p.next(strip, row[head:head+end], f.stage, n)
}

// next sets the path: the last one without its last strip bytes, and tail. It must come after the last one. The entry
// had n bytes.
func (p *gitIndexParser) next(strip int, tail []byte, stage uint16, n int) error {
	keep := len(p.path) - strip
	last := p.path[keep:]
	if c := bytes.Compare(last, tail); c > 0 || c == 0 && p.stage >= stage && len(p.path) > 0 {
		return errors.New("its entries aren't in order")
	}
	p.path = append(p.path[:keep], tail...)
	p.stage = stage
	p.rest = p.rest[n:]
	return nil
}

// stripLength reads how many bytes of the last path go, in the numbers that offset deltas have, and how long that
// number is; 0 where it is none.
func stripLength(b []byte) (value, n int) {
	for i, c := range b {
		if value > 1<<24 {
			return 0, 0
		}
		if i > 0 {
			value++
		}
		value = value<<7 | int(c&0x7f)
		if c&0x80 == 0 {
			return value, i + 1
		}
	}
	return 0, 0
}

// extensions passes over the extensions. Those whose names don't begin with a capital must be understood; "sdir" says
// that there may be folders among the entries.
func (p *gitIndexParser) extensions() error {
	for len(p.rest) > 0 {
		if len(p.rest) < 8 {
			return errGitIndexShort
		}
		name, size := string(p.rest[:4]), binary.BigEndian.Uint32(p.rest[4:])
		switch {
		case name == "link":
			return errSplitIndex
		case (name[0] < 'A' || name[0] > 'Z') && name != "sdir":
			return fmt.Errorf("its extension %q isn't known", name)
		}
		if int64(size) > int64(len(p.rest)-8) {
			return errGitIndexShort
		}
		p.rest = p.rest[8+size:]
	}
	return nil
}
