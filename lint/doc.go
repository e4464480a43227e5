// Package lint is the engine and the contract of rules: a rule is a value that finds, findings are data.
// It knows registers and trails and judges them; it must not read files or Git itself, nor print.
package lint
