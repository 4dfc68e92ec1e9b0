#!/bin/sh
# Raspberry Pi OS of Debian 12: the first start calls this alone (systemd.run= in cmdline.txt), and
# restarts afterwards. The folder stays until then: a start that finds the parameter must find this.
boot=$(cd "$(dirname "$0")/.." && pwd -P)
sh "$boot/rue/install.sh" --no-start || true
sed 's| systemd\.run=[^ ]*||; s| systemd\.run_success_action=[^ ]*||; s| systemd\.unit=kernel-command-line\.target||' \
    "$boot/cmdline.txt" >"$boot/cmdline.new" && sync "$boot/cmdline.new" \
    && mv -f "$boot/cmdline.new" "$boot/cmdline.txt"
sync
