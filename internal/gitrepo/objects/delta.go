package objects

import "errors"

var (
	errDeltaShort = errors.New("the delta ends inside an instruction")
	errDeltaCopy  = errors.New("the delta copies from outside its base")
	errDeltaSize  = errors.New("the delta makes another size than it says")
	errDeltaBase  = errors.New("the delta was made for a base of another size")
	errDeltaOp    = errors.New("the delta has an unknown instruction")
)

// deltaSizes reads the sizes of base and result, and gives the instructions that follow.
func deltaSizes(delta []byte) (base, result int64, ops []byte, err error) {
	base, delta, err = deltaNumber(delta)
	if err == nil {
		result, delta, err = deltaNumber(delta)
	}
	return base, result, delta, err
}

func deltaNumber(b []byte) (int64, []byte, error) {
	n := int64(0)
	for i, shift := 0, uint(0); i < len(b) && shift <= 56; i, shift = i+1, shift+7 {
		n |= int64(b[i]&0x7f) << shift
		if b[i]&0x80 == 0 {
			return n, b[i+1:], nil
		}
	}
	return 0, nil, errDeltaShort
}

// copyArgs reads the offset and size of the copy instruction op whose arguments begin at ops[i]; the sum of both
// stays below 2^33. next is beyond len(ops) when arguments are missing.
func copyArgs(op byte, ops []byte, i int) (off, size int64, next int) {
	if len(ops)-i >= 7 {
		return copyArgsFast(op, ops[i:i+7:i+7], i)
	}
	for bit := range 4 {
		if op&(1<<bit) != 0 {
			if i >= len(ops) {
				return 0, 0, len(ops) + 1
			}
			off |= int64(ops[i]) << (8 * bit)
			i++
		}
	}
	for bit := range 3 {
		if op&(0x10<<bit) != 0 {
			if i >= len(ops) {
				return 0, 0, len(ops) + 1
			}
			size |= int64(ops[i]) << (8 * bit)
			i++
		}
	}
	if size == 0 {
		size = 0x10000
	}
	return off, size, i
}

// copyArgsFast is copyArgs where no argument can be missing.
func copyArgsFast(op byte, b []byte, i int) (off, size int64, next int) {
	n := 0
	for bit := range 4 {
		if op&(1<<bit) != 0 {
			off |= int64(b[n]) << (8 * bit)
			n++
		}
	}
	for bit := range 3 {
		if op&(0x10<<bit) != 0 {
			size |= int64(b[n]) << (8 * bit)
			n++
		}
	}
	if size == 0 {
		size = 0x10000
	}
	return off, size, i + n
}

// checkDelta walks the instructions without carrying them out: they must stay inside a base of the given size
// and make exactly result bytes. After it, memory for the result may be set aside and applyDelta can't fail.
func checkDelta(ops []byte, base, result int64) error {
	made := int64(0)
	for i := 0; i < len(ops); {
		op := ops[i]
		i++
		switch {
		case op&0x80 != 0:
			var off, size int64
			off, size, i = copyArgs(op, ops, i)
			if i > len(ops) {
				return errDeltaShort
			}
			if off+size > base {
				return errDeltaCopy
			}
			made += size
		case op != 0:
			i += int(op)
			if i > len(ops) {
				return errDeltaShort
			}
			made += int64(op)
		default:
			return errDeltaOp
		}
		if made > result {
			return errDeltaSize
		}
	}
	if made != result {
		return errDeltaSize
	}
	return nil
}

// applyDelta carries out instructions that checkDelta has passed for this base and for len(dst).
func applyDelta(dst, base, ops []byte) {
	for i := 0; i < len(ops); {
		op := ops[i]
		i++
		n := int(op)
		if op&0x80 != 0 {
			var off, size int64
			off, size, i = copyArgs(op, ops, i)
			n = copy(dst, base[off:off+size])
		} else {
			n = copy(dst, ops[i:i+n])
			i += n
		}
		dst = dst[n:]
	}
}
