package system

import (
	"net/http"
	"os"
	"sync"
)

var cutting sync.Mutex

// Cut stands in the agent under test where a sync stands in the agent: it tells the test, which copies the disk as it is
// at this moment, and then syncs, unless this kind is left out to show that the test finds it.
func Cut(kind string, sync func() error) error {
	cutting.Lock()
	defer cutting.Unlock()
	if url := os.Getenv("CUT_URL"); url != "" {
		response, err := http.Get(url + "/cut/" + kind)
		if err != nil {
			return err
		}
		response.Body.Close()
	}
	if skip := os.Getenv("CUT_SKIP"); skip == "all" || skip == kind {
		return nil
	}
	return sync()
}
