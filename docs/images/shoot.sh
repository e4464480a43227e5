#!/usr/bin/env bash
# The README's pictures, from the site of `writ demo`. Needs Go, git and Chromium; pngquant makes them smaller where it is
# there. usage: docs/images/shoot.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd ../.. && go build -o "$work/writ" ./cmd/writ)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"$work/writ" demo --dir "$work/demo" --no-serve --today 2026-11-27 >/dev/null

# shoot NAME PAGE: a page as a picture. Files are opened from the folder, as a site can be.
shoot() {
    "$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files \
        --window-size=1120,760 --screenshot="$PWD/$1.png" "file://$work/demo/public/$2index.html" 2>/dev/null
    if command -v pngquant >/dev/null; then
        pngquant --force --skip-if-larger --output "$1.png" 64 "$1.png" || true
    fi
}

shoot home ""
shoot document POL-001/
shoot redline POL-001/v1.0..v1.1/
shoot actions actions/
du -ch ./*.png | tail -1
