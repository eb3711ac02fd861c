package substrate

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"dinfra.dev/agent/release"
)

const (
	// healthLimit: a node that does not answer this within two seconds serves nobody well.
	healthLimit = 2 * time.Second
	roundLimit  = 10 * time.Second
	// timestampNow is the storage key of Timestamp.Now: twox128 of both names.
	timestampNow = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"
)

// Ready asks a node once, over one WebSocket, and judges. A nil error means that it should get traffic. A parachain's node
// knows what is final from the relay chain node inside it, which is judged as well.
func Ready(ctx context.Context, want release.Substrate) error {
	if err := ready(ctx, want); err != nil {
		return err
	}
	if want.RelayRPCPort == 0 {
		return nil
	}
	if err := ready(ctx, release.Substrate{RPCPort: want.RelayRPCPort, MinPeers: 1}); err != nil {
		return fmt.Errorf("its relay chain: %w", err)
	}
	return nil
}

func ready(ctx context.Context, want release.Substrate) error {
	ctx, cancel := context.WithTimeout(ctx, roundLimit)
	defer cancel()
	facts, err := ask(ctx, "ws://"+net.JoinHostPort("127.0.0.1", strconv.Itoa(want.RPCPort)), want)
	if err != nil {
		return err
	}
	if reasons := Judge(facts, want, time.Now()); len(reasons) > 0 {
		return errors.New(strings.Join(reasons, "; "))
	}
	return nil
}

func ask(ctx context.Context, url string, want release.Substrate) (Facts, error) {
	var f Facts
	// HTTP alone is no proof: WebSockets can be exhausted while it answers.
	first, cancel := context.WithTimeout(ctx, healthLimit)
	defer cancel()
	c, err := dial(first, url)
	if err != nil {
		return f, fmt.Errorf("expected a WebSocket within %s, found: %w", healthLimit, err)
	}
	defer c.close()
	var health struct {
		IsSyncing bool  `json:"isSyncing"`
		Peers     int   `json:"peers"`
		Should    *bool `json:"shouldHavePeers"`
	}
	if err := c.call(first, "system_health", nil, &health); err != nil {
		return f, err
	}
	f.Syncing, f.Peers = health.IsSyncing, health.Peers
	f.Alone = health.Should != nil && !*health.Should
	var best, finalized string
	for _, q := range []struct {
		method string
		params []any
		into   *string
	}{
		{"chain_getBlockHash", []any{0}, &f.Genesis},
		{"chain_getBlockHash", nil, &best},
		{"chain_getFinalizedHead", nil, &finalized},
	} {
		if err := c.call(ctx, q.method, q.params, q.into); err != nil {
			return f, err
		}
	}
	if f.Best, err = c.timestamp(ctx, best); err != nil {
		return f, err
	}
	if f.Finalized, err = c.timestamp(ctx, finalized); err != nil {
		return f, err
	}
	f.BlockTime = c.blockTime(ctx, best)
	if want.ChainHead {
		f.ChainHead = c.follows(ctx) == nil
	}
	return f, nil
}

// timestamp is what the chain says of a block; zero where its runtime says none.
func (c *client) timestamp(ctx context.Context, at string) (time.Time, error) {
	var raw *string
	if err := c.call(ctx, "state_getStorage", []any{timestampNow, at}, &raw); err != nil {
		return time.Time{}, err
	}
	if raw == nil {
		return time.Time{}, nil
	}
	millis, err := littleEndian(*raw)
	if err != nil {
		return time.Time{}, err
	}
	return time.UnixMilli(int64(millis)), nil
}

// blockTime asks the runtime's consensus: the slot of Aura, or the first field of Babe's configuration. Zero for neither.
func (c *client) blockTime(ctx context.Context, at string) time.Duration {
	for _, call := range []string{"AuraApi_slot_duration", "BabeApi_configuration"} {
		var raw string
		if c.call(ctx, "state_call", []any{call, "0x", at}, &raw) != nil {
			continue
		}
		if millis, err := littleEndian(raw); err == nil && millis > 0 && millis < 3_600_000 {
			return time.Duration(millis) * time.Millisecond
		}
	}
	return 0
}

// littleEndian reads the u64 at the beginning of SCALE bytes in hex.
func littleEndian(text string) (uint64, error) {
	raw, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	if err != nil || len(raw) < 8 {
		return 0, fmt.Errorf("expected at least 8 bytes in hex, found %q", text)
	}
	return binary.LittleEndian.Uint64(raw), nil
}
