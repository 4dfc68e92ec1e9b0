# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# Debian 13's libgpiod 2 beside Debian 12's libgpiod 1, in .build/gpiod2. Sourced, never run.

. "$root/Deploy/lib/apt.sh"

gpiod2="$build/gpiod2"
gpiod2_suite=trixie
gpiod2_packages=(libgpiod-dev libgpiod3)

download_gpiod2() {
    make_apt_root "$gpiod2/apt" "$gpiod2_suite" "$(dpkg --print-architecture)"
    download_debs "$gpiod2/apt" "$gpiod2/debs" "${gpiod2_packages[@]}"
    unpack_debs "$gpiod2/debs" "$gpiod2/root"
}

# Does nothing when these very packages are there.
prepare_gpiod2() {
    local wanted="$gpiod2_suite ${gpiod2_packages[*]}"
    if [ "$(cat "$gpiod2/done" 2>/dev/null)" = "$wanted" ]; then return; fi
    mkdir -p "$gpiod2"
    logged gpiod2 "downloading Debian 13's libgpiod (not installed)" download_gpiod2
    printf '%s' "$wanted" >"$gpiod2/done"
}

# The folder in which its libgpiod.so is.
gpiod2_libraries() { dirname "$(find "$gpiod2/root" -name libgpiod.so)"; }
