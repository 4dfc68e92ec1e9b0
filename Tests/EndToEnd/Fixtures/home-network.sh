#!/usr/bin/env bash
# A home in two network namespaces: a server, whose name is announced as home.local by Debian's
# avahi-daemon or by a responder of the test's own, and a node that knows the server by this name.
# Nothing of it reaches the machine's own network, and nothing is left when it ends.
#
# Usage: unshare --map-root-user --net --mount --pid --fork --kill-child --mount-proc \
#            home-network.sh FOLDER PROGRAMS RESPONDER [ADDRESS]
#   FOLDER     holds the node's description, node.yaml; takes what is made
#   PROGRAMS   where rue-agent and rue-aggregator are
#   RESPONDER  avahi, avahi-ipv6 (the node has no IPv4 address), none, or the script of a responder,
#              which answers from ADDRESS
#
# Prints what happens; ends with the status of the node, 0 when its readings have arrived.
set -euo pipefail
folder=$1 programs=$2 responder=$3 address=${4-192.0.2.1}
state="$folder/server"

main() {
    make_networks
    serve
    announce
    status=0
    run_node || status=$?
    if [ -f "$folder/responder.log" ]; then
        sed 's/^/the responder /' "$folder/responder.log"
    fi
    if [ "$status" -eq 0 ]; then "$programs/rue-aggregator" verify --state "$state"; fi
    exit "$status"
}

on_node() { nsenter --target "$node" --net "$@"; }

make_networks() {
    mount -t tmpfs none /run
    unshare --net sleep infinity &
    node=$!
    # The network is the shell's until unshare has made one.
    await has_own_network "$node"
    ip link add home type veth peer name node netns "$node"
    ip address add 192.0.2.1/24 dev home
    ip address add 198.51.100.1/32 dev home
    ip link set home up
    on_node ip link set node up
    [ "$responder" = avahi-ipv6 ] || on_node ip address add 192.0.2.2/24 dev node
    # A forged sender must not be stopped by the kernel before the program sees it.
    on_node ip route add 198.51.100.0/24 dev node 2>/dev/null || true
    # An address is not used before the network was asked whether another host has it.
    await has_settled home
    await on_node_has_settled
}

# shellcheck disable=SC2317  # these are called by await
has_own_network() { [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$1/ns/net")" ]; }
# shellcheck disable=SC2317
has_settled() { ip -6 address show dev "$1" scope link -tentative | grep -q inet6; }
# shellcheck disable=SC2317
on_node_has_settled() { on_node ip -6 address show dev node scope link -tentative | grep -q inet6; }

# Usage: await COMMAND…    until it succeeds, 20 s at most
await() {
    local _
    for _ in $(seq 200); do
        "$@" && return
        sleep 0.1
    done
    echo "gave up waiting for: $*"
    exit 99
}

serve() {
    "$programs/rue-aggregator" setup --host home.local --state "$state"
    "$programs/rue-aggregator" serve --page off --state "$state" >"$folder/server.log" 2>&1 &
    await grep -q "listening on port" "$folder/server.log"
    "$programs/rue-aggregator" node add kitchen --state "$state" 2>/dev/null | head -n 1 >"$folder/link"
}

announce() {
    case "$responder" in
        avahi*)
            be_avahi
            printf '%s\n' '[server]' host-name=home allow-interfaces=home enable-dbus=no \
                '[publish]' publish-workstation=no >/run/avahi.conf
            avahi-daemon --no-drop-root --no-chroot --no-rlimits --file=/run/avahi.conf \
                >"$folder/avahi.log" 2>&1 &
            await grep -q "Server startup complete" "$folder/avahi.log"
            ;;
        none) ;;
        *)
            "${RUE_TEST_PYTHON:-python3}" "$responder" "$address" >"$folder/responder.log" 2>&1 &
            await grep -q READY "$folder/responder.log"
            ;;
    esac
}

# It wants its folder to be its own user's, and there is none but root in this namespace.
be_avahi() {
    local file
    for file in passwd group; do
        sed -E 's/^avahi:x:[0-9]+(:[0-9]+)?:/avahi:x:0\1:/; s/^(avahi:x:0):[0-9]+:/\1:0:/' \
            "/etc/$file" >"/run/$file"
        mount --bind "/run/$file" "/etc/$file"
    done
}

# Enrols, and runs until batches have arrived.
run_node() {
    on_node "$programs/rue-agent" enrol --link-file "$folder/link" --state "$folder/node" \
        --config "$folder/node.yaml" || return
    on_node "$programs/rue-agent" run --verbose --state "$folder/node" \
        --config "$folder/node.yaml" >"$folder/node.log" 2>&1 &
    await grep -q "delivered through [2-9]" "$folder/node.log"
    cat "$folder/node.log"
}

main
