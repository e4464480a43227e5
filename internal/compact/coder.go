package compact

// Coder writes values or reads them: one description of a form serves both. Writing changes no value.
type Coder struct {
	Reading bool
	R       Reader
	W       Writer
}

// Int is a number.
func (c *Coder) Int(n *int) { Number(c, n) }

// Uint is a number from 0 to limit.
func (c *Coder) Uint(n *int, limit int) {
	if c.Reading {
		*n = c.R.Uint(limit)
	} else {
		c.W.Uint(*n)
	}
}

// Bool is whether something holds.
func (c *Coder) Bool(b *bool) {
	if c.Reading {
		*b = c.R.Byte() != 0
	} else {
		c.W.Bool(*b)
	}
}

// Float is a number with a fraction.
func (c *Coder) Float(f *float64) {
	if c.Reading {
		*f = c.R.Float()
	} else {
		c.W.Float(*f)
	}
}

// Place is where something starts and ends.
func (c *Coder) Place(start, end *int) {
	if c.Reading {
		*start, *end = c.R.Place()
	} else {
		c.W.Place(*start, *end)
	}
}

// Str is a text.
func (c *Coder) Str(s *string) { Word(c, s) }

// Strs is a list of texts.
func (c *Coder) Strs(all *[]string) { List(c, all, c.Str) }

// Word is a text of a type of its own.
func Word[T ~string](c *Coder, s *T) {
	if c.Reading {
		*s = T(c.R.Str())
	} else {
		c.W.Str(string(*s))
	}
}

// Number is a number of a type of its own.
func Number[T ~int | ~int32](c *Coder, n *T) {
	if c.Reading {
		*n = T(c.R.Int())
	} else {
		c.W.Int(int(*n))
	}
}

// Choice is one of a few numbers, of which last is the greatest.
func Choice[T ~uint8](c *Coder, n *T, last T) {
	if c.Reading {
		*n = T(c.R.Uint(int(last)))
	} else {
		c.W.Uint(int(*n))
	}
}

// Optional is a value that may be missing.
func Optional[T any](c *Coder, v **T, each func(*T)) {
	there := *v != nil
	if c.Bool(&there); !there {
		return
	}
	if c.Reading {
		*v = new(T)
	}
	each(*v)
}

// List is a list of values, each of which takes a byte or more. An empty one is read as nil.
func List[T any](c *Coder, all *[]T, each func(*T)) {
	if c.Reading {
		*all = ReadAll(&c.R, each)
	} else {
		WriteAll(&c.W, *all, each)
	}
}
