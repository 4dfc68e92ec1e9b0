#!/bin/sh
# Makes this machine a node of Rue, from the folder that this script lies in: the folder 'rue' on a
# card's boot partition (Deploy/flash), or one that came over ssh (Deploy/install-node).
#
# Every file is written under another name, to the card, and then renamed. So it may be stopped at
# any moment, by a loss of power too, and called again; what is there already is left alone. This
# folder is changed only when all of it is installed, and that is noted on the root: its file system
# (FAT) keeps no journal. Then the one-use link leaves it first, and the rest afterwards.
#
# Usage: sudo sh install.sh [--no-start] [--root DIR] [--help]
#   --no-start   switch the service on and do not start it, because a restart follows, which removes
#                the folder as well
#   --root DIR   into the system in that folder, which does not run: nothing is started or asked
set -eu
# Whoever calls this may have another one, and the service's user has to come into these folders.
umask 022

# Nobody may be there to read it any more: that is no reason to stop half-way.
say() { printf 'rue: %s\n' "$*" || true; }
fail() {
    why=$*
    printf 'rue: %s\n' "$*" >&2
    exit 1
}

usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; }

folder=$(cd "$(dirname "$0")" && pwd -P)
root=
starts=yes
changed=no
doing="reading the command line"
why=
while [ $# -gt 0 ]; do
    case "$1" in
        --no-start) starts=no ;;
        --root)
            if [ $# -lt 2 ] || [ ! -d "$2" ]; then fail "--root needs a folder"; fi
            root=$(cd "$2" && pwd -P)
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) fail "unknown option '$1' (see --help)" ;;
    esac
    shift
done

state=$root/var/lib/rue-agent
# Says of which folder all is installed, as long as that is there.
record=$root/etc/rue-agent/installed
again="prepare the card again: call Deploy/flash on it as before (what else is on it stays)"

# What there is to install; a folder may have less: without 'link' an enrolled node is updated, and
# without 'rue-agent' the program is that of the Debian package.
known="rue-agent node.yaml link rue-agent.service rue-agent.sysusers 40-rue-agent.rules modules
powersave.conf wifi.nmconnection config.txt config.txt.was rue-card.service firstrun.sh install.sh
failed.txt"

# Whoever has no screen and no network on the machine can still read the card. Usage: on EXIT
tell_failure() {
    status=$?
    [ "$status" -ne 0 ] || return 0
    why=${why:-"$doing ended with status $status"}
    case "$folder" in
        /boot/*) printf '%s\n' "$why" >"$folder/failed.txt" && sync ;;
    esac
}

check_machine() {
    [ -w "$root/etc" ] || fail "the root is read-only: sudo mount -o remount,rw / and then again"
    [ -z "$root" ] || return 0
    [ "$(id -u)" -eq 0 ] || fail "this needs root: sudo sh $0"
    case "$(stat -f -c %T /etc)" in
        overlayfs | tmpfs) fail "the root is an overlay in memory: what is installed now would be gone \
with the next start. Switch that off (sudo raspi-config nonint disable_overlayfs), restart, and call \
this again: sudo sh $0" ;;
    esac
}

# Of two at once, one whose connection broke off for instance, the second waits for the first to end.
take_turn() {
    exec 9<"$root/etc"
    flock -n 9 && return
    say "another installation is going on: waiting for it"
    flock 9
}

# Usage: is_whole FILE
is_whole() { grep -s " [ *]\{0,1\}$1\$" SHA256SUMS | sha256sum --check --status -; }

# Not all of it may have reached the card, and a card may be worn.
check_folder() {
    for file in node.yaml SHA256SUMS; do
        [ -f "$file" ] || fail "$folder lacks $file, so not all of it reached the card: $again"
    done
    # The link may be gone already; nothing else may be missing.
    grep -v ' [ *]\{0,1\}link$' SHA256SUMS | sha256sum --check --quiet - >&2 \
        || fail "$folder is damaged: $again"
    [ ! -f link ] || is_whole link \
        || fail "$folder/link is damaged: $again"
}

# To the card, not only into the kernel's memory. Usage: settle PATH…
settle() { sync "$@" 2>/dev/null || sync; }

# No link is followed to where it leads: the folder may belong to the program's user, and not to root.
# Usage: put FILE DESTINATION MODE [OWNER [CHECK]]; CHECK is called with the new file before it counts
put() {
    destination=$root$2
    rm -f "$destination.rue-new"
    if cmp -s "$1" "$destination" && [ "$(stat -c %a "$destination")" = "$3" ]; then
        own "${4:-}" "$destination"
        return
    fi
    mkdir -p "$(dirname "$destination")"
    (umask 077 && cp --no-preserve=mode --remove-destination "$1" "$destination.rue-new")
    [ "$3" = 600 ] || chmod "$3" "$destination.rue-new"
    own "${4:-}" "$destination.rue-new"
    settle "$destination.rue-new"
    [ -z "${5:-}" ] || "$5" "$destination.rue-new"
    mv -fT "$destination.rue-new" "$destination"
    settle "$(dirname "$destination")"
    changed=yes
    say "$2"
}

# Usage: own USER:GROUP PATH; in another root by number, as that system knows them.
own() {
    [ -n "$1" ] && [ "$(id -u)" -eq 0 ] || return 0
    user=$(id_in passwd "${1%:*}")
    group=$(id_in group "${1#*:}")
    chown -h "$user:$group" "$2"
}

# Usage: id_in passwd|group NAME
id_in() {
    [ "$2" != root ] || { printf 0 && return; }
    found=$(sed -n "s/^$2:[^:]*:\([0-9]*\):.*/\1/p" "$root/etc/$1" | head -n 1)
    [ -n "$found" ] || fail "there is no $2 in $root/etc/$1, though it was just made"
    printf '%s' "$found"
}

