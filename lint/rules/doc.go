// Package rules holds writ's rules: one file for each, named by its id, and the bricks that they share.
// It knows registers, trails and configurations, and what makes a good controlled document. It must not read
// files or Git, nor print, nor know who asks.
package rules
