// Package theme holds the layouts, strings, styles and scripts of the site, embedded. It must not know
// documents or Hugo: it is files.
package theme

import "embed"

// Files are layouts/, i18n/ and assets/.
//
//go:embed all:layouts i18n assets
var Files embed.FS
