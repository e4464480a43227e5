package theme

import "embed"

// Files are layouts/, i18n/ and assets/.
//
//go:embed all:layouts i18n assets
var Files embed.FS
