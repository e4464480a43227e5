package coverage

import (
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/schema"
)

func TestControlsIn(t *testing.T) {
	in := &Input{Config: &config.Config{Coverage: config.Coverage{OwnControls: []config.OwnControl{{ID: "X.1", Title: "Guests"}}}}}
	for cell, want := range map[string]string{
		"A.5.1": "A.5.1", "5.1": "A.5.1", "A5.1": "A.5.1", "A 5.1": "A.5.1", "Annex A 5.1": "A.5.1", "a.8.34": "A.8.34",
		"A.5.1 Policies for information security": "A.5.1", "A.5.10, A.5.11": "A.5.10 A.5.11",
		"A.7.1–A.7.4": "A.7.1 A.7.2 A.7.3 A.7.4", "7.1 - 7.3": "A.7.1 A.7.2 A.7.3", "A.5.37–A.6.1": "A.5.37 A.6.1",
		"x.1": "X.1", "A.5.1, X.1": "X.1 A.5.1", "A.9.2.3": "", "A.6.1.2": "", "A.8.35": "", "Technological": "", "15.1": "",
		"A.8.1–A.8.999999999": "A.8.1", "": "",
	} {
		if got := in.controlsIn(schema.StandardNamed(schema.ISO27001), cell); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%q: %v, want %s", cell, got, want)
		}
	}
}
