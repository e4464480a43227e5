package gitrepo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/cespare/xxhash/v2"
)

// The index file, with all numbers little-endian:
//
//	magic      8 bytes
//	sections   their bytes, one after another
//	table      of each section: length of the name (1), name, offset (8), length (8), checksum (8)
//	footer     offset of the table (8), checksum of magic, table and that offset (8), magic (8)
//
// Checksums are xxHash64: they find accidents. Who can write into the Git directory needs no tricks with this file.
const (
	indexMagic  = "writidx2"
	indexFooter = 24
	maxTable    = 1 << 16
)

// section is where a section lies in an index file.
type section struct {
	offset, length int64
	sum            uint64
}

// read returns the section's bytes; false where they can't be read or aren't those that were written.
func (s section) read(f io.ReaderAt) ([]byte, bool) {
	data := make([]byte, s.length)
	if _, err := f.ReadAt(data, s.offset); err != nil || xxhash.Sum64(data) != s.sum {
		return nil, false
	}
	return data, true
}

// openIndex opens an index file and reads its table; the file is nil where there is none that can be used.
func openIndex(path string) (*os.File, map[string]section) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil
	}
	if info, err = f.Stat(); err == nil && info.Mode().IsRegular() {
		if table, ok := readTable(f, info.Size()); ok {
			return f, table
		}
	}
	f.Close()
	return nil, nil
}

// readTable reads the table of an index of size bytes; false on any doubt.
func readTable(f io.ReaderAt, size int64) (map[string]section, bool) {
	if size < int64(len(indexMagic)+indexFooter) || size > maxIndex {
		return nil, false
	}
	foot := make([]byte, indexFooter)
	head := make([]byte, len(indexMagic))
	if _, err := f.ReadAt(foot, size-indexFooter); err != nil || string(foot[16:]) != indexMagic {
		return nil, false
	}
	if _, err := f.ReadAt(head, 0); err != nil || string(head) != indexMagic {
		return nil, false
	}
	start, end := binary.LittleEndian.Uint64(foot), size-indexFooter
	if start > uint64(end) || end-int64(start) > maxTable {
		return nil, false
	}
	table := make([]byte, end-int64(start))
	if _, err := f.ReadAt(table, int64(start)); err != nil || tableSum(table,
		foot[:8]) != binary.LittleEndian.Uint64(foot[8:]) {
		return nil, false
	}
	return parseTable(table, start)
}

func tableSum(table, offset []byte) uint64 {
	h := xxhash.New()
	_, _ = h.WriteString(indexMagic)
	_, _ = h.Write(table)
	_, _ = h.Write(offset)
	return h.Sum64()
}

// parseTable reads the entries of a table; sections end before limit.
func parseTable(table []byte, limit uint64) (map[string]section, bool) {
	out := map[string]section{}
	for len(table) > 0 {
		n := int(table[0])
		if len(table) < 1+n+24 {
			return nil, false
		}
		name, rest := string(table[1:1+n]), table[1+n:]
		offset, length := binary.LittleEndian.Uint64(rest), binary.LittleEndian.Uint64(rest[8:])
		if offset > limit || length > limit-offset {
			return nil, false
		}
		out[name] = section{int64(offset), int64(length), binary.LittleEndian.Uint64(rest[16:])}
		table = rest[24:]
	}
	return out, true
}

// sectionWriter writes an index file, and keeps the first error.
type sectionWriter struct {
	out   io.Writer
	at    int64
	table []byte
	err   error
}

func newSectionWriter(out io.Writer) *sectionWriter {
	w := &sectionWriter{out: out}
	w.write([]byte(indexMagic))
	return w
}

func (w *sectionWriter) write(b []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
		w.at += int64(len(b))
	}
}

func (w *sectionWriter) add(name string, data []byte) {
	if len(name) > math.MaxUint8 {
		w.err = fmt.Errorf("the name of the index section %q is too long", name)
		return
	}
	w.table = append(w.table, byte(len(name)))
	w.table = append(w.table, name...)
	w.table = binary.LittleEndian.AppendUint64(w.table, uint64(w.at))
	w.table = binary.LittleEndian.AppendUint64(w.table, uint64(len(data)))
	w.table = binary.LittleEndian.AppendUint64(w.table, xxhash.Sum64(data))
	w.write(data)
}

// finish writes the table and the footer.
func (w *sectionWriter) finish() error {
	if w.at+int64(len(w.table)) > maxIndex-indexFooter || len(w.table) > maxTable {
		return errors.New("the index would become too large")
	}
	offset := binary.LittleEndian.AppendUint64(nil, uint64(w.at))
	foot := binary.LittleEndian.AppendUint64(offset, tableSum(w.table, offset))
	w.write(w.table)
	w.write(append(foot, indexMagic...))
	return w.err
}
