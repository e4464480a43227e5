package sitegen

// headersName is the file in which Cloudflare Pages and Netlify look for the headers of a site.
const headersName = "_headers"

// headers are what a page can't say of itself: that no other site may show it in a frame, that no type is guessed, and
// how long files may be kept whose names hold a digest of their bytes.
const headers = `/*
  Content-Security-Policy: frame-ancestors 'none'
  X-Frame-Options: DENY
  X-Content-Type-Options: nosniff
  Referrer-Policy: same-origin
  Cross-Origin-Opener-Policy: same-origin
  X-Robots-Tag: noindex
/assets/*
  Cache-Control: public, max-age=31536000, immutable
`
