// Package picture says which images a site may publish: their formats, their size, and what an SVG may hold. It knows
// names and bytes; it must not know documents, Git or pages. Linter and site ask it, so that what the one reports the
// other leaves out.
package picture
