package system

import (
	"net/http"
	"os"
	"sync"
	"time"
)

var cutting sync.Mutex

// Where the test is told, and what is not synced. Set when it is built where nothing can set them later.
var cutURL, cutSkip string

func init() {
	if cutURL == "" {
		cutURL, cutSkip = os.Getenv("CUT_URL"), os.Getenv("CUT_SKIP")
	}
}

// Cut stands in the agent under test where a sync stands in the agent: it tells the test, which copies the disk as it is
// at this moment, and then syncs, unless this kind is left out to show that the test finds it.
func Cut(kind string, sync func() error) error {
	cutting.Lock()
	defer cutting.Unlock()
	for cutURL != "" {
		response, err := http.Get(cutURL + "/cut/" + kind)
		if err == nil {
			response.Body.Close()
			break
		}
		time.Sleep(100 * time.Millisecond) // a machine that boots has its network later
	}
	if cutSkip == "all" || cutSkip == kind {
		return nil
	}
	return sync()
}
