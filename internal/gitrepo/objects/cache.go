package objects

import "math/bits"

const (
	// cacheSize is what one reader keeps of unpacked objects, in bytes. Under 8 MB delta chains are unpacked again
	// and again, over 16 MB nothing is gained.
	cacheSize = 16 << 20
	// maxCached is the size of the largest object that stays in the cache.
	maxCached = cacheSize / 4
	// maxFree is what is kept of buffers for reuse, in bytes.
	maxFree = 4 << 20
	// minBuffer is the capacity of the smallest buffer.
	minBuffer = 256
)

// cached is an unpacked object. It lives until it is neither in the cache nor held by anybody.
type cached struct {
	typ        Type
	data       []byte
	key        uint64 // of a pack entry; 0 for a loose object
	id         ID     // of a loose object
	holds      int    // how many holders it has beside the cache
	in         bool   // in the cache
	prev, next *cached
}

// cache keeps the objects that were used last, and recycles the buffers of the others.
type cache struct {
	packed map[uint64]*cached
	loose  map[ID]*cached
	ring   cached // its next is the one used last
	size   int    // capacity of the buffers in the cache
	free   [64][][]byte
	freed  int // capacity of the buffers in free
	spare  []*cached
}

func newCache() *cache {
	c := &cache{packed: map[uint64]*cached{}, loose: map[ID]*cached{}}
	c.ring.prev, c.ring.next = &c.ring, &c.ring
	return c
}

// findPacked gives the object with this key, held once more, or nil.
func (c *cache) findPacked(key uint64) *cached { return c.hold(c.packed[key]) }

// findLoose gives the loose object, held once more, or nil.
func (c *cache) findLoose(id ID) *cached {
	if len(c.loose) == 0 {
		return nil
	}
	return c.hold(c.loose[id])
}

func (c *cache) hold(o *cached) *cached {
	if o != nil {
		o.holds++
		c.unlink(o)
		c.linkFirst(o)
	}
	return o
}

// make gives an object with a buffer of size bytes of any content, held once, not yet in the cache.
func (c *cache) make(size int) *cached {
	var o *cached
	if n := len(c.spare); n > 0 {
		o, c.spare = c.spare[n-1], c.spare[:n-1]
	} else {
		o = &cached{}
	}
	*o = cached{data: c.buffer(size), holds: 1}
	return o
}

// keep puts an object that make gave, now filled, into the cache under its key or id, unless it is too large.
func (c *cache) keep(o *cached) {
	if cap(o.data) > maxCached {
		return
	}
	if o.key != 0 {
		c.packed[o.key] = o
	} else {
		c.loose[o.id] = o
	}
	o.in = true
	c.linkFirst(o)
	c.size += cap(o.data)
	for c.size > cacheSize {
		c.evict(c.ring.prev)
	}
}

// release ends one hold.
func (c *cache) release(o *cached) {
	o.holds--
	if o.holds == 0 && !o.in {
		c.recycle(o)
	}
}

func (c *cache) evict(o *cached) {
	c.unlink(o)
	if o.key != 0 {
		delete(c.packed, o.key)
	} else {
		delete(c.loose, o.id)
	}
	o.in = false
	c.size -= cap(o.data)
	if o.holds == 0 {
		c.recycle(o)
	}
}

func (c *cache) unlink(o *cached) { o.prev.next, o.next.prev = o.next, o.prev }

func (c *cache) linkFirst(o *cached) {
	o.prev, o.next = &c.ring, c.ring.next
	o.prev.next, o.next.prev = o, o
}

// class gives the class of buffers that hold size bytes, and their capacity: four classes to each power of two.
func class(size int) (int, int) {
	if size <= minBuffer {
		return 0, minBuffer
	}
	shift := bits.Len(uint(size-1)) - 3
	quarters := (size-1)>>shift + 1 // 5 to 8
	return (shift-6)*4 + quarters - 4, quarters << shift
}

func (c *cache) buffer(size int) []byte {
	k, capacity := class(size)
	if k >= len(c.free) {
		return make([]byte, size)
	}
	if n := len(c.free[k]); n > 0 {
		b := c.free[k][n-1]
		c.free[k] = c.free[k][:n-1]
		c.freed -= cap(b)
		return b[:size]
	}
	return make([]byte, size, capacity)
}

func (c *cache) recycle(o *cached) {
	b := o.data
	o.data = nil
	c.spare = append(c.spare, o)
	if k, capacity := class(cap(b)); k < len(c.free) && cap(b) == capacity && c.freed+capacity <= maxFree {
		c.free[k] = append(c.free[k], b[:0])
		c.freed += capacity
	}
}
