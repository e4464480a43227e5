package objects

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"strings"
	"sync"
	"sync/atomic"
)

// Entry types that only packs have.
const (
	ofsDelta Type = 6
	refDelta Type = 7
)

const (
	packHeaderSize = 12
	// maxSkippedCheck bounds the entries whose checksum is compared although only their header is wanted.
	maxSkippedCheck = 1 << 20
)

// pack is one pack and its index. The pack itself is opened when first read. Safe for concurrent use.
type pack struct {
	path     string // of the .pack file
	seq      uint64 // names the pack in cache keys; 1 or more, never reused within a Store
	mapping  bool
	promisor bool
	idxFile  *file
	idxBytes []byte
	idx      *index

	stamp  string      // of both files when the index was opened
	opened atomic.Bool // the pack could be opened
	gone   atomic.Bool // it couldn't, and may have been replaced: errPackGone or errPackOther
	open   sync.Once
	err    error // of opening; errPackGone, errPackOther or other damage
	data   *file
	layout *layout
}

// openPack reads the index of the pack at path (ending in .pack).
func openPack(path string, seq uint64, mapping bool) (*pack, error) {
	name := strings.TrimSuffix(path, ".pack")
	f, err := openFile(name+".idx", mapping)
	if err != nil {
		return nil, err
	}
	p := &pack{path: path, seq: seq, mapping: mapping, idxFile: f, stamp: stamp(path)}
	if p.idxBytes, _, err = f.bytes(0, f.size, nil); err == nil {
		p.idx, err = parseIndex(p.idxBytes)
	}
	if err != nil {
		f.close()
		return nil, &DamagedError{Pack: name + ".idx", Err: err}
	}
	_, err = os.Stat(name + ".promisor")
	p.promisor = err == nil
	return p, nil
}

// stamp tells the pack at path and its index from others that take their names.
func stamp(path string) string {
	var b strings.Builder
	for _, name := range []string{path, strings.TrimSuffix(path, ".pack") + ".idx"} {
		if info, err := os.Stat(name); err == nil {
			fmt.Fprintf(&b, "%d %d,", info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}

// ready opens the pack file on the first call. The error wraps errPackGone when the pack isn't there any more.
func (p *pack) ready() error {
	p.open.Do(func() {
		p.err = p.openData()
		p.opened.Store(p.err == nil)
		p.gone.Store(errors.Is(p.err, errPackGone) || errors.Is(p.err, errPackOther))
	})
	return p.err
}

func (p *pack) openData() error {
	f, err := openFile(p.path, p.mapping)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: %v", errPackGone, err)
	}
	if err != nil {
		return err
	}
	if err = p.checkData(f); err == nil {
		p.layout, err = newLayout(p.idx, packHeaderSize, f.size-IDSize)
	}
	if err != nil {
		f.close()
		return err
	}
	p.data = f
	return nil
}

// checkData compares the pack's header and trailer with its index.
func (p *pack) checkData(f *file) error {
	if f.size < packHeaderSize+IDSize {
		return fmt.Errorf("a pack of %d bytes is too short", f.size)
	}
	head, scratch, err := f.bytes(0, packHeaderSize, nil)
	if err != nil {
		return err
	}
	if string(head[:4]) != "PACK" {
		return errors.New("the pack doesn't begin with PACK")
	}
	if v := binary.BigEndian.Uint32(head[4:]); v != 2 && v != 3 {
		return fmt.Errorf("pack version %d isn't known", v)
	}
	if n := binary.BigEndian.Uint32(head[8:]); int64(n) != int64(p.idx.count) {
		return fmt.Errorf("the pack has %d objects and its index %d", n, p.idx.count)
	}
	tail, _, err := f.bytes(f.size-IDSize, f.size, scratch)
	if err != nil {
		return err
	}
	if ID(tail) != p.idx.packHash {
		return errPackOther
	}
	return nil
}

func (p *pack) close() error {
	err := p.idxFile.close()
	if p.data != nil {
		err = errors.Join(err, p.data.close())
	}
	return err
}

// entry is the head of a pack entry.
type entry struct {
	typ  Type  // one of the four, ofsDelta or refDelta
	size int64 // of the object, or of the delta's instructions
	body []byte
	base int64 // ofsDelta: where the base begins
	ref  ID    // refDelta: the base
	end  int64 // where the entry ends in its pack
}

// entryAt reads the head of the entry that begins at off and compares the whole entry with the checksum in the index,
// unless brief is set and the entry is long. The body aliases scratch or the mapping.
func (p *pack) entryAt(off int64, brief bool, scratch []byte) (e entry, grown []byte, err error) {
	end, pos, ok := p.layout.entry(off)
	if !ok {
		return e, scratch, errors.New("no entry begins here")
	}
	stop := end
	if brief && end-off > maxSkippedCheck {
		stop = off + maxSkippedCheck
	}
	data, scratch, err := p.data.bytes(off, stop, scratch)
	if err != nil {
		return e, scratch, err
	}
	if want, ok := p.idx.crc(pos); ok && stop == end {
		if crc32.ChecksumIEEE(data) != want {
			return e, scratch, errors.New("the entry's checksum doesn't match its bytes")
		}
	}
	e, err = parseEntry(data, off)
	e.end = end
	return e, scratch, err
}

// parseEntry reads the head of a pack entry whose bytes begin at off in its pack.
func parseEntry(data []byte, off int64) (entry, error) {
	if len(data) == 0 {
		return entry{}, errShortEntry
	}
	e := entry{typ: Type(data[0] >> 4 & 7), size: int64(data[0] & 15)}
	n := 1
	for shift := uint(4); data[n-1]&0x80 != 0; shift += 7 {
		if n == len(data) {
			return e, errShortEntry
		}
		if shift > 56 {
			return e, errors.New("the entry's size has too many digits")
		}
		e.size |= int64(data[n]&0x7f) << shift
		n++
	}
	e.body = data[n:]
	switch {
	case e.typ == ofsDelta:
		return e, e.parseOfs(off)
	case e.typ == refDelta:
		if len(e.body) < IDSize {
			return e, errShortEntry
		}
		copy(e.ref[:], e.body)
		e.body = e.body[IDSize:]
	case !e.typ.valid():
		return e, fmt.Errorf("the entry has the unknown type %d", e.typ)
	}
	return e, nil
}

var errShortEntry = errors.New("the entry ends in its head")

// parseOfs reads the distance back to the base of an offset delta.
func (e *entry) parseOfs(off int64) error {
	if len(e.body) == 0 {
		return errShortEntry
	}
	c, n := e.body[0], 1
	back := int64(c & 0x7f)
	for c&0x80 != 0 {
		if n == len(e.body) {
			return errShortEntry
		}
		if back > 1<<54 {
			return errors.New("the distance to the delta's base has too many digits")
		}
		c = e.body[n]
		back = (back+1)<<7 | int64(c&0x7f)
		n++
	}
	e.body = e.body[n:]
	e.base = off - back
	if back == 0 || e.base < packHeaderSize {
		return errors.New("the delta's base lies outside the pack")
	}
	return nil
}
