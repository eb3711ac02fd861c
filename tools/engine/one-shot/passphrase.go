package main

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/pkg/v3/secrets"
	"github.com/pulumi/pulumi/pkg/v3/secrets/passphrase"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
)

// passphraseProvider makes the secrets managers of stacks whose secrets are encrypted with a passphrase, the only ones
// that the reactor makes. They read and write what Pulumi's own do; the key that is stretched out of the passphrase
// (a million rounds, 0.26 CPU-seconds) is kept in a file.
type passphraseProvider struct {
	keys  string // folder; "" keeps none
	mutex sync.Mutex
	known map[string]secrets.Manager
}

// OfType answers for the checkpoint, which holds the same salt as the stack's settings.
func (p *passphraseProvider) OfType(_ context.Context, kind string, state json.RawMessage) (secrets.Manager, error) {
	if kind != passphrase.Type {
		return nil, fmt.Errorf("expected secrets by passphrase, found %q: this engine knows no other", kind)
	}
	var s saltState
	if err := json.Unmarshal(state, &s); err != nil {
		return nil, fmt.Errorf("unmarshalling state: %w", err)
	}
	return p.ofSalt(s.Salt)
}

// saltState is the state of a passphrase manager as it stands in checkpoints: `v1:<salt>:<"pulumi", encrypted>`.
type saltState struct {
	Salt string `json:"salt"`
}

func (p *passphraseProvider) ofSalt(salt string) (secrets.Manager, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if manager, ok := p.known[salt]; ok {
		return manager, nil
	}
	state, err := json.Marshal(saltState{salt})
	if err != nil {
		return nil, err
	}
	var manager secrets.Manager
	if crypter := p.crypter(salt); crypter != nil {
		cached := config.NewCiphertextToPlaintextCachedCrypter(crypter, crypter)
		manager = &passphraseManager{state, cached}
	} else if manager, err = passphrase.NewPromptingPassphraseSecretsManagerFromState(state); err != nil {
		// Pulumi's own, which knows what to say of a passphrase that is wrong, missing or of another kind.
		return nil, err
	}
	if p.known == nil {
		p.known = map[string]secrets.Manager{}
	}
	p.known[salt] = manager
	return manager, nil
}

// crypter answers nil where the passphrase does not fit the salt, or there is none.
func (p *passphraseProvider) crypter(salt string) config.Crypter {
	parts := strings.SplitN(salt, ":", 3)
	if len(parts) != 3 || parts[0] != "v1" {
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	phrase, ok := readPassphrase()
	if !ok {
		return nil
	}
	file := keyFile(p.keys, raw)
	key := readKey(file, phrase)
	isNew := key == nil
	if isNew {
		// As sdk/v3/go/common/resource/config NewSymmetricCrypterFromPassphrase does.
		key, err = pbkdf2.Key(sha256.New, phrase, raw, 1_000_000, config.SymmetricCrypterKeyBytes)
		if err != nil {
			return nil
		}
	}
	crypter := config.NewSymmetricCrypter(key)
	if word, err := crypter.DecryptValue(context.Background(), parts[2]); err != nil || word != "pulumi" {
		return nil
	}
	if isNew {
		writeKey(file, key, phrase)
	}
	return crypter
}

func readPassphrase() (string, bool) {
	if phrase, ok := os.LookupEnv("PULUMI_CONFIG_PASSPHRASE"); ok {
		return phrase, true
	}
	text, err := os.ReadFile(os.Getenv("PULUMI_CONFIG_PASSPHRASE_FILE"))
	return strings.TrimSpace(string(text)), err == nil
}

// keyFile names a file by its salt: stacks that were made from one template have the same.
func keyFile(folder string, salt []byte) string {
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, hex.EncodeToString(salt)+".json")
}

// keptKey is what a key file holds. The seal tells whether the key was made from the passphrase of now, and of it says
// nothing to whoever has no key.
type keptKey struct {
	Key  []byte `json:"key"`
	Seal []byte `json:"seal"`
}

func seal(key []byte, phrase string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(phrase))
	return mac.Sum(nil)
}

// readKey answers nil where there is no key yet, or what is there is of no use: then it is made again.
func readKey(file, phrase string) []byte {
	text, err := os.ReadFile(file)
	var kept keptKey
	if err != nil || json.Unmarshal(text, &kept) != nil || len(kept.Key) != config.SymmetricCrypterKeyBytes {
		return nil
	}
	if !hmac.Equal(kept.Seal, seal(kept.Key, phrase)) {
		return nil
	}
	return kept.Key
}

// writeKey keeps a key, whole or not at all, readable by nobody else. An update does not fail for want of it.
func writeKey(file string, key []byte, phrase string) {
	if file == "" || os.MkdirAll(filepath.Dir(file), 0o700) != nil {
		return
	}
	text, err := json.Marshal(keptKey{key, seal(key, phrase)})
	if err != nil {
		return
	}
	draft := fmt.Sprintf("%s.%d.draft", file, os.Getpid())
	if os.WriteFile(draft, text, 0o600) != nil || os.Rename(draft, file) != nil {
		os.Remove(draft) //nolint:errcheck // as much as can be done
	}
}

type passphraseManager struct {
	state   json.RawMessage
	crypter config.Crypter
}

func (m *passphraseManager) Type() string                { return passphrase.Type }
func (m *passphraseManager) State() json.RawMessage      { return m.state }
func (m *passphraseManager) Encrypter() config.Encrypter { return m.crypter }
func (m *passphraseManager) Decrypter() config.Decrypter { return m.crypter }
