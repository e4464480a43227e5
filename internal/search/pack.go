package search

import (
	"bytes"
	"encoding/json"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// packers are writers that were used before: making one costs more than packing a text.
var packers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, 7) // 9 takes longer for almost nothing
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

// pack compresses a file. Browsers unpack it themselves, so that a host needn't compress.
func pack(data []byte) []byte {
	var b bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	_, err := w.Write(data)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

func packJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // nothing of it is HTML before a browser has read it
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return pack(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}
