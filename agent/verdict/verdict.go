// Package verdict answers whether something is well, as a kubelet and balancers ask it by HTTP.
package verdict

import (
	"encoding/json"
	"net/http"
)

// Write answers 200 or 503, with the reason in JSON.
func Write(w http.ResponseWriter, ok bool, reason string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !ok {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(map[string]any{"ok": ok, "reason": reason})
}
