package release

import (
	"encoding/json"
	"strings"

	"dinfra.dev/agent/fault"
)

// Text is an argument, some parts of which only the machine knows.
type Text []Part

// Part is a literal, or one reference.
type Part struct {
	Literal  string
	Artifact string
	Path     string
	Volume   string
	File     string
	Secret   string
	// NodeKey is the file of the service's network key.
	NodeKey bool
	// List is a list of peers, reserved or public: Flag and an item each, or nothing. Such a part is a Text of its own.
	List string
	Flag string
}

type reference struct {
	Ref      string `json:"ref"`
	Artifact string `json:"artifact"`
	Path     string `json:"path"`
	Volume   string `json:"volume"`
	File     string `json:"file"`
	Secret   string `json:"secret"`
	List     string `json:"list"`
	Flag     string `json:"flag"`
}

// UnmarshalJSON takes a string, or a list of strings and references.
func (t *Text) UnmarshalJSON(raw []byte) error {
	var literal string
	if json.Unmarshal(raw, &literal) == nil {
		*t = Text{{Literal: literal}}
		return nil
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return fault.Permanent("document-invalid", "expected an argument as a text or a list of texts and references, found %s", raw)
	}
	*t = Text{}
	for _, one := range parts {
		if json.Unmarshal(one, &literal) == nil {
			*t = append(*t, Part{Literal: literal})
			continue
		}
		var ref reference
		if err := strict(one, &ref); err != nil {
			return err
		}
		part := Part{
			Artifact: ref.Artifact, Path: ref.Path, Volume: ref.Volume, File: ref.File, Secret: ref.Secret,
			NodeKey: ref.Ref == "node-key", List: ref.List, Flag: ref.Flag,
		}
		named := map[string]string{"artifact": ref.Artifact, "volume": ref.Volume, "file": ref.File, "secret": ref.Secret, "peers": ref.List}
		if !part.NodeKey && named[ref.Ref] == "" {
			return fault.Permanent("document-invalid", "expected a reference to an artifact, volume, file, secret or list of peers by its name, or to the node-key, found %s", one)
		}
		*t = append(*t, part)
	}
	return nil
}

// Binding says what a reference stands for on this machine.
type Binding struct {
	Artifact func(name, path string) (string, error)
	Volume   func(name string) (string, error)
	File     func(name string) (string, error)
	Secret   func(name string) (string, error)
	NodeKey  func() (string, error)
	List     func(name string) []string
}

// Words gives the arguments as the service will see them: one, but for a list of peers.
func (t Text) Words(b Binding) ([]string, error) {
	if len(t) == 1 && t[0].List != "" {
		var words []string
		for _, item := range b.List(t[0].List) {
			words = append(words, t[0].Flag, item)
		}
		return words, nil
	}
	word, err := t.Resolve(b)
	return []string{word}, err
}

// Resolve gives a text that has no list in it.
func (t Text) Resolve(b Binding) (string, error) {
	var out strings.Builder
	for _, p := range t {
		text, err := p.resolve(b)
		if err != nil {
			return "", err
		}
		out.WriteString(text)
	}
	return out.String(), nil
}

func (p Part) resolve(b Binding) (string, error) {
	switch {
	case p.Artifact != "":
		return b.Artifact(p.Artifact, p.Path)
	case p.Volume != "":
		return b.Volume(p.Volume)
	case p.File != "":
		return b.File(p.File)
	case p.Secret != "":
		return b.Secret(p.Secret)
	case p.NodeKey:
		return b.NodeKey()
	default:
		return p.Literal, nil
	}
}
