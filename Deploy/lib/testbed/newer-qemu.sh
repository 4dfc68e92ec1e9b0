# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# Debian 13's QEMU, which has a Pi's I2C controller, beside Debian 12's: unpacked with all that it is
# linked with, its loader included, and not installed. Sourced, never run.

newer_qemu_folder="$build/qemu"
newer_qemu_system="$newer_qemu_folder/system"
newer_qemu=(
    "$newer_qemu_system/usr/lib64/ld-linux-x86-64.so.2"
    --library-path "$newer_qemu_system/usr/lib/x86_64-linux-gnu"
    "$newer_qemu_system/usr/bin/qemu-system-arm" -L "$newer_qemu_system/usr/share/qemu"
)

download_newer_qemu() {
    local deb
    make_apt_root "$newer_qemu_folder/apt" trixie amd64
    apt_of "$newer_qemu_folder/apt" apt-get install --yes --no-install-recommends --download-only \
        qemu-system-arm
    rm -rf "$newer_qemu_system"
    for deb in "$newer_qemu_folder"/apt/cache/archives/*.deb; do
        dpkg-deb -x "$deb" "$newer_qemu_system"
    done
    rm -rf "$newer_qemu_folder/apt"
    "${newer_qemu[@]}" --version
}

prepare_newer_qemu() {
    [ "$(dpkg --print-architecture)" = amd64 ] || fail "this is only prepared on amd64"
    [ ! -f "$newer_qemu_folder/done" ] || return 0
    mkdir -p "$newer_qemu_folder"
    logged newer-qemu "downloading Debian 13's QEMU (not installed)" download_newer_qemu
    touch "$newer_qemu_folder/done"
}
