package main

import (
	"runtime"
	"runtime/debug"
	"unsafe"

	"golang.org/x/sys/unix"
)

// useLargePages asks for large pages where the heap will grow up to roomyHeap bytes. Memory comes from the system one
// page at a time as it is first touched, and in a virtual machine the 4 KB pages of a long history cost a quarter of
// the run. The advice sticks to the addresses: they are set aside once, untouched, and given back for use.
func useLargePages() {
	const large = 2 << 20
	usual := debug.SetGCPercent(-1) // or the room itself has garbage collected
	room := make([]byte, roomyHeap)
	start := -uintptr(unsafe.Pointer(unsafe.SliceData(room))) % large
	_ = unix.Madvise(room[start:], unix.MADV_HUGEPAGE) // without it the run is slower, and that is all
	runtime.KeepAlive(room)
	runtime.GC()
	debug.SetGCPercent(usual)
}
