# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# What the demo says while it runs: nothing, but for what changes. Sourced by Deploy/demo.

# A line of `query --follow --format csv`: node, series, sensor, quantity, value, unit, time, …
csv_line='^([^,]*),([^,]*),([^,]*),([^,]*),(.*),([^,]*),([0-9]{4}-[^,]*Z),(.*)$'

# Reads such lines and tells when a sensor begins to fail, and when it reads again. The latest of
# earlier runs come first; they are passed over.
tell_changes() {
    local line node sensor quantity text begun
    local -A failing=()
    begun=$(date -u +%FT%T)
    while IFS= read -r line; do
        [[ "$line" =~ $csv_line ]] || continue
        node=${BASH_REMATCH[1]} sensor=${BASH_REMATCH[3]} quantity=${BASH_REMATCH[4]}
        text=${BASH_REMATCH[5]}
        [[ "${BASH_REMATCH[7]}" > "$begun" ]] || continue
        if [ "$quantity" = fault ] && [ -z "${failing[$node/$sensor]-}" ]; then
            failing[$node/$sensor]=yes
            text=${text#\"} text=${text%\"}
            tell "$node's sensor '$sensor' fails: ${text//\"\"/\"}"
        elif [ "$quantity" != fault ] && [ -n "${failing[$node/$sensor]-}" ]; then
            unset "failing[$node/$sensor]"
            tell "$node's sensor '$sensor' reads again"
        fi
    done
}

tell() { printf '   %(%H:%M:%S)T  %s\n' -1 "$1"; }
