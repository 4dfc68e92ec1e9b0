#!/bin/sh
# Says what a machine is, on the machine itself; Deploy/install-node calls it there over ssh. The
# argument is the folder of the system to look at, empty for the one that runs. Before the first line of
# two dashes is what the shell there may say by itself.
set -eu
printf '\n--\n'
echo "system $(uname -s)"
echo "machine $(uname -m)"
echo "user $(id -u)"
echo "sudo $(command -v sudo || true)"
echo "systemd $(command -v systemctl || true)"
for boot in /boot/firmware /boot; do
    if [ -f "$1$boot/config.txt" ] && [ -f "$1$boot/cmdline.txt" ]; then
        echo "config $boot/config.txt"
        echo "--"
        cat "$1$boot/config.txt"
        exit 0
    fi
done
echo "--"
