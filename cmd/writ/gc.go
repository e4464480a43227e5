package main

import (
	"runtime"
	"runtime/debug"
)

// A run is short and most of what it reads stays in use to its end, so collecting garbage as often as a server does
// costs a fifth of the time. Up to roomyHeap bytes the heap may grow to six times what is in use; beyond that
// the usual bound of twice holds.
const (
	roomyHeap    = 192 << 20
	roomyPercent = 500
	usualPercent = 100
)

// cycle is freed by each collection, and told so by its finalizer.
type cycle struct{ _ [16]byte }

// tuneCollector sets how often garbage is collected, anew after each collection.
func tuneCollector() {
	debug.SetGCPercent(roomyPercent)
	runtime.SetFinalizer(&cycle{}, afterCycle)
}

func afterCycle(*cycle) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	percent := usualPercent
	if live := m.HeapAlloc; live > 0 && live < roomyHeap/2 {
		percent = min(roomyPercent, int((roomyHeap-live)*100/live))
	}
	debug.SetGCPercent(percent)
	runtime.SetFinalizer(&cycle{}, afterCycle)
}
