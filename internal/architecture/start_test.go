package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestStart: no package compiles a regular expression before main begins. Each start of the program would pay for it.
func TestStart(t *testing.T) {
	for _, s := range sources(t) {
		if strings.HasSuffix(s.name, "_test.go") || filepath.ToSlash(filepath.Dir(s.name)) == everywhere {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", s.name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			vars, ok := d.(*ast.GenDecl)
			if !ok || vars.Tok != token.VAR {
				continue
			}
			ast.Inspect(vars, func(n ast.Node) bool {
				if _, later := n.(*ast.FuncLit); later {
					return false
				}
				call, ok := n.(*ast.SelectorExpr)
				if !ok || !strings.HasPrefix(call.Sel.Name, "MustCompile") {
					return true
				}
				if from, ok := call.X.(*ast.Ident); ok && from.Name == "regexp" {
					t.Errorf("%s compiles an expression when the program starts: use lazyregexp.New", s.name)
				}
				return true
			})
		}
	}
}
