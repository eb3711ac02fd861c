{{- define "dinfra.name" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "dinfra.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dinfra.labels" -}}
{{ include "dinfra.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* What the chart decides, over what was given. */}}
{{- define "dinfra.config" -}}
{{- $ours := dict "version" 1 "profile" "/etc/dinfra/profile.json" "dataDir" "/var/lib/dinfra/data" "store" "/var/lib/dinfra/store" "key" (dict "file" "/run/dinfra/operator.key") -}}
{{- mergeOverwrite (deepCopy .Values.config) $ours | toPrettyJson -}}
{{- end -}}

{{- define "dinfra.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{/* No container gets more than it needs. */}}
{{- define "dinfra.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}
