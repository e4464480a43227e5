package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// assetNames are the addresses of the theme's files, relative to the site's root, as layouts read them.
type assetNames struct {
	Style    string `json:"style"`
	Theme    string `json:"theme"`
	Site     string `json:"site"`
	Register string `json:"register"`
	Icon     string `json:"icon"`
}

// addAssets puts out the theme's styles and scripts, under names that hold a digest of their bytes, so
// that a cache may keep them for ever.
func addAssets(put putFile, theme fs.FS, light, dark int) (assetNames, error) {
	var names assetNames
	for _, a := range []struct {
		file string
		name *string
	}{
		{"style.css", &names.Style}, {"theme.js", &names.Theme}, {"site.js", &names.Site},
		{"register.js", &names.Register}, {"icon.svg", &names.Icon},
	} {
		data, err := fs.ReadFile(theme, "assets/"+a.file)
		if err != nil {
			return names, err
		}
		if a.file == "style.css" {
			data = fmt.Appendf(data, ":root { --accent: light-dark(#%06x, #%06x); }\n", light, dark)
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(a.file)
		*a.name = "assets/" + strings.TrimSuffix(a.file, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		if err := put(*a.name, data); err != nil {
			return names, err
		}
	}
	return names, nil
}
