package restore

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"

	"dinfra.dev/agent/fault"
	"dinfra.dev/agent/release"
	"dinfra.dev/agent/system"
)

// Verdict is what came of holding a restored database against what nodes of others say. It lies on the volume, beside the
// marks, so that another machine with the same disk knows it.
type Verdict struct {
	ManifestSHA256 string   `json:"manifestSha256"`
	Endpoints      []string `json:"endpoints"`
	// Refusal is why the database must not be used; empty where all agreed.
	Refusal string `json:"refusal"`
}

func verdictPath(m system.Machine, r release.Restore) string {
	return mark(m.Path(system.VolumePath(r.Volume)), r.Folder, "restore-verdict")
}

func readVerdict(m system.Machine, r release.Restore) (*Verdict, error) {
	raw, err := os.ReadFile(verdictPath(m, r))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var v Verdict
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return &v, nil
}

// Verified says whether nothing is left to compare: nothing was asked for, the database is the node's own, or all agreed.
func Verified(m system.Machine, r release.Restore) (bool, error) {
	if r.Verify == nil {
		return true, nil
	}
	v, err := readVerdict(m, r)
	if err != nil || v != nil {
		return v != nil && v.Refusal == "", err
	}
	_, err = os.Stat(completed(m.Path(system.VolumePath(r.Volume)), r.Folder))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return false, err
}

// Judge writes down what came of a comparison; refusal is empty where all agreed.
func Judge(m system.Machine, r release.Restore, refusal string) error {
	raw, err := json.Marshal(Verdict{ManifestSHA256: r.ManifestSHA256, Endpoints: r.Verify.Endpoints, Refusal: refusal})
	if err != nil {
		return err
	}
	return system.WriteFile(verdictPath(m, r), append(raw, '\n'), 0o600)
}

// Refused is the fault of a database that was refused, as long as the release asks for the same one and the same witnesses.
// With other witnesses it is compared again, with another snapshot it is restored again.
func Refused(m system.Machine, r release.Restore) (*fault.Fault, error) {
	v, err := readVerdict(m, r)
	if err != nil || v == nil || v.Refusal == "" {
		return nil, err
	}
	if v.ManifestSHA256 != r.ManifestSHA256 {
		return nil, nil
	}
	if r.Verify == nil || !slices.Equal(v.Endpoints, r.Verify.Endpoints) {
		return nil, system.Remove(verdictPath(m, r))
	}
	return fault.Permanent("restore-refused", "%s", v.Refusal), nil
}

// replaced takes the mark of a database that was refused away where the release names another snapshot: what is left counts
// as half, and is wiped.
func replaced(m system.Machine, r release.Restore) error {
	v, err := readVerdict(m, r)
	if err != nil || v == nil || v.Refusal == "" || v.ManifestSHA256 == r.ManifestSHA256 {
		return err
	}
	mountPoint := m.Path(system.VolumePath(r.Volume))
	if err := system.WriteFile(started(mountPoint, r.Folder), []byte(r.ManifestSHA256+"\n"), 0o600); err != nil {
		return err
	}
	if err := system.Remove(completed(mountPoint, r.Folder)); err != nil {
		return err
	}
	return system.Remove(verdictPath(m, r))
}
