// Package signature holds a file against a detached signature of minisign, whose format others' tools make and read.
package signature

import (
	"io"
	"os"

	"aead.dev/minisign"

	"dinfra.dev/agent/fault"
)

// MaxBytes is how large a signature file may be: its comments are of some hundred bytes.
const MaxBytes = 4096

// Key reads a public key, the second line of minisign.pub.
func Key(text string) (minisign.PublicKey, error) {
	var key minisign.PublicKey
	err := key.UnmarshalText([]byte(text))
	return key, err
}

// Verify says whether the file was signed by the key.
func Verify(file, signature, publicKey string) error {
	key, err := Key(publicKey)
	if err != nil {
		return fault.Permanent("signature-invalid", "expected a public key of minisign, found %q: %v", publicKey, err)
	}
	text, err := os.ReadFile(signature)
	if err != nil {
		return err
	}
	var read minisign.Signature
	if err := read.UnmarshalText(text); err != nil {
		return fault.Permanent("signature-invalid", "expected a signature of minisign beside the file, found: %v", err)
	}
	if read.Algorithm != minisign.HashEdDSA {
		// The older one is of the whole content in memory, which a program of a gigabyte does not get.
		return fault.Permanent("signature-invalid", "expected a signature of the file's hash, found one of its content: sign it with minisign -S -H")
	}
	content, err := os.Open(file)
	if err != nil {
		return err
	}
	defer content.Close()
	reader := minisign.NewReader(content)
	if _, err := io.Copy(io.Discard, reader); err != nil {
		return err
	}
	if !reader.Verify(key, text) {
		return fault.Permanent("signature-invalid", "expected a file that the key %s signed, found one that it did not: nothing of it was used; correct the key, or what is served", publicKey)
	}
	return nil
}
