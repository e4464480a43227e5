// Package scratch makes a copy of a repository's main branch that may be spoilt, so that each rule can be tried
// on a defect of its kind, and reads such a copy as lint does. It borrows the objects of the original and never
// writes there. It must not know rules.
package scratch
