# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# What goes wrong in `Deploy/demo --faults`. Sourced by Deploy/demo.

# Node, what its description gets, when it comes first and for how long (seconds), in words.
sensor_faults=(
    'bath|{sensor: air, fault: silent, after: 15s, for: 60s, every: 6min}|15|60|the DHT22 does not answer'
    'freezer|{sensor: drawer, fault: power-on-value, after: 45s, for: 60s, every: 6min}|45|60|the DS18B20 reads 85 °C'
    'attic|{sensor: air, fault: silent, after: 90s, for: 60s, every: 6min}|90|60|the BME280 vanishes from its bus, and comes back'
)
cut_node=garden cut_after=30 cut_for=120 cut_every=360

# The node's description with its faults, in the demo's own folder. Usage: write_faults NODE
write_faults() {
    local entry node fault
    cp "$root/Devices/simulated-$1.yaml" "$demo/faults/$1.yaml"
    for entry in "${sensor_faults[@]}"; do
        IFS='|' read -r node fault _ <<<"$entry"
        if [ "$node" != "$1" ]; then continue; fi
        printf '\nfaults:\n  - %s\n' "$fault" >>"$demo/faults/$1.yaml"
    done
}

prepare_faults() {
    local node
    mkdir -p "$demo/faults"
    for node in $(nodes); do write_faults "$node"; done
}

# The node's network: all that it sends goes through here. Sets `relay_port`.
start_relay() {
    local tries=50
    rm -f "$demo/relay.port"
    python3 "$root/Deploy/lib/demo/relay.py" --to "$port" --port-file "$demo/relay.port" \
        --node "$cut_node" --after "$cut_after" --for "$cut_for" --every "$cut_every" \
        2>>"$demo/logs/relay.log" </dev/null 9>&- &
    started[$!]=relay
    until [ -s "$demo/relay.port" ]; do
        [ $((tries -= 1)) -gt 0 ] || fail_with_log relay "the relay does not start"
        sleep 0.1
    done
    relay_port=$(cat "$demo/relay.port")
}

# Usage: tell_plan NOW SECONDS TEXT
tell_plan() { printf '   %(%H:%M:%S)T  %s\n' "$(($1 + $2))" "$3"; }

show_timetable() {
    local entry node after for words now
    printf -v now '%(%s)T' -1
    step "What will go wrong, again and again every six minutes"
    {
        for entry in "${sensor_faults[@]}"; do
            IFS='|' read -r node _ after for words <<<"$entry"
            tell_plan "$now" "$after" "$node: $words ($for s)"
        done
        tell_plan "$now" "$cut_after" "$cut_node: its network is cut for two minutes; \
what it reads meanwhile comes later"
    } | sort
}
