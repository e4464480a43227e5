// Package theme holds the layouts, strings, styles and scripts of the site, embedded. It must not know
// documents or Hugo: it is files.
package theme
