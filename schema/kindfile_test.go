package schema

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCompiledKinds: kinds.json is what the files of the kinds say.
func TestCompiledKinds(t *testing.T) {
	want, err := CompileKinds()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, compiledKinds) {
		t.Errorf("%s is out of date; run go generate ./schema", CompiledKinds)
	}
}

func TestKindsExtend(t *testing.T) {
	months, yes := 6, true
	written := map[string]writtenKind{"a": {Title: "A", Required: []string{"id"}, LeastGrade: "B", ReviewMonths: &months},
		"b": {Title: "B", Extends: "a", Record: &yes, Approval: "required"}, "c": {Extends: "b"}, "d": {Extends: "d"}, "e": {Extends: "x"}}
	f, err := kindOf("b", written)
	if k := f.Kind; err != nil || k.Title != "B" || k.LeastGrade != "B" || k.ReviewMonths != 6 || !k.Record || !k.Approval || k.Required[0] != "id" {
		t.Errorf("b over a: %+v, %v", k, err)
	}
	for _, name := range []string{"c", "d", "e"} {
		if _, err := kindOf(name, written); err == nil || !strings.Contains(err.Error(), "extends") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBuiltInKinds: which kinds there are, which are records, and which of those ask for an approval.
func TestBuiltInKinds(t *testing.T) {
	want := map[string]string{"context": "controlled", "scope": "controlled", "policy": "controlled", "procedure": "controlled",
		"standard": "controlled", "guideline": "controlled", "objectives": "controlled", "risk-treatment": "controlled",
		"statement-of-applicability": "controlled", "audit-programme": "controlled", "document": "controlled",
		"management-review": "approved record", "internal-audit": "approved record", "corrective-action-log": "record",
		"corrective-action": "record", "action-log": "record", "activity-plan": "record", "external": "record",
		"external-register": "record", "record": "record", "risk-assessment": "record"}
	got := map[string]string{}
	for _, k := range Kinds() {
		got[k.Name] = map[[2]bool]string{{false, true}: "controlled", {true, true}: "approved record", {true, false}: "record"}[[2]bool{k.Record, k.Approval}]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}
