package isms

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/schema"
)

// What was read from the versions of logs is kept in the index, by their blobs: a version that an earlier run read isn't
// read again. Which words have which class, and which columns a table has, is part of the header: where it differs,
// everything is read anew.
const (
	keptSection = "rows"
	keptFormat  = "rows 1"
	keptEvery   = 16 // so many versions that aren't kept yet are worth writing the index anew
)

type keptCourses struct {
	Header string             `json:"header"`
	Logs   map[string]keptLog `json:"logs"`
	fresh  int                // versions that were read and that the index doesn't have
}

type keptLog struct {
	Blobs  []string `json:"blobs"` // of its changes, with their kind
	Events []event  `json:"events"`
}

// readKept reads what earlier runs read. Any doubt makes it of no use.
func readKept(s *System) *keptCourses {
	header := keptHeader(s)
	k := &keptCourses{}
	if data, ok := s.Book.Kept(keptSection); ok && json.Unmarshal(data, k) == nil && k.Header == header && k.Logs != nil {
		return k
	}
	return &keptCourses{Header: header, Logs: map[string]keptLog{}}
}

// write stores what was read, where that is more than was known. No answer depends on it.
func (k *keptCourses) write(s *System) {
	if k.fresh < keptEvery {
		return
	}
	if data, err := json.Marshal(k); err == nil {
		s.Book.Keep(keptSection, data)
	}
}

// keptHeader names what rows depend on besides the blobs.
func keptHeader(s *System) string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, name := range slices.Sorted(maps.Keys(s.Config.Kinds)) {
		if k := s.Config.Kinds[name]; s.Is(k, LogKinds()...) {
			_ = enc.Encode([]any{k.Name, k.Tables, k.Outline})
		}
	}
	_ = enc.Encode([]any{schema.WordsDigest(), s.Config.Fields, s.Config.Organization.FiscalYear,
		fmt.Sprint(s.Config.Organization.Timezone)})
	return keptFormat + " " + hex.EncodeToString(h.Sum(nil)[:16])
}

// of returns what is known of the changes of a log, and of how many of them.
func (k *keptCourses) of(log logInHistory) (events []event, known int) {
	l, ok := k.Logs[logName(log)]
	if !ok || len(l.Blobs) > len(log.Changes) {
		return nil, 0
	}
	for i, b := range l.Blobs {
		if b != versionName(log, i) {
			return nil, 0
		}
	}
	for _, e := range l.Events {
		if e.At < 0 || e.At >= len(l.Blobs) {
			return nil, 0
		}
	}
	return l.Events, len(l.Blobs)
}

// put keeps what was read of a log, but for what isn't a commit yet.
func (k *keptCourses) put(log logInHistory, events []event) {
	l := keptLog{}
	for i, c := range log.Changes {
		if !history.IsMade(c.Step) {
			break
		}
		l.Blobs = append(l.Blobs, versionName(log, i))
	}
	for _, e := range events {
		if e.At < len(l.Blobs) {
			l.Events = append(l.Events, e)
		}
	}
	if len(l.Blobs) > len(k.Logs[logName(log)].Blobs) {
		k.fresh += len(l.Blobs) - len(k.Logs[logName(log)].Blobs)
		k.Logs[logName(log)] = l
	}
}

func logName(log logInHistory) string {
	return log.Changes[0].Step.ID.String() + ":" + log.Changes[0].Path
}

// versionName names what one change left of a log.
func versionName(log logInHistory, i int) string {
	if log.kinds[i] == nil {
		return ""
	}
	return log.kinds[i].Name + " " + log.Changes[i].Blob.String()
}
