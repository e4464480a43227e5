// Package proposal reads a pull request: what HEAD and the working tree have beyond the commit that they build on, and
// the inputs of the linter on both sides of it.
// It knows Git, configurations, registers and trails; it must not know rules, and judges nothing.
package proposal
