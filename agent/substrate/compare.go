package substrate

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// compareLimit is how long one node may take for its part of a comparison.
const compareLimit = 20 * time.Second

// Disagreement is a block of which two nodes have different hashes.
type Disagreement struct {
	Height   uint64
	Own      string
	Other    string
	Endpoint string
}

// Compare asks the node for the hash of its finalized block, and every endpoint for that of the same height. A hash stands
// for all blocks below it. It answers nil where all agree. An error is no finding: somebody did not answer, or has not got so
// far, and is asked again later.
func Compare(ctx context.Context, rpcPort int, endpoints []string) (*Disagreement, error) {
	ctx, cancel := context.WithTimeout(ctx, compareLimit)
	defer cancel()
	own := "ws://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(rpcPort))
	height, hash, err := finalized(ctx, own)
	if err != nil {
		return nil, fmt.Errorf("expected the node to say what is final, found: %w", err)
	}
	if height == 0 {
		return nil, fmt.Errorf("expected a finalized block of the node, found none but the first one of the chain")
	}
	said, errs := make([]string, len(endpoints)), make([]error, len(endpoints))
	var group sync.WaitGroup
	for i, endpoint := range endpoints {
		group.Go(func() { said[i], errs[i] = hashAt(ctx, endpoint, height) })
	}
	group.Wait()
	// One that says another hash is a finding, whatever the others say.
	for i, other := range said {
		if errs[i] == nil && !strings.EqualFold(other, hash) {
			return &Disagreement{Height: height, Own: hash, Other: other, Endpoint: hostOf(endpoints[i])}, nil
		}
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("expected %s to say the hash of block %d, found: %w", hostOf(endpoints[i]), height, err)
		}
	}
	return nil, nil
}

// hostOf leaves out what a message must not have: a provider's key often is a part of the path.
func hostOf(endpoint string) string {
	if parsed, err := url.Parse(endpoint); err == nil {
		return parsed.Host
	}
	return "an endpoint"
}

func finalized(ctx context.Context, url string) (uint64, string, error) {
	c, err := dial(ctx, url)
	if err != nil {
		return 0, "", err
	}
	defer c.close()
	var hash string
	if err := c.call(ctx, "chain_getFinalizedHead", nil, &hash); err != nil {
		return 0, "", err
	}
	var header struct {
		Number string `json:"number"`
	}
	if err := c.call(ctx, "chain_getHeader", []any{hash}, &header); err != nil {
		return 0, "", err
	}
	height, err := strconv.ParseUint(strings.TrimPrefix(header.Number, "0x"), 16, 64)
	return height, hash, err
}

func hashAt(ctx context.Context, url string, height uint64) (string, error) {
	c, err := dial(ctx, url)
	if err != nil {
		return "", err
	}
	defer c.close()
	var hash *string
	if err := c.call(ctx, "chain_getBlockHash", []any{height}, &hash); err != nil {
		return "", err
	}
	if hash == nil {
		return "", fmt.Errorf("it has no such block yet")
	}
	return *hash, nil
}
