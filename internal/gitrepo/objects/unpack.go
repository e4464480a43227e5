package objects

import (
	"errors"
	"fmt"
	"io/fs"
)

// maxChain is the depth of deltas that Git itself makes at most.
const maxChain = 4095

// link is one delta of a chain that leads to an object.
type link struct {
	pack   *pack
	offset int64
	end    int64
}

// key names a pack entry in the cache.
func (p *pack) key(off int64) uint64 { return p.seq<<offsetBits | uint64(off) }

// offsetBits is what a cache key has for the offset; a larger pack isn't cached.
const offsetBits = 42

// unpack gives the object whose entry begins at off, held once for the caller.
func (r *Reader) unpack(p *pack, off int64) (*cached, error) {
	if o := r.cache.findPacked(p.key(off)); o != nil {
		return o, nil
	}
	o, err := r.base(p, off)
	if err != nil {
		return nil, err
	}
	for i := len(r.chain) - 1; i >= 0; i-- {
		l := r.chain[i]
		next, err := r.apply(l, o)
		r.cache.release(o)
		if err != nil {
			return nil, damagedAt(l.pack, l.offset, err)
		}
		o = next
	}
	return o, nil
}

// base walks from an entry over its deltas to an object that needs none, or is in the cache, and gives that, held.
// The deltas are left in r.chain, that of the wanted object first.
func (r *Reader) base(p *pack, off int64) (*cached, error) {
	r.chain = r.chain[:0]
	for {
		if o := r.cache.findPacked(p.key(off)); o != nil {
			return o, nil
		}
		e, err := r.entry(p, off, false)
		if err != nil {
			return nil, err
		}
		if e.typ.valid() {
			o, err := r.whole(p, off, e)
			if err != nil {
				return nil, damagedAt(p, off, err)
			}
			return o, nil
		}
		if len(r.chain) == maxChain {
			return nil, damagedAt(p, off, fmt.Errorf("the chain of deltas is longer than %d", maxChain))
		}
		r.chain = append(r.chain, link{p, off, e.end})
		if e.typ == ofsDelta {
			off = e.base
			continue
		}
		next, o, err := r.refBase(p, e.ref)
		if err != nil {
			return nil, damagedAt(p, off, err)
		}
		if o != nil {
			return o, nil
		}
		p, off = next.pack, next.offset
	}
}

// refBase finds the base of a reference delta: in the same pack as a rule, else in another one or, unpacked, loose.
func (r *Reader) refBase(p *pack, id ID) (place, *cached, error) {
	if at, ok := p.find(&id); ok {
		return at, nil, nil
	}
	view := r.store.view.Load()
	for _, other := range view.packs {
		if at, ok := other.find(&id); ok {
			return at, nil, nil
		}
	}
	if o := r.cache.findLoose(id); o != nil {
		return place{}, o, nil
	}
	for _, dir := range view.dirs {
		o, err := r.loose(id, loosePath(dir, id))
		if err == nil || !errors.Is(err, errNotHere) {
			return place{}, o, err
		}
	}
	return place{}, nil, fmt.Errorf("the delta's base %s isn't in the repository", id)
}

// entry reads the head of an entry and checks it.
func (r *Reader) entry(p *pack, off int64, brief bool) (entry, error) {
	if err := p.ready(); err != nil {
		return entry{}, err
	}
	e, grown, err := p.entryAt(off, brief, r.packs)
	r.packs = grown
	if err != nil {
		return e, damagedAt(p, off, err)
	}
	return e, nil
}

// whole unpacks an entry that is no delta.
func (r *Reader) whole(p *pack, off int64, e entry) (*cached, error) {
	if err := checkSize(e.size, len(e.body)); err != nil {
		return nil, err
	}
	o := r.cache.make(int(e.size))
	if err := r.z.all(o.data, e.body); err != nil {
		r.cache.release(o)
		return nil, err
	}
	r.keepPacked(o, e.typ, p, off)
	return o, nil
}

// apply makes the object of a delta from its base.
func (r *Reader) apply(l link, base *cached) (*cached, error) {
	// The entry was checked on the way to the base. Only its place was noted, for a chain may be long.
	e, err := r.reparse(l)
	if err != nil {
		return nil, err
	}
	if err := checkSize(e.size, len(e.body)); err != nil {
		return nil, err
	}
	if int64(cap(r.delta)) < e.size {
		r.delta = make([]byte, e.size+e.size/4)
	}
	delta := r.delta[:e.size]
	if err := r.z.all(delta, e.body); err != nil {
		return nil, err
	}
	baseSize, size, ops, err := deltaSizes(delta)
	if err != nil {
		return nil, err
	}
	if baseSize != int64(len(base.data)) {
		return nil, errDeltaBase
	}
	if size > MaxSize {
		return nil, &TooLargeError{Size: size}
	}
	if err := checkDelta(ops, baseSize, size); err != nil {
		return nil, err
	}
	o := r.cache.make(int(size))
	applyDelta(o.data, base.data, ops)
	r.keepPacked(o, base.typ, l.pack, l.offset)
	return o, nil
}

// reparse reads the entry of a link again without comparing its checksum again.
func (r *Reader) reparse(l link) (entry, error) {
	data, grown, err := l.pack.data.bytes(l.offset, l.end, r.packs)
	r.packs = grown
	if err != nil {
		return entry{}, err
	}
	return parseEntry(data, l.offset)
}

func (r *Reader) keepPacked(o *cached, typ Type, p *pack, off int64) {
	o.typ = typ
	if off < 1<<offsetBits {
		o.key = p.key(off)
		r.cache.keep(o)
	}
}

// checkSize refuses sizes that packed bytes can't unpack to, before memory is set aside for them.
func checkSize(size int64, packed int) error {
	if !plausible(size, packed) {
		return fmt.Errorf("a size of %d bytes can't come from %d packed ones", size, packed)
	}
	if size > MaxSize {
		return &TooLargeError{Size: size}
	}
	return nil
}

// damagedAt names the entry at which err was met, unless err already names one or isn't about damage.
func damagedAt(p *pack, off int64, err error) error {
	var damaged *DamagedError
	var large *TooLargeError
	var system *fs.PathError
	if errors.As(err, &damaged) || errors.As(err, &large) || errors.As(err, &system) || errors.Is(err, errPackGone) {
		return err
	}
	return &DamagedError{Pack: p.path, Offset: off, Err: err}
}
