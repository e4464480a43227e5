package redline

import (
	"maps"
	"testing"
)

func TestProvenance(t *testing.T) {
	versions := []string{
		"# P\n\n## 1. Purpose\n\nWords.\n\n## 2. Scope\n\nAll sites.\n\n## 3. Roles\n\nThe officer keeps the register of risks.\n",
		"# P\n\n## 1. Purpose\n\nOther words.\n\n## 2. Scope\n\nAll sites.\n\n## 3. Roles\n\nThe officer keeps the register of risks.\n",
		"# P\n\n## 1. Purpose\n\nOther *words*.\n\n## 2. Roles\n\nThe officer keeps the register of risks.\n\n## 3. Scope\n\nAll sites.\n\n## 4. New\n\nHere.\n",
		"# P\n\n## 1. Aim\n\nOther words.\n\n## 2. Roles\n\nThe officer keeps the register.\n\n## 3. Scope\n\nAll sites.\n\n## 4. New\n\nHere.\n",
	}
	var all []*Redline
	for i := range versions[1:] {
		all = append(all, compared(t, versions[i], versions[i+1]))
	}
	want := map[string]int{"p": 0, "1-aim": 3, "2-roles": 3, "3-scope": 0, "4-new": 2}
	if got := Provenance(all); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
