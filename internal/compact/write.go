package compact

import (
	"encoding/binary"
	"hash/crc32"
	"math"
)

// Writer appends values to Out: numbers as varints, texts with their length before them, places relative to the one
// before.
type Writer struct {
	Out []byte

	at int // the start of the place before
}

// Restart has places written as if there were none before.
func (w *Writer) Restart() { w.at = 0 }

// Uint writes a number that isn't negative.
func (w *Writer) Uint(n int) { w.Out = binary.AppendUvarint(w.Out, uint64(n)) }

// Int writes a number.
func (w *Writer) Int(n int) { w.Out = binary.AppendVarint(w.Out, int64(n)) }

// Byte writes a byte.
func (w *Writer) Byte(b byte) { w.Out = append(w.Out, b) }

// Bool writes whether something holds.
func (w *Writer) Bool(b bool) {
	n := byte(0)
	if b {
		n = 1
	}
	w.Byte(n)
}

// Float writes a number with a fraction, bit by bit.
func (w *Writer) Float(f float64) {
	w.Out = binary.LittleEndian.AppendUint64(w.Out, math.Float64bits(f))
}

// Str writes a text.
func (w *Writer) Str(s string) {
	w.Uint(len(s))
	w.Out = append(w.Out, s...)
}

// Place writes where something starts and ends, in bytes.
func (w *Writer) Place(start, end int) {
	w.Int(start - w.at)
	w.Uint(end - start)
	w.at = start
}

// WriteAll writes a list.
func WriteAll[T any](w *Writer, all []T, write func(*T)) {
	w.Uint(len(all))
	for i := range all {
		write(&all[i])
	}
}

// SumSize is how many bytes Seal adds.
const SumSize = crc32.Size

// Seal adds the CRC-32 of data behind it.
func Seal(data []byte) []byte {
	return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
}
