package paper

import (
	"context"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// kinds are the types of the files that pages show. A page asks for no other.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
}

// answer answers a request of a page from the folder, and refuses every other one.
func (p *Printer) answer(tab context.Context, r *fetch.EventRequestPaused) {
	data, kind, ok := p.file(r.Request.URL)
	if !ok {
		_, _ = chromedp.Call(tab, fetch.FailRequest, fetch.FailRequestParams{RequestID: r.RequestID,
			ErrorReason: network.ErrorReasonBlockedByClient})
		return
	}
	_, _ = chromedp.Call(tab, fetch.FulfillRequest, fetch.FulfillRequestParams{RequestID: r.RequestID, ResponseCode: 200,
		ResponseHeaders: []*fetch.HeaderEntry{{Name: "Content-Type", Value: kind}}, Body: data})
}

// file reads the file of the folder that an address names; ok is false where it names none.
func (p *Printer) file(address string) (data []byte, kind string, ok bool) {
	name, below := strings.CutPrefix(address, p.base)
	name, _, _ = strings.Cut(name, "#")
	name, err := url.PathUnescape(name)
	if !below || err != nil {
		return nil, "", false
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	kind, known := kinds[strings.ToLower(path.Ext(name))]
	if !known || !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, "", false
	}
	data, err = os.ReadFile(filepath.Join(p.opts.Root, filepath.FromSlash(name)))
	return data, kind, err == nil
}
