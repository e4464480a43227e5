package objects

import (
	"fmt"
	"runtime/debug"
)

// Header gives an object's type and the size of its content in bytes, without unpacking it. Sizes above MaxSize are
// given too. Checksums are compared only as far as that costs little: what is read afterwards may still be damaged.
// The errors are those of Read.
func (r *Reader) Header(id ID) (typ Type, size int64, err error) {
	defer r.recover(id, debug.SetPanicOnFault(true), &err)
	if o := r.known(id); o != nil {
		defer r.cache.release(o)
		return o.typ, int64(len(o.data)), nil
	}
	err = r.find(id, func(at place) (err error) {
		if at.pack == nil {
			typ, size, err = r.looseHeader(at.path)
		} else {
			typ, size, err = r.packedHeader(at.pack, at.offset)
		}
		return err
	})
	return typ, size, err
}

func (r *Reader) looseHeader(path string) (Type, int64, error) {
	packed, err := r.readFile(path, maxSkippedCheck)
	if err != nil {
		return 0, 0, err
	}
	typ, size, _, err := r.looseHead(packed)
	return typ, size, err
}

// packedHeader reads the size from the entry, or its delta, and the type from the end of the chain.
func (r *Reader) packedHeader(p *pack, off int64) (Type, int64, error) {
	size := int64(-1)
	for range maxChain + 1 {
		if o := r.cache.findPacked(p.key(off)); o != nil {
			defer r.cache.release(o)
			if size < 0 {
				size = int64(len(o.data))
			}
			return o.typ, size, nil
		}
		e, err := r.entry(p, off, true)
		if err != nil {
			return 0, 0, err
		}
		if size < 0 {
			if size, err = r.headerSize(e); err != nil {
				return 0, 0, damagedAt(p, off, err)
			}
		}
		switch e.typ {
		case ofsDelta:
			off = e.base
		case refDelta:
			at, o, err := r.refBase(p, e.ref)
			if err != nil {
				return 0, 0, damagedAt(p, off, err)
			}
			if o != nil {
				defer r.cache.release(o)
				return o.typ, size, nil
			}
			p, off = at.pack, at.offset
		default:
			return e.typ, size, nil
		}
	}
	return 0, 0, damagedAt(p, off, fmt.Errorf("the chain of deltas is longer than %d", maxChain))
}

// headerSize gives the size of the object that an entry makes.
func (r *Reader) headerSize(e entry) (int64, error) {
	if e.typ.valid() {
		return e.size, nil
	}
	head := r.head[:20] // two numbers of at most 9 digits of 7 bits
	n, err := r.z.first(head, e.body)
	if err != nil {
		return 0, err
	}
	_, size, _, err := deltaSizes(head[:n])
	return size, err
}
