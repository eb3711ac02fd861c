package gateway

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWhoSaysThatANodeIsReady(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		code := map[string]int{"/yes": 200, "/no": 503, "/older": 404, "/oldest": 405}[r.URL.Path]
		w.WriteHeader(code)
	}))
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	defer server.Close()
	for _, c := range []struct {
		asked  []string
		wanted bool
	}{
		{[]string{"/yes"}, true},
		{[]string{"/yes", "/yes"}, true},
		{[]string{"/yes", "/no"}, false},
		{[]string{"/no", "/yes"}, false},
		// A node of before the path, beside an agent; and alone.
		{[]string{"/yes", "/older"}, true},
		{[]string{"/yes", "/oldest"}, true},
		{[]string{"/no", "/older"}, false},
		{[]string{"/older"}, false},
		{nil, false},
	} {
		var urls []string
		for _, path := range c.asked {
			urls = append(urls, server.URL+path)
		}
		if found := areReady(t.Context(), server.Client(), urls); found != c.wanted {
			t.Errorf("%v: expected %v, found %v", c.asked, c.wanted, found)
		}
	}
	if areReady(t.Context(), server.Client(), []string{server.URL + "/yes", gone.URL}) {
		t.Error("expected a node that does not answer not to be ready")
	}
}
