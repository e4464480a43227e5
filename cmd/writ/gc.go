package main

import (
	"runtime"
	"runtime/debug"
)

// A run is short and most of what it reads stays in use to its end, so collecting garbage as often as a server does
// costs a fifth of the time. Nothing is collected before the heap has freeHeap bytes. Up to roomyHeap bytes it may grow
// to six times what is in use; beyond that the usual bound of twice holds.
const (
	freeHeap     = 96 << 20
	roomyHeap    = 192 << 20
	roomyPercent = 500
	usualPercent = 100
)

// cycle is freed by each collection, and told so by its finalizer.
type cycle struct{ _ [16]byte }

// tuneCollector sets how often garbage is collected, anew after each collection.
func tuneCollector() { afterCycle(nil) }

func afterCycle(*cycle) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(growth(m.HeapAlloc))
	runtime.SetFinalizer(&cycle{}, afterCycle)
}

// growth is by how many percent the heap may grow over the live bytes that a collection left.
func growth(live uint64) int {
	if live == 0 || live > roomyHeap/2 {
		return usualPercent
	}
	roomy := min(roomyPercent, int((roomyHeap-live)*100/live))
	if live > freeHeap {
		return roomy
	}
	return max(roomy, int((freeHeap-live)*100/live))
}
