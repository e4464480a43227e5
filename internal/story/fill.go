package story

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

const byteOrderMark = "\ufeff"

// playWrite does the steps that change the work area.
func (p *player) playWrite(st step) error {
	switch st.verb {
	case "write", "file":
		text, err := p.expand(st.line, st.body)
		if err != nil {
			return err
		}
		return p.put(st, text)
	case "base64":
		return p.put(st, st.body)
	case "symlink":
		return p.area.put(st.line, st.path, newEntry(modeLink, st.target))
	case "edit", "crlf", "bom", "chomp":
		return p.convert(st)
	case "mode":
		e, err := p.get(st)
		if err != nil {
			return err
		}
		if e.mode = modeFile; st.target == "755" {
			e.mode = modeExec
		}
		return p.area.put(st.line, st.path, e)
	}
	return p.relocate(st)
}

func newEntry(mode, text string) entry {
	return entry{mode: mode, id: idOf(plumbing.BlobObject, []byte(text)), data: []byte(text)}
}

// put writes text at the step's path. A file that is there keeps its mode.
func (p *player) put(st step, text string) error {
	mode := modeFile
	if p.area.files[st.path].mode == modeExec {
		mode = modeExec
	}
	return p.area.put(st.line, st.path, newEntry(mode, text))
}

func (p *player) get(st step) (entry, error) {
	e, there := p.area.files[st.path]
	if !there {
		return e, faultf(st.line, "git: %s: there is no file %q here", st.verb, st.path)
	}
	return e, nil
}

// convert writes a changed form of the body or, where that is empty, of the file as it is.
func (p *player) convert(st step) error {
	text := st.body
	if text == "" || st.verb == "edit" {
		e, err := p.get(st)
		if err != nil {
			return err
		}
		text = string(e.data)
	}
	switch st.verb {
	case "edit":
		body, err := p.expand(st.line, st.body)
		if err == nil {
			text, err = applyHunks(st.line, text, body)
		}
		if err != nil {
			return err
		}
	case "crlf":
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	case "bom":
		text = byteOrderMark + text
	case "chomp":
		text = strings.TrimSuffix(text, "\n")
	}
	return p.put(st, text)
}

// relocate removes or moves a file or a folder.
func (p *player) relocate(st step) error {
	list := p.area.under(st.path)
	if len(list) == 0 {
		return faultf(st.line, "git: %s: there is no file or folder %q here", st.verb, st.path)
	}
	moved := files{}
	for _, name := range list {
		moved[name] = p.area.files[name]
		p.area.drop(name)
	}
	if st.verb == "remove" {
		return nil
	}
	if there := p.area.under(st.target); len(there) > 0 {
		return faultf(st.line, "git: move: %q exists already", st.target)
	}
	for _, name := range list {
		if err := p.area.put(st.line, st.target+strings.TrimPrefix(name, st.path), moved[name]); err != nil {
			return err
		}
	}
	return nil
}
