package converge

import (
	"context"
	"fmt"
	"log/slog"

	"dinfra.dev/agent/release"
	"dinfra.dev/agent/restore"
	"dinfra.dev/agent/substrate"
)

// verify holds a node's restored database against what others say, once; nil where nothing is left to compare. A disagreement
// is written down, and the next pass stops the node.
func (c *Converger) verify(ctx context.Context, s release.Service, restores []release.Restore) error {
	for _, r := range restores {
		done, err := restore.Verified(c.M, r)
		if err != nil {
			return err
		}
		if done {
			continue
		}
		different, err := substrate.Compare(ctx, s.Substrate.RPCPort, r.Verify.Endpoints)
		if err != nil {
			return fmt.Errorf("its restored database was not compared yet: %w", err)
		}
		if different == nil {
			slog.Info("the restored database is that of the chain", "folder", r.Folder, "endpoints", len(r.Verify.Endpoints))
			if err := restore.Judge(c.M, r, ""); err != nil {
				return err
			}
			continue
		}
		refusal := fmt.Sprintf("expected block %d with the hash %s, as %s has it, found %s in the database that was restored to %s of volume %s: the node was stopped; name another snapshot, or other endpoints",
			different.Height, different.Other, different.Endpoint, different.Own, r.Folder, r.Volume)
		if err := restore.Judge(c.M, r, refusal); err != nil {
			return err
		}
		c.mutex.Lock()
		c.wake()
		c.mutex.Unlock()
		return fmt.Errorf("%s", refusal)
	}
	return nil
}
