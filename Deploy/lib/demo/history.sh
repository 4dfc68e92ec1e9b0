# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# The past that the demo gives its nodes before they go live. Sourced by Deploy/demo.
#
# A node that is to have one, and has it not yet, has a file NODE.history in the demo's folder,
# which holds how many days; so a run that was interrupted is gone on with by the next.

# Usage: wants_history NODE
wants_history() { [ -f "$demo/$1.history" ]; }

# 1234567 → 1,234,567
grouped() {
    local number=$1 text=''
    while [ "${#number}" -gt 3 ]; do
        text=",${number: -3}$text"
        number=${number:0:${#number}-3}
    done
    printf '%s' "$number$text"
}

start_history() {
    local node=$1
    : >"$demo/logs/history-$node.log"
    start "history-$node" "$agent" simulate --state "$demo/$node" \
        --config "$root/Devices/simulated-$node.yaml" --server "$address:$port" \
        --start "-$(cat "$demo/$node.history")d" --until now --every 60s
    histories[$!]=$node
}

# Adds up what the programs have told last: `progress 35 % readings=1234 …`, and at the end
# `readings=1234 head=…`. Sets `share` (in per cent) and `readings`.
sum_progress() {
    local node line lines sum=0
    readings=0
    for node in "${historic[@]}"; do
        mapfile -t lines <"$demo/logs/history-$node.log"
        line=${lines[*]: -1}
        if [[ "$line" =~ ^progress\ ([0-9]+)\ % ]]; then
            sum=$((sum + BASH_REMATCH[1]))
        elif [[ "$line" =~ ^readings= ]]; then
            sum=$((sum + 100))
        fi
        if [[ "$line" =~ readings=([0-9]+) ]]; then readings=$((readings + BASH_REMATCH[1])); fi
    done
    share=$((sum / ${#historic[@]}))
}

# One bar for all nodes on a terminal; else a plain line every ten seconds.
show_history() {
    local spent=$((SECONDS - $1)) bar
    if [ -t 1 ]; then
        bar=$(printf '%*s' $((share * 30 / 100)) '' | tr ' ' '#')
        printf '\r\033[K   [%-30s] %3s %%  %s readings  %s s' \
            "${bar}" "$share" "$(grouped "$readings")" "$spent"
    elif [ "$spent" -ge $((told + 10)) ]; then
        told=$spent
        say "   $share %, $(grouped "$readings") readings, $spent s"
    fi
}

# Waits for the programs that have ended, and fails with the first that failed.
reap_histories() {
    local pid node
    for pid in "${!histories[@]}"; do
        if kill -0 "$pid" 2>/dev/null; then continue; fi
        node=${histories[$pid]}
        unset "histories[$pid]" "started[$pid]"
        wait "$pid" || fail_with_log "history-$node" "the past of $node could not be made"
        rm "$demo/$node.history"
    done
}

# All nodes at the same time, by the same path as live readings: only the clock is not the real one.
make_history() {
    local -A histories=()
    local historic=() node begun=$SECONDS share=0 readings=0 told=0
    for node in $(nodes); do
        if wants_history "$node"; then historic+=("$node"); fi
    done
    [ "${#historic[@]}" -gt 0 ] || return 0
    step "Making a past: a reading a minute since $(cat "$demo/${historic[0]}.history") × 24 hours"
    for node in "${historic[@]}"; do start_history "$node"; done
    while [ "${#histories[@]}" -gt 0 ]; do
        sleep 0.2
        sum_progress
        show_history "$begun"
        reap_histories
    done
    sum_progress
    [ ! -t 1 ] || printf '\r\033[K'
    say "   $(grouped "$readings") readings, each signed, sent, verified and stored, \
in $((SECONDS - begun)) s"
}
