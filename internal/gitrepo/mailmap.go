package gitrepo

import "strings"

// Mailmap joins the names and addresses of one person (gitmailmap(5)). The zero value maps nothing.
type Mailmap struct{ byMail map[string]*mailEntry }

type mailEntry struct {
	name, mail string               // the proper ones for every name; "" keeps what is there
	byName     map[string][2]string // by lower-case commit name: proper name and address
}

// ParseMailmap reads a mailmap. Lines that don't parse are passed over, later lines win, and nothing is chained.
func ParseMailmap(b []byte) *Mailmap {
	m := &Mailmap{byMail: map[string]*mailEntry{}}
	for _, l := range strings.Split(string(b), "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		name1, mail1, rest, ok := mailmapPart(l, false)
		if !ok {
			continue
		}
		name2, mail2, _, two := mailmapPart(rest, true)
		if !two {
			m.entry(mail1).set(name1, "")
			continue
		}
		e := m.entry(mail2)
		if name2 == "" {
			e.set(name1, mail1)
			continue
		}
		if e.byName == nil {
			e.byName = map[string][2]string{}
		}
		e.byName[strings.ToLower(name2)] = [2]string{name1, mail1}
	}
	return m
}

func (e *mailEntry) set(name, mail string) {
	if name != "" {
		e.name = name
	}
	if mail != "" {
		e.mail = mail
	}
}

func (m *Mailmap) entry(mail string) *mailEntry {
	key := strings.ToLower(mail)
	e := m.byMail[key]
	if e == nil {
		e = &mailEntry{}
		m.byMail[key] = e
	}
	return e
}

// mailmapPart reads "Name <mail>" and what follows. An empty address is allowed as the second one only.
func mailmapPart(l string, second bool) (name, mail, rest string, ok bool) {
	open := strings.IndexByte(l, '<')
	if open < 0 {
		return "", "", "", false
	}
	shut := strings.IndexByte(l[open:], '>')
	if shut < 0 || shut == 1 && !second {
		return "", "", "", false
	}
	return strings.TrimSpace(l[:open]), l[open+1 : open+shut], l[open+shut+1:], true
}

// Map returns the proper name and address of an identity.
func (m *Mailmap) Map(name, mail string) (string, string) {
	if m == nil {
		return name, mail
	}
	e := m.byMail[strings.ToLower(mail)]
	if e == nil {
		return name, mail
	}
	newName, newMail := e.name, e.mail
	if own, ok := e.byName[strings.ToLower(name)]; ok {
		newName, newMail = own[0], own[1]
	}
	if newName != "" {
		name = newName
	}
	if newMail != "" {
		mail = newMail
	}
	return name, mail
}
