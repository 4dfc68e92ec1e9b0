# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# What Deploy/flash and Deploy/install-node have in common: the program for the node, its description
# as checked, its link, and the folder that is installed from. Sourced, never run.

flash_library="$root/Deploy/lib/flash"
# Debian's own, which Debian's python3-yaml is for.
python=/usr/bin/python3
export PYTHONDONTWRITEBYTECODE=1

# What is put together lies here, and goes with the script.
make_scratch() {
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
}

# Usage: need_value OPTION WORD…
need_value() {
    case "${2-}" in "" | --*) fail "$1 needs a value (see --help)" ;; esac
}

# Takes what both scripts take, and sets `shifts` to the words that were; 0 for another option.
# Usage: take_node_option WORD…
take_node_option() {
    shifts=2
    case "$1" in
        --node | --link | --link-file | --device | --agent | --host-agent) need_value "$@" ;;&
        --node) node=$2 ;;
        --link) link=$2 ;;
        --link-file) link_file=$2 ;;
        --device) device=$2 ;;
        --agent) agent=$2 ;;
        --host-agent) host_agent=$2 ;;
        --enrolled)
            is_enrolled=1
            shifts=1
            ;;
        --dry-run)
            dry_run=1
            shifts=1
            ;;
        *) shifts=0 ;;
    esac
}

node='' link='' link_file='' device='' agent='' host_agent='' is_enrolled='' dry_run=''

# Which words there are, before anything is built.
check_node_options() {
    [ -n "$node" ] || fail "which node? --node NAME (see --help)"
    [[ "$node" =~ ^[A-Za-z0-9][A-Za-z0-9_.-]*$ ]] \
        || fail "the name '$node' is none for a file: letters, digits, '-', '_' and '.'"
    if [ -z "$device" ]; then device="$root/Devices/$node.yaml"; fi
    [ -f "$device" ] || fail "there is no description $(shorter "$device") for the node '$node'. \
There are: $(descriptions). Copy one and change it, or name a file with --device FILE"
    case "${link:+1}${link_file:+1}${is_enrolled:+1}" in
        1) ;;
        "") fail "a link is missing: make one on the server with 'rue-aggregator node add $node' and \
give it with --link or --link-file (--enrolled for a node that has its key already)" ;;
        *) fail "give one of --link, --link-file and --enrolled" ;;
    esac
    [ -z "$agent" ] || [ -f "$agent" ] || fail "there is no program $agent (--agent)"
}

shorter() { printf '%s' "${1#"$root/"}"; }

descriptions() {
    local file
    for file in "$root"/Devices/*.yaml; do
        [ ! -f "$file" ] || basename "$file" .yaml
    done | paste -sd ' '
}

# The link as it is to be written, in $scratch/link. Usage: check_link
check_link() {
    [ -z "$is_enrolled" ] || return 0
    if [ -n "$link_file" ] && [ ! -r "$link_file" ]; then
        fail "cannot read the link from $link_file"
    fi
    if [ -n "$link_file" ]; then cat "$link_file"; else printf '%s\n' "$link"; fi \
        | "$python" "$flash_library/check-link.py" "$link_file" \
            "$(basename "$0")" >"$scratch/link" || exit 1
}

# The rue-agent of this machine, which alone knows what a description may say.
find_host_agent() {
    if [ -n "$host_agent" ]; then
        [ -x "$host_agent" ] || fail "there is no program $host_agent (--host-agent)"
    elif command -v swift >/dev/null; then
        set_up_to_run
        logged build-agent "building rue-agent for this machine" swift_build --product rue-agent
        host_agent="$(swift_build --show-bin-path)/rue-agent"
    else
        host_agent=$(command -v rue-agent) || fail "no rue-agent on this machine to check the \
description with, and no Swift to build one: install the Debian package rue-agent, or Swift \
$swift_needed"
    fi
}

# Checks the description, and asks what hardware it needs: $scratch/lines and $scratch/modules.
check_description() {
    "$host_agent" check "$device" >/dev/null \
        || fail "mend $(shorter "$device") first; nothing was written"
    "$host_agent" hardware "$device" --format config.txt >"$scratch/lines" \
        || fail "mend $(shorter "$device") first; nothing was written"
    "$host_agent" hardware "$device" --format modules >"$scratch/modules"
}

# The program for a Raspberry Pi, in $scratch/rue-agent: what --agent names (a program, or a Debian
# package with one), or the one that is built here.
find_agent() {
    if [ -z "$agent" ]; then
        agent="$build/armv6/rue-agent"
        [ -f "$agent" ] || "$root/Deploy/build-armv6"
        [ -z "$(find "$root/Sources" -name '*.swift' -newer "$agent" -print -quit)" ] \
            || say "   mind: $(shorter "$agent") is older than the sources; Deploy/build-armv6 makes it anew"
    fi
    case "$agent" in
        *.deb) dpkg-deb --fsys-tarfile "$agent" | tar -xO ./usr/bin/rue-agent >"$scratch/rue-agent" \
            || fail "$agent is no package with a rue-agent in it" ;;
        *) cp "$agent" "$scratch/rue-agent" ;;
    esac
}

# The machine that a program is for, as in its ELF header: 40 ARM, 183 ARM of 64 bits, 62 x86-64.
elf_machine() {
    [ "$(head -c 4 "$1" | od -An -tx1 | tr -d ' \n')" = 7f454c46 ] || return 0
    od -An -tu2 -j18 -N2 "$1" | tr -d ' '
}

# Fills $scratch/rue with what is installed from, its list of sums last.
assemble() {
    local folder="$scratch/rue"
    mkdir "$folder"
    install -m 755 "$scratch/rue-agent" "$folder/rue-agent"
    install -m 644 "$device" "$folder/node.yaml"
    [ -n "$is_enrolled" ] || install -m 600 "$scratch/link" "$folder/link"
    [ ! -s "$scratch/modules" ] || install -m 644 "$scratch/modules" "$folder/modules"
    install -m 644 "$root"/Deploy/systemd/rue-agent.{service,sysusers} \
        "$root/Deploy/udev/40-rue-agent.rules" "$flash_library/powersave.conf" "$folder"
    install -m 755 "$flash_library/install.sh" "$folder"
}

# Usage: write_sums; when nothing more comes.
write_sums() {
    (cd "$scratch/rue" && rm -f SHA256SUMS && sha256sum -- * >"$scratch/sums" && mv "$scratch/sums" SHA256SUMS)
}
