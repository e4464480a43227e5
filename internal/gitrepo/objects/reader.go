package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
)

// Reader is one worker's way to read objects: it has a cache of unpacked objects and buffers of its own.
// It isn't safe for concurrent use; make one per goroutine.
type Reader struct {
	store *Store
	cache *cache
	z     inflater
	lent  *cached // what the last Read lent
	last  *pack   // where the last object was found
	chain []link  // scratch of unpack
	packs []byte  // scratch for the bytes of a pack entry or a loose file
	delta []byte  // scratch for a delta's instructions
	head  [maxLooseHead]byte
	path  []byte // scratch of DiffTrees
}

// Held is an object that a Reader lends until Release is called.
type Held struct {
	Type Type
	Data []byte // read-only

	cache  *cache
	object *cached
}

// Release gives the object back; Data must not be used afterwards. Call it once, on the goroutine of the Reader.
// Releasing the zero Held does nothing.
func (h *Held) Release() {
	if h.object != nil {
		h.cache.release(h.object)
	}
	*h = Held{}
}

// NewReader makes a Reader. It needs no closing.
func (s *Store) NewReader() *Reader { return &Reader{store: s, cache: newCache()} }

// Read gives an object's type and content.
//
// With a nil buf the content is lent, without a copy: it is read-only and valid until the next Read of this Reader.
// With any other buf (an empty one will do) the content is copied over buf, which is grown as needed, and belongs to
// the caller; content that was lent is never copied over, should it come back as buf. To look at two objects at once
// without copies, use Hold.
//
// Errors: *MissingError, *DamagedError, *TooLargeError, or a failure of the file system.
func (r *Reader) Read(id ID, buf []byte) (Type, []byte, error) {
	if r.lent != nil {
		if cap(buf) > 0 && len(r.lent.data) > 0 && &buf[:1][0] == &r.lent.data[0] {
			buf = []byte{}
		}
		r.cache.release(r.lent)
		r.lent = nil
	}
	o, err := r.object(id)
	if err != nil {
		return 0, nil, err
	}
	if buf == nil {
		r.lent = o
		return o.typ, o.data[:len(o.data):len(o.data)], nil
	}
	typ, data := o.typ, append(buf[:0], o.data...)
	r.cache.release(o)
	return typ, data, nil
}

// Hold lends an object, without a copy, until the Held is released; the Reader may be used meanwhile, and any number
// of objects may be held. The errors are those of Read.
func (r *Reader) Hold(id ID) (Held, error) {
	o, err := r.object(id)
	if err != nil {
		return Held{}, err
	}
	return Held{Type: o.typ, Data: o.data[:len(o.data):len(o.data)], cache: r.cache, object: o}, nil
}

// object gives an object, held once for the caller.
func (r *Reader) object(id ID) (*cached, error) {
	if o, err := r.nearby(id); o != nil && err == nil {
		return o, nil
	}
	return r.search(id)
}

// nearby gives an object that is in the cache, or in the pack of the last one, held once for the caller; nil where it
// isn't there. An error isn't the last word: search looks everywhere.
func (r *Reader) nearby(id ID) (o *cached, err error) {
	defer r.recover(id, debug.SetPanicOnFault(true), &err)
	if o := r.cache.findLoose(id); o != nil {
		return o, nil
	}
	if r.last == nil {
		return nil, nil
	}
	at, ok := r.last.find(&id)
	if !ok || at.offset < 0 {
		return nil, nil
	}
	return r.unpack(at.pack, at.offset)
}

