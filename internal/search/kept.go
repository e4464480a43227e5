package search

import "github.com/writ-docs/writ/internal/compact"

// Kept are the contributions of earlier builds, by what they were cut from, and those of this one.
type Kept struct{ *compact.Store }

// ReadKept reads what Bytes wrote. Whatever else it gets holds nothing.
func ReadKept(data []byte) Kept { return Kept{compact.OpenStore(Format, string(data))} }

// Get returns a contribution, cut by make where none is kept.
func (k Kept) Get(key compact.Key, make func() (*Contribution, error)) (*Contribution, error) {
	return compact.Get(k.Store, key, func(record string) (*Contribution, bool) {
		c, err := Decode([]byte(record))
		return c, err == nil
	}, func() (*Contribution, []byte, error) {
		c, err := make()
		if err != nil {
			return nil, nil, err
		}
		return c, c.Encode(), nil
	})
}
