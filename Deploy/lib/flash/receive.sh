# shellcheck shell=sh
# Takes a folder's files from the standard input (tar.gz) and says where they are, on a line of its own
# whatever the shell has said before; whole or not at all.
# Deploy/install-node has the other machine's shell run this over ssh.
set -eu
umask 077
folder=$(mktemp -d /tmp/rue.XXXXXXXX)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM PIPE
tar -xzf - -C "$folder"
cd "$folder"
sha256sum --quiet --check SHA256SUMS >&2
trap - EXIT
printf '\nfolder %s\n' "$folder"
