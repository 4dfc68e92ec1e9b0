# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# What every script here shares. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
build="$root/.build"
logs="$build/logs"

# Ctrl-C ends a script even when the command that it runs takes the signal and ends well.
end_when_interrupted() { trap 'exit 130' INT TERM HUP; }
end_when_interrupted

say() { printf '%s\n' "$*"; }
step() { printf '== %s\n' "$*"; }
fail() {
    printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Prints the comment at the head of the script that runs: it is its help.
show_help() {
    awk 'NR == 1 { next } /^#/ { sub(/^# ?/, ""); print; next } { exit }' "$0"
}

# For scripts without options: --help or nothing.
only_help() {
    case "${1-}" in
        "") ;;
        -h | --help) show_help && exit 0 ;;
        *) fail "unknown option '$1' (see --help)" ;;
    esac
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "'$*' needs root, and there is no sudo: run that as root, then start again"
    fi
}

# On a terminal, shows what a log's command is at, once a second, for as long as this script lives.
# Usage: show_progress TEXT LOG BEGUN
show_progress() {
    local line width
    width=$(tput cols 2>/dev/null || say 80)
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        line="   $1 … $((SECONDS - $3)) s  $(tail -n 1 "$2")"
        printf '\r\033[K%s' "${line:0:width - 1}"
    done
}

# Runs a long command with its output in a log. Says what takes place and how long it took; on
# failure shows the end of the log and where all of it is.
# Usage: logged NAME WHAT command…
logged() {
    local log="$logs/$1.log" what=$2 begun=$SECONDS status=0 ticker=
    shift 2
    mkdir -p "$logs"
    : >"$log"
    printf '   %s … ' "$what"
    if [ -t 1 ]; then
        show_progress "$what" "$log" "$begun" &
        ticker=$!
    fi
    set +e # and not `|| status=$?`, in which a function would go on after its first error
    (end_when_interrupted && set -e && "$@") >"$log" 2>&1 </dev/null
    status=$?
    set -e
    if [ -n "$ticker" ]; then
        kill "$ticker" 2>/dev/null || true
        wait "$ticker" 2>/dev/null || true
        printf '\r\033[K   %s … ' "$what"
    fi
    if [ "$status" -eq 0 ]; then
        printf '%s s\n' "$((SECONDS - begun))"
        return
    fi
    printf 'failed after %s s\n' "$((SECONDS - begun))"
    tail -n 40 "$log" >&2
    fail "$what failed (status $status). The whole log: $log"
}
