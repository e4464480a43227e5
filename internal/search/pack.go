package search

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
	fastgzip "github.com/klauspost/compress/gzip"
)

// level is how hard files are compressed: 9 takes longer for almost nothing.
const level = 7

// dictionary is what a reader of texts has read before them: words that controlled documents use, the most frequent
// last. With it a text of 6 KB takes an eighth less. Another dictionary is another Format.
//
//go:embed dictionary.txt
var dictionary []byte

// markText begins a text that was compressed with the dictionary. No other file of an index begins with it.
const markText = 'W'

// packer compresses what is written to it.
type packer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// filePackers and textPackers are writers that were used before: making one costs more than packing a text.
var (
	filePackers = sync.Pool{New: func() any { return must(fastgzip.NewWriterLevel(nil, level)) }}
	textPackers = sync.Pool{New: func() any { return must(flate.NewWriterDict(nil, level, dictionary)) }}
)

// must is for a level, which is a constant, and for buffers, which take everything.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// pack compresses a file. Browsers unpack it themselves, so that a host needn't compress.
func pack(data []byte) []byte { return packWith(&filePackers, nil, data) }

// packText compresses a text.
func packText(data []byte) []byte { return packWith(&textPackers, []byte{markText}, data) }

func packWith(pool *sync.Pool, begin, data []byte) []byte {
	b := bytes.NewBuffer(begin)
	w := pool.Get().(packer)
	defer pool.Put(w)
	w.Reset(b)
	must(w.Write(data))
	must(0, w.Close())
	return b.Bytes()
}

// Unpack returns what a file of an index holds.
func Unpack(file []byte) ([]byte, error) {
	if len(file) > 0 && file[0] == markText {
		return io.ReadAll(flate.NewReaderDict(bytes.NewReader(file[1:]), dictionary))
	}
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// asJSON writes a value for JavaScript.
func asJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // nothing of it is HTML before a browser has read it
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func packJSON(v any) ([]byte, error) {
	data, err := asJSON(v)
	return pack(data), err
}
