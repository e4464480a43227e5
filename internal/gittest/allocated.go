package gittest

import (
	"math"
	"runtime"
)

// Allocated returns how many bytes a function allocates: the least of two runs, since others may allocate meanwhile.
// Before each, pools are emptied of what earlier calls left.
func Allocated(f func()) int {
	least := math.MaxInt
	for range 2 {
		runtime.GC()
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, int(after.TotalAlloc-before.TotalAlloc))
	}
	return least
}