# From here on a start of the machine goes on with what this one does not finish, and takes up a card
# that is prepared again, even where this folder is no good: not every Raspberry Pi OS has cloud-init.
install_retry() {
    [ -f rue-card.service ] && is_whole rue-card.service || return 0
    put rue-card.service /usr/lib/systemd/system/rue-card.service 644
    control enable rue-card.service
}

# Usage: control word… (of systemctl, in whichever root)
control() {
    if [ -n "$root" ]; then
        systemctl --quiet --root "$root" "$@"
    else
        systemctl --quiet "$@"
    fi
}

install_user() {
    put rue-agent.sysusers /usr/lib/sysusers.d/rue-agent.conf 644
    systemd-sysusers ${root:+--root "$root"} rue-agent.conf
}

# Before it takes the place of one that runs. Usage: check_program FILE
check_program() {
    [ -z "$root" ] || return 0
    if "$1" version >/dev/null; then return; fi
    rm -f "$1"
    fail "the program does not run on this machine ($(uname -m)): give Deploy/flash or \
Deploy/install-node one for it, with --agent"
}

# A program that came with the Debian package is that package's affair.
is_packaged() {
    [ "$(dpkg-query ${root:+--admindir "$root/var/lib/dpkg"} -W -f '${db:Status-Status}' rue-agent \
        2>/dev/null || true)" = installed ]
}

install_program() {
    if is_packaged; then
        say "the program and its service stay those of the Debian package rue-agent"
        return
    fi
    [ -f rue-agent ] || fail "$folder lacks the program rue-agent: $again"
    put rue-agent /usr/bin/rue-agent 755 '' check_program
    install_user
    put 40-rue-agent.rules /usr/lib/udev/rules.d/40-rue-agent.rules 644
    put rue-agent.service /usr/lib/systemd/system/rue-agent.service 644
}

install_settings() {
    [ ! -f modules ] || put modules /etc/modules-load.d/rue-agent.conf 644
    put powersave.conf /etc/NetworkManager/conf.d/rue-powersave.conf 644
    if [ -f wifi.nmconnection ]; then
        # NetworkManager takes no file that others may read.
        put wifi.nmconnection /etc/NetworkManager/system-connections/rue-wifi.nmconnection 600
        allow_radio
    fi
}

