// Package sitegen turns a Site, which is plain data about the controlled documents of one repository, into
// a static site: pages, data beside them, and a manifest, published into a folder in one step.
//
// It knows addresses, pages, the theme under theme/ and how to run Hugo in this process over files in
// memory. It must not know Git, configuration files or how an approval is judged: internal/publication fills the Site,
// and has settled all of that.
package sitegen
