// Package adopt reads what old documents say of themselves in their text, in tables at their top, in the fields of
// other programs and in history, and proposes front matter of it. It knows how people write such things, which field
// each belongs to, and how fields are put into a file without touching another byte. It must not know how anything is
// printed or written to disk, and makes no value up but a free id.
package adopt
