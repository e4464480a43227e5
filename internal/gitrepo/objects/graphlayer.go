package objects

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
)

const (
	graphRow      = IDSize + 16 // root tree, two parents, generation and time
	noParent      = 0x70000000
	maxGeneration = 0x3fffffff // what all deeper histories have, too
	graphHeadSize = 8
	chunkRowSize  = 12
)

// graphLayer is one commit-graph file.
type graphLayer struct {
	first    int // position of its first commit in the chain
	count    int
	fanout   []byte
	ids      []byte
	commits  []byte // graphRow bytes each
	edges    []byte // big-endian uint32 each: third and later parents
	bases    []byte // the names of the layers under it
	checksum ID
}

// parseGraphLayer checks a file's checksum and structure.
func parseGraphLayer(data []byte) (graphLayer, bool) {
	var l graphLayer
	if len(data) < graphHeadSize+chunkRowSize+IDSize {
		return l, false
	}
	body := data[:len(data)-IDSize]
	copy(l.checksum[:], data[len(body):])
	if l.checksum != sha1.Sum(body) {
		return l, false
	}
	if string(body[:6]) != "CGPH\x01\x01" {
		return l, false
	}
	return l, l.readChunks(body, int(body[6])) && len(l.bases) == int(body[7])*IDSize && l.checkTables()
}

// readChunks finds the tables. Each known chunk may stand once; others are passed over.
func (l *graphLayer) readChunks(body []byte, chunks int) bool {
	if len(body) < graphHeadSize+(chunks+1)*chunkRowSize {
		return false
	}
	last := uint64(graphHeadSize + (chunks+1)*chunkRowSize)
	for i := range chunks {
		row := body[graphHeadSize+i*chunkRowSize:]
		start := binary.BigEndian.Uint64(row[4:])
		end := binary.BigEndian.Uint64(row[chunkRowSize+4:])
		if start < last || end < start || end > uint64(len(body)) {
			return false
		}
		last = end
		var table *[]byte
		switch string(row[:4]) {
		case "OIDF":
			table = &l.fanout
		case "OIDL":
			table = &l.ids
		case "CDAT":
			table = &l.commits
		case "EDGE":
			table = &l.edges
		case "BASE":
			table = &l.bases
		default:
			continue
		}
		if *table != nil {
			return false
		}
		*table = body[start:end:end]
	}
	return true
}

// checkTables compares the tables' sizes, and the order of the ids with the fan-out.
func (l *graphLayer) checkTables() bool {
	l.count = len(l.ids) / IDSize
	if len(l.fanout) != 256*4 || len(l.ids)%IDSize != 0 || len(l.commits) != l.count*graphRow || len(l.edges)%4 != 0 {
		return false
	}
	at := 0
	for b := range 256 {
		end := int64(binary.BigEndian.Uint32(l.fanout[b*4:]))
		if end < int64(at) || end > int64(l.count) {
			return false
		}
		for ; at < int(end); at++ {
			id := l.ids[at*IDSize : at*IDSize+IDSize]
			if id[0] != byte(b) || at > 0 && bytes.Compare(l.ids[(at-1)*IDSize:at*IDSize], id) >= 0 {
				return false
			}
		}
	}
	return at == l.count
}

// onTopOf reports whether the file says that it stands on the first n of names.
func (l *graphLayer) onTopOf(names []ID, n int) bool {
	if len(l.bases) != n*IDSize {
		return false
	}
	for i := range n {
		if ID(l.bases[i*IDSize:i*IDSize+IDSize]) != names[i] {
			return false
		}
	}
	return true
}

func (l *graphLayer) find(id *ID) (int, bool) {
	lo := 0
	if id[0] > 0 {
		lo = int(binary.BigEndian.Uint32(l.fanout[(int(id[0])-1)*4:]))
	}
	hi := int(binary.BigEndian.Uint32(l.fanout[int(id[0])*4:]))
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		switch c := bytes.Compare(l.ids[mid*IDSize:mid*IDSize+IDSize], id[:]); {
		case c == 0:
			return mid, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// generation is 1 for a commit without parents, else one more than the highest of its parents.
func (l *graphLayer) generation(i int) uint32 {
	return binary.BigEndian.Uint32(l.commits[i*graphRow+IDSize+8:]) >> 2
}

// eachParent calls visit with the parents' positions in order, until it gives false. It gives false then, and when
// the parents aren't well formed.
func (l *graphLayer) eachParent(i int, visit func(uint32) bool) bool {
	row := l.commits[i*graphRow+IDSize:]
	one, two := binary.BigEndian.Uint32(row), binary.BigEndian.Uint32(row[4:])
	if one == noParent {
		return two == noParent
	}
	if !visit(one) {
		return false
	}
	if two == noParent {
		return true
	}
	if two&(1<<31) == 0 {
		return visit(two)
	}
	for at := int64(two&^(1<<31)) * 4; at < int64(len(l.edges)); at += 4 {
		p := binary.BigEndian.Uint32(l.edges[at:])
		if !visit(p &^ (1 << 31)) {
			return false
		}
		if p&(1<<31) != 0 {
			return true
		}
	}
	return false
}
