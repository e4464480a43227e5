package isms

import "github.com/writ-docs/writ/internal/records"

// Met reports whether an actual value reached its target, and whether that can be told.
func Met(target, actual records.Value) (met, known bool) {
	if target.State != records.Known || actual.State != records.Known || target.Quantity == nil ||
		actual.Quantity == nil {
		return false, false
	}
	return target.Quantity.Met(*actual.Quantity)
}

// SaysMet reports whether the status of a metric or an objective says that it reached its target, and whether it says
// either. On track, partial and the like say neither.
func SaysMet(status records.Value) (met, said bool) {
	if status.State != records.Known {
		return false, false
	}
	switch status.Choice.Class {
	case "met":
		return true, true
	case "missed":
		return false, true
	}
	return false, false
}
