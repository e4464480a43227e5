package schema

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// Vocabulary is the words that cells of one sort are written in, in classes.
type Vocabulary []WordClass

// WordClass is the words that mean the same, such as those of a status that is done.
type WordClass struct {
	Name  string
	Words []string // in lower case
}

//go:embed words/*.yaml
var wordFiles embed.FS

const (
	wordFolder = "words"
	dataEnd    = ".yaml"
)

// Vocabularies returns the words of the files in the folder words, by the files' names. They mustn't be changed.
func Vocabularies() map[string]Vocabulary { return vocabularies() }

// WordsDigest names the content of the files in the folder words.
func WordsDigest() string { return wordsDigest() }

var wordsDigest = sync.OnceValue(func() string {
	h := sha256.New()
	entries, _ := wordFiles.ReadDir(wordFolder)
	for _, e := range entries {
		src, _ := wordFiles.ReadFile(path.Join(wordFolder, e.Name()))
		fmt.Fprintf(h, "%s %d\n%s", e.Name(), len(src), src)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
})

var vocabularies = sync.OnceValue(readVocabularies)

// readVocabularies reads the embedded files, of which tests know that they can be read.
func readVocabularies() map[string]Vocabulary {
	all := map[string]Vocabulary{}
	entries, _ := wordFiles.ReadDir(wordFolder)
	for _, e := range entries {
		src, _ := wordFiles.ReadFile(path.Join(wordFolder, e.Name()))
		v, err := parseVocabulary(src)
		if err != nil {
			panic(fmt.Sprintf("schema: %s: %v", e.Name(), err))
		}
		all[strings.TrimSuffix(e.Name(), dataEnd)] = v
	}
	return all
}

// Of returns the words of a class; none of one that isn't there.
func (v Vocabulary) Of(class string) []string {
	for _, c := range v {
		if c.Name == class {
			return c.Words
		}
	}
	return nil
}

func parseVocabulary(src []byte) (Vocabulary, error) {
	var file yaml.MapSlice
	if err := yaml.Unmarshal(src, &file); err != nil {
		return nil, err
	}
	var v Vocabulary
	for _, item := range file {
		c := WordClass{Name: fmt.Sprint(item.Key)}
		words, ok := item.Value.([]any)
		if !ok {
			return nil, fmt.Errorf("%s isn't a list of words", c.Name)
		}
		for _, w := range words {
			s, ok := w.(string)
			if !ok {
				s = fmt.Sprint(w)
			}
			c.Words = append(c.Words, strings.ToLower(s))
		}
		v = append(v, c)
	}
	return v, nil
}
