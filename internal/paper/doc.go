// Package paper has a browser print pages of a folder as PDF files: tagged, with an outline, and with the same bytes
// each time. It knows browsers and the protocol by which they are driven. It must not know documents, sites or Git.
package paper