# Raspberry Pi OS keeps the radio off until somebody has said in which country it is.
allow_radio() {
    for file in "$root"/var/lib/systemd/rfkill/*:wlan; do
        [ ! -f "$file" ] || printf '0\n' >"$file"
    done
    file=$root/var/lib/NetworkManager/NetworkManager.state
    if [ -f "$file" ]; then sed -i 's/^WirelessEnabled=false/WirelessEnabled=true/' "$file"; fi
    [ -n "$root" ] || ! command -v rfkill >/dev/null || rfkill unblock wifi || true
}

# The lines for the sensors, of a machine that runs (Deploy/install-node): put only where the file is
# still the one that they were added to.
install_hardware() {
    [ -f config.txt ] || return 0
    for boot in /boot/firmware /boot; do
        [ -f "$root$boot/config.txt" ] || continue
        if cmp -s config.txt "$root$boot/config.txt"; then return; fi
        cmp -s config.txt.was "$root$boot/config.txt" \
            || fail "$boot/config.txt has changed meanwhile: run Deploy/install-node again"
        cp config.txt "$root$boot/config.txt.rue-new"
        settle "$root$boot/config.txt.rue-new"
        mv -f "$root$boot/config.txt.rue-new" "$root$boot/config.txt"
        settle "$root$boot"
        say "$boot/config.txt"
        say "restart the machine, so that the lines in config.txt count: sudo reboot"
        return
    done
}

# The description that was there is kept beside the new one.
install_description() {
    description=/etc/rue-agent/node.yaml
    [ -n "$root" ] || /usr/bin/rue-agent check node.yaml >/dev/null \
        || fail "the program on this machine does not take the description; is it an older one?"
    if [ -f "$root$description" ] && ! cmp -s node.yaml "$root$description"; then
        put "$root$description" "$description.old" 640 root:rue-agent
        say "the description that was here is kept as $description.old"
    fi
    put node.yaml "$description" 640 root:rue-agent
}

install_link() {
    mkdir -p "$state"
    chmod 700 "$state"
    own rue-agent:rue-agent "$state"
    [ ! -f link ] || put link /var/lib/rue-agent/link 600 rue-agent:rue-agent
}

# Whoever begins after this has only to clear the folder.
note_installed() {
    (umask 077 && { printf '%s\n' "$folder" && sum_of_sums; } >"$record.rue-new")
    settle "$root/etc" "$root/usr" "$root/var" "$record.rue-new"
    mv -f "$record.rue-new" "$record"
    settle "$(dirname "$record")"
    # FAT knows no deletion that overwrites; a used link is worth nothing.
    rm -f link
    settle "$folder"
}

sum_of_sums() { sha256sum <SHA256SUMS; }

# What is missing was cleared away; with other sums, or a link, the card was prepared again.
is_installed() {
    [ "$(sed -n 1p "$record" 2>/dev/null)" = "$folder" ] || is_cleared || return 1
    [ -f SHA256SUMS ] || return 0
    [ ! -f link ] && [ "$(sed -n 2p "$record")" = "$(sum_of_sums)" ]
}

# The script is the last to go, and the note goes before it.
is_cleared() {
    for file in $known SHA256SUMS; do
        [ "$file" = install.sh ] || [ ! -e "$file" ] || return 1
    done
}

start() {
    [ -z "$root" ] || return 0
    systemctl daemon-reload
    if ! { udevadm control --reload && udevadm trigger --action=add --subsystem-match=gpio \
        --subsystem-match=i2c-dev --subsystem-match=w1; }; then
        say "udev does not answer; a restart will do"
    fi
    [ "$starts" = yes ] || return 0
    if [ -f modules ]; then
        while read -r module; do modprobe "$module" || true; done <modules
    fi
    if command -v iw >/dev/null && [ -e /sys/class/net/wlan0 ]; then
        iw dev wlan0 set power_save off || true
    fi
    if [ -f wifi.nmconnection ] && command -v nmcli >/dev/null; then
        nmcli connection reload || true
    fi
    verb=start
    [ "$changed" = no ] || verb=restart
    # Not waited for: it may have to wait itself, for the network and for the server.
    systemctl --no-block "$verb" rue-agent.service
    say "rue-agent is started; what it does: journalctl -fu rue-agent"
}

# This folder's files and no others; the script last, because it is what a start looks for.
clear_folder() {
    for file in $known SHA256SUMS; do
        [ "$file" = install.sh ] || rm -f "$file"
    done
    settle "$folder"
    rm -f "$record"
    [ ! -d "${record%/*}" ] || settle "${record%/*}"
    rm -f install.sh
    cd /
    rmdir "$folder" 2>/dev/null || say "$folder holds files that are not Rue's; they stay"
}

install_all() {
    doing="providing for a loss of power" && install_retry
    doing="checking what there is to install" && check_folder
    doing="installing the program" && install_program
    doing="installing settings" && install_settings
    doing="adding lines to config.txt" && install_hardware
    doing="installing the description" && install_description
    doing="installing the link" && install_link
    doing="switching the service on" && control enable rue-agent.service
    doing="noting what is installed" && note_installed
    doing="starting the service" && start
    say "installed"
}

main() {
    trap tell_failure EXIT
    trap '' HUP PIPE
    doing="looking at the machine" && check_machine
    doing="waiting for another installation" && take_turn
    # That may have been this very folder's.
    [ -d "$folder" ] || return 0
    cd "$folder"
    doing="looking at what is installed"
    if ! is_installed; then install_all; fi
    doing="removing $folder"
    if [ "$starts" = yes ]; then clear_folder; fi
}

main
