package trail

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCodesHaveWords compares the codes that are declared with those that have words, and with those of the schema.
func TestCodesHaveWords(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "why.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				code, _ := strconv.Unquote(lit.Value)
				declared = append(declared, code)
			}
		}
		return true
	})
	var told []string
	for _, code := range slices.Sorted(maps.Keys(words)) {
		told = append(told, string(code))
	}
	slices.Sort(declared)
	if diff := cmp.Diff(declared, told); diff != "" {
		t.Errorf("declared codes and those with words (-declared +told):\n%s", diff)
	}
	text, err := os.ReadFile("../../schema/log.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs struct{ Code struct{ Enum []string } } `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	slices.Sort(schema.Defs.Code.Enum)
	if diff := cmp.Diff(told, schema.Defs.Code.Enum); diff != "" {
		t.Errorf("codes with words and those of schema/log.schema.json (-told +schema):\n%s", diff)
	}
}