// search is object for what isn't in the cache.
func (r *Reader) search(id ID) (o *cached, err error) {
	defer r.recover(id, debug.SetPanicOnFault(true), &err)
	err = r.find(id, func(at place) (err error) {
		if at.pack == nil {
			o, err = r.loose(id, at.path)
		} else {
			o, err = r.unpack(at.pack, at.offset)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

// known gives an object that is in the cache, held once for the caller, or nil. It looks only where the last object
// was found; find looks everywhere.
func (r *Reader) known(id ID) *cached {
	if o := r.cache.findLoose(id); o != nil {
		return o
	}
	if r.last != nil {
		if at, ok := r.last.find(&id); ok {
			return r.cache.findPacked(at.pack.key(at.offset))
		}
	}
	return nil
}

// find calls get with each place where the object may be until one call succeeds. When none does, the folders are read
// anew, for a running gc may have replaced packs. A place that is damaged is passed over when another one is sound.
func (r *Reader) find(id ID, get func(place) error) error {
	var damage error
	v := r.store.view.Load()
	for range maxRescans {
		found, err := r.findIn(v, id, get)
		if found {
			return nil
		}
		damage = err
		next, err := r.store.rescan(v)
		if err != nil {
			return fmt.Errorf("looking for object %s: %w", id, err)
		}
		if next == v {
			break
		}
		v = next
	}
	switch {
	case damage != nil:
		return damage
	case len(v.damaged) > 0:
		return &DamagedError{ID: id, Pack: v.damaged[0].err.Pack, Err: v.damaged[0].err.Err}
	}
	return &MissingError{ID: id, Absent: v.absent}
}

// maxRescans bounds how often one search follows folders that change under it.
const maxRescans = 5

// findIn tries the places of one view: the pack of the last hit, the other packs, loose files. The error is the first
// damage that was met.
func (r *Reader) findIn(v *view, id ID, get func(place) error) (found bool, damage error) {
	try := func(at place) bool {
		err := r.guard(id, at, get)
		if err != nil && damage == nil && !errors.Is(err, errNotHere) {
			damage = err
		}
		return err == nil
	}
	last := r.last
	if last != nil {
		if at, ok := last.find(&id); ok && try(at) {
			return true, nil
		}
	}
	for _, p := range v.packs {
		if p == last {
			continue
		}
		if at, ok := p.find(&id); ok && try(at) {
			r.last = p
			return true, nil
		}
	}
	for _, dir := range v.dirs {
		if try(place{path: loosePath(dir, id)}) {
			return true, nil
		}
	}
	return false, damage
}

// errNotHere says that a place doesn't hold the object after all.
var errNotHere = errors.New("the object isn't here")

// recover, deferred, turns a panic into an error and sets the goroutine's handling of faults back to what it was.
// Damaged input should never come this far; a mapped file that another process cuts short does.
// After a panic the Reader starts with fresh caches.
func (r *Reader) recover(id ID, faults bool, err *error) {
	debug.SetPanicOnFault(faults)
	if p := recover(); p != nil {
		*r = Reader{store: r.store, cache: newCache()}
		*err = &DamagedError{ID: id, Err: fmt.Errorf("reading it failed: %v", p)}
	}
}

// guard calls get, and names object and place in what goes wrong.
func (r *Reader) guard(id ID, at place, get func(place) error) (err error) {
	defer func() {
		var damaged *DamagedError
		if errors.As(err, &damaged) && damaged.Pack == "" {
			damaged.Pack, damaged.Offset = at.file(), max(at.offset, 0)
		}
	}()
	defer r.recover(id, true, &err)
	err = get(at)
	var large *TooLargeError
	var done *DamagedError
	var system *fs.PathError
	switch {
	case err == nil, errors.Is(err, errNotHere):
		return err
	case errors.Is(err, errPackGone):
		return errNotHere
	case errors.As(err, &large):
		return &TooLargeError{ID: id, Size: large.Size}
	case errors.As(err, &done):
		return &DamagedError{ID: id, Pack: done.Pack, Offset: done.Offset, Err: done.Err}
	case errors.As(err, &system):
		return fmt.Errorf("reading object %s: %w", id, err)
	}
	return &DamagedError{ID: id, Pack: at.file(), Offset: max(at.offset, 0), Err: err}
}

// place is where an object may be: in a pack, or in a loose file.
type place struct {
	pack   *pack // nil for a loose file
	offset int64
	path   string
}

func (at place) file() string {
	if at.pack != nil {
		return at.pack.path
	}
	return at.path
}

// find looks the object up in the pack's index.
func (p *pack) find(id *ID) (place, bool) {
	pos, ok := p.idx.find(id)
	if !ok {
		return place{}, false
	}
	off, ok := p.idx.offset(pos)
	if !ok {
		off = -1 // no entry begins there, which is found when it is read
	}
	return place{pack: p, offset: off}, true
}
