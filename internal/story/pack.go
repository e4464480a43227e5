package story

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1" //nolint:gosec // the pack format's checksum
	"encoding/binary"
	"hash/crc32"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
)

// encodePack writes all objects, whole and in order, as a pack of version 2, and its index.
// Format: gitformat-pack(5).
func encodePack(list []object) (name string, pack, idx []byte, err error) {
	var out bytes.Buffer
	out.WriteString("PACK")
	out.Write(binary.BigEndian.AppendUint32(nil, 2))
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(list))))
	var table idxfile.Writer
	if err := table.OnHeader(uint32(len(list))); err != nil {
		return "", nil, nil, err
	}
	z := zlib.NewWriter(&out)
	for _, o := range list {
		start := out.Len()
		out.Write(objectHeader(o.kind, len(o.data)))
		z.Reset(&out)
		if _, err := z.Write(o.data); err != nil {
			return "", nil, nil, err
		}
		if err := z.Close(); err != nil {
			return "", nil, nil, err
		}
		table.Add(o.id, uint64(start), crc32.ChecksumIEEE(out.Bytes()[start:]))
	}
	sum := plumbing.Hash(sha1.Sum(out.Bytes()))
	out.Write(sum[:])
	if err := table.OnFooter(sum); err != nil {
		return "", nil, nil, err
	}
	index, err := table.Index()
	if err != nil {
		return "", nil, nil, err
	}
	var idxOut bytes.Buffer
	if _, err := idxfile.NewEncoder(&idxOut).Encode(index); err != nil {
		return "", nil, nil, err
	}
	return "pack-" + sum.String(), out.Bytes(), idxOut.Bytes(), nil
}

// objectHeader is the type and the size of a packed object: 4 bits of size beside the type, then 7 a byte.
func objectHeader(kind plumbing.ObjectType, size int) []byte {
	first := byte(kind)<<4 | byte(size&15)
	var out []byte
	for size >>= 4; size > 0; size >>= 7 {
		out = append(out, first|0x80)
		first = byte(size & 127)
	}
	return append(out, first)
}
