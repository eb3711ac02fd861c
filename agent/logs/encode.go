package logs

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// levels are syslog's priorities in Loki's words.
var levels = [8]string{"critical", "critical", "critical", "error", "warn", "info", "info", "debug"}

// severities are syslog's priorities as numbers of OpenTelemetry's log data model.
var severities = [8]int{21, 19, 18, 17, 13, 10, 9, 5}

var priorities = [8]string{"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"}

type lokiPush struct {
	Streams []*lokiStream `json:"streams"`
}

type lokiStream struct {
	Stream map[string]string `json:"stream"`
	// Values are pairs of nanoseconds, as a text, and a line.
	Values [][2]string `json:"values"`
}

// loki is the body of a push: a stream for each unit and level, so that labels stay few.
func (c *Config) loki(entries []Entry) ([]byte, error) {
	of := map[[2]string]*lokiStream{}
	var push lokiPush
	for _, e := range entries {
		key := [2]string{service(e.Unit), levels[e.Priority]}
		stream := of[key]
		if stream == nil {
			labels := map[string]string{"job": "dinfra", "node": c.Node, "host": c.host, "unit": key[0], "level": key[1]}
			maps.Copy(labels, c.Labels)
			stream = &lokiStream{Stream: labels}
			of[key] = stream
			push.Streams = append(push.Streams, stream)
		}
		stream.Values = append(stream.Values, [2]string{strconv.FormatInt(e.Time.UnixNano(), 10), e.Message})
	}
	return json.Marshal(push)
}

type attribute struct {
	Key   string `json:"key"`
	Value value  `json:"value"`
}

type value struct {
	String string `json:"stringValue"`
}

type otlpLogs struct {
	ResourceLogs []*resourceLogs `json:"resourceLogs"`
}

type resourceLogs struct {
	Resource  resource    `json:"resource"`
	ScopeLogs []scopeLogs `json:"scopeLogs"`
}

type resource struct {
	Attributes []attribute `json:"attributes"`
}

type scopeLogs struct {
	Scope      scope       `json:"scope"`
	LogRecords []logRecord `json:"logRecords"`
}

type scope struct {
	Name string `json:"name"`
}

type logRecord struct {
	TimeUnixNano   string      `json:"timeUnixNano"`
	SeverityNumber int         `json:"severityNumber"`
	SeverityText   string      `json:"severityText"`
	Body           value       `json:"body"`
	Attributes     []attribute `json:"attributes"`
}

// otlp is an ExportLogsServiceRequest in JSON: a resource for each unit. The journal's cursor makes a record known that comes
// twice.
func (c *Config) otlp(entries []Entry) ([]byte, error) {
	of := map[string]*resourceLogs{}
	var all otlpLogs
	for _, e := range entries {
		name := service(e.Unit)
		group := of[name]
		if group == nil {
			attributes := []attribute{
				{"service.namespace", value{"dinfra"}}, {"service.name", value{name}}, {"service.instance.id", value{c.Node}}, {"host.name", value{c.host}},
			}
			for _, label := range slices.Sorted(maps.Keys(c.Labels)) {
				attributes = append(attributes, attribute{label, value{c.Labels[label]}})
			}
			group = &resourceLogs{resource{attributes}, []scopeLogs{{scope{"dinfra-agent/logs"}, nil}}}
			of[name] = group
			all.ResourceLogs = append(all.ResourceLogs, group)
		}
		attributes := []attribute{{"log.record.uid", value{e.Cursor}}}
		if e.PID != "" {
			attributes = append(attributes, attribute{"process.pid", value{e.PID}})
		}
		group.ScopeLogs[0].LogRecords = append(group.ScopeLogs[0].LogRecords, logRecord{
			strconv.FormatInt(e.Time.UnixNano(), 10), severities[e.Priority], priorities[e.Priority], value{e.Message}, attributes,
		})
	}
	return json.Marshal(all)
}
