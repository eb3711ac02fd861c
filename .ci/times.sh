# For .ci/run: how long each section took, held against what it may take from nothing on two cores. A limit that was passed is said
# and ends nothing: a busy machine is no defect, and what hangs is ended by the pipeline's own limit.
rows=()
running=

# section NAME [MINUTES]: begins a section, which ends with the next one
section() {
  section_ends
  printf '\n=== %s (%s)\n' "$1" "$(date -u +%H:%M:%S)"
  running=$1 limit=${2:-} began=$SECONDS
}

section_ends() {
  [ -z "$running" ] || row "$running" $((SECONDS - began)) "$limit"
  running=
}

# of_which NAME SECONDS [MINUTES]: takes a part out of the section that is running and counts it by itself
of_which() {
  row "$1" "$2" "${3:-}"
  began=$((began + $2))
}

row() {
  local took line
  set -- "$1" $(($2 > 0 ? $2 : 0)) "$3" # a part may be rounded up, and the whole down
  took=$(printf '%d min %02d s' $(($2 / 60)) $(($2 % 60)))
  line=$(printf '%-44s %12s' "$1" "$took")
  [ -z "$3" ] || line+=$(printf '   of at most %2d min' "$3")
  if [ -n "$3" ] && [ "$2" -gt $(($3 * 60)) ]; then line+=": TOO LONG"; fi
  rows+=("$line")
}

# note LINE: a line of its own in the report
note() {
  rows+=("$1")
}

# report STATUS: at the end, also where a section failed
report() {
  local failed=$running
  section_ends
  if [ "$1" -eq 0 ]; then printf '\n=== Done; how long it took\n'; else printf '\n=== FAILED: %s; how long it took\n' "$failed"; fi
  printf '%s\n' "${rows[@]}"
}
