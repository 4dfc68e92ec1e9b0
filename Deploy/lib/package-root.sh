# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# A scratch Debian in which packages are installed, and systemd run as it does on a machine.
# Sourced, never run.

scratch="$build/packaging/root"
scratch_archive="$build/packaging/root.tar"
scratch_suite=bookworm
scratch_packages=(systemd systemd-sysv dbus debconf procps)

make_scratch_archive() {
    local architecture mirror
    architecture=$(dpkg --print-architecture)
    mirror=$(debian_mirror Debian)
    [ -n "$mirror" ] || fail "apt knows no Debian mirror: run 'apt-get update' first"
    # The lists stay, and what apt has downloaded: each run installs from them.
    as_root env TMPDIR=/tmp mmdebstrap --variant=minbase --architectures="$architecture" \
        --include="$(IFS=, && say "${scratch_packages[*]}")" --skip=cleanup/apt/lists \
        --aptopt='Acquire::Languages "none"' "$scratch_suite" "$build/packaging/new.tar" \
        "$(apt_source "$mirror" "$scratch_suite" "$architecture")"
    as_root mv "$build/packaging/new.tar" "$scratch_archive"
}

# Kept from run to run; not longer than the mirror keeps the packages that its lists name.
ensure_scratch_archive() {
    local wanted="$scratch_suite ${scratch_packages[*]}" done="$build/packaging/root.done"
    if [ "$(cat "$done" 2>/dev/null)" = "$wanted" ] \
        && [ -n "$(find "$scratch_archive" -mtime -7 2>/dev/null)" ]; then return; fi
    mkdir -p "$build/packaging"
    logged scratch-root "making a Debian 12 to install into" make_scratch_archive
    printf '%s' "$wanted" >"$done"
}

begin_scratch() {
    end_scratch
    as_root mkdir -p "$scratch"
    as_root tar -C "$scratch" -xf "$scratch_archive"
    as_root cp -L /etc/resolv.conf "$scratch/etc/resolv.conf"
    as_root mount -t proc proc "$scratch/proc"
}

# Takes away what is there of a run before, too.
end_scratch() {
    stop_systemd
    stop_by_hand rue-agent
    stop_by_hand rue-aggregator
    if mountpoint -q "$scratch/proc"; then as_root umount "$scratch/proc"; fi
    as_root rm -rf --one-file-system "$scratch"
}

clean_environment=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C)

# Ends what check-package has started without systemd: a child of the shell that is noted.
# Usage: stop_by_hand NAME
stop_by_hand() {
    local file="$build/packaging/$1.pid" process
    [ -f "$file" ] || return 0
    process=$(pgrep --parent "$(cat "$file")" || true)
    [ -z "$process" ] || as_root kill "$process"
    rm "$file"
}

# Runs a command in the scratch Debian: in the one that has booted, if it has.
inside() {
    if [ -n "${leader-}" ]; then
        as_root nsenter --target "$leader" --all --wdns=/ "${clean_environment[@]}" "$@"
    else
        as_root chroot "$scratch" "${clean_environment[@]}" "$@"
    fi
}

# Boots its systemd as a container with a network of its own. Not every machine lets it.
start_systemd() {
    local attempt
    as_root umount "$scratch/proc"
    as_root systemd-nspawn --quiet --directory="$scratch" --boot --register=no --keep-unit \
        --private-network --link-journal=no --console=passive </dev/null >"$logs/nspawn.log" 2>&1 &
    nspawn=$!
    for ((attempt = 0; attempt < 120; attempt++)); do
        sleep 0.5
        [ -d "/proc/$nspawn" ] || break
        leader=$(container_leader)
        if [ -n "$leader" ]; then
            case "$(inside systemctl is-system-running 2>/dev/null)" in
                running | degraded) return 0 ;;
            esac
        fi
    done
    stop_systemd
    as_root mount -t proc proc "$scratch/proc"
    return 1
}

# The container's first process is a child of systemd-nspawn, and that perhaps of sudo.
container_leader() {
    local process=$nspawn
    while process=$(pgrep --parent "$process" | head -n 1) && [ -n "$process" ]; do
        if [ "$(ps -o comm= -p "$process")" = systemd ]; then
            say "$process"
            return
        fi
    done
}

stop_systemd() {
    [ -n "${nspawn-}" ] || return 0
    if [ -n "${leader-}" ]; then as_root kill -s RTMIN+4 "$leader" 2>/dev/null || true; fi
    for _ in $(seq 40); do
        [ -d "/proc/$nspawn" ] || break
        sleep 0.5
    done
    as_root kill -KILL "$nspawn" 2>/dev/null || true
    wait "$nspawn" 2>/dev/null || true
    nspawn='' leader=''
}
