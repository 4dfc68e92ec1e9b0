# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# What Rue needs on a Debian 12 machine, and how it gets there.

. "$root/Deploy/lib/apt.sh"
. "$root/Deploy/lib/judges.sh"

venv="$build/venv"

# The C libraries, as headers and libraries: TLS and Ed25519, storage, YAML, I2C, GPIO, event
# loop, compression; and the charts of the pages.
library_packages=(
    libssl-dev libsqlite3-dev libyaml-dev libi2c-dev libgpiod-dev libevent-dev zlib1g-dev
    libjs-dygraphs
)

work_packages=(
    # The ARMv6 build, and running what it makes.
    gcc-arm-linux-gnueabi qemu-user-static debian-archive-keyring file
    # The emulated Pi, with modules for its kernel.
    qemu-system-arm make cpio xz-utils
    # Packages, and a Debian to try them in.
    debhelper dpkg-dev lintian mmdebstrap systemd systemd-container procps
    # Checks and tests.
    shellcheck python3 python3-venv openssl strace faketime
    # A network of a test's own, with a responder for names in .local.
    iproute2 util-linux avahi-daemon
    # Cards, and ssh.
    dosfstools mtools python3-yaml openssh-client
    # A browser that looks at the page, and a font for it.
    chromium fonts-dejavu-core
)

# The other implementation that checks ours (CBOR and Ed25519 in Python), what drives the browser,
# and what looks for barriers in the pages (it brings axe-core).
python_packages=(
    cbor2==5.9.0 cryptography==46.0.3 playwright==1.65.2 axe-playwright-python==0.1.8
)

# Usage: missing_debian_packages PACKAGE…
missing_debian_packages() {
    local package
    for package in "$@"; do
        is_installed "$package" || say "$package"
    done
}

is_installed() {
    # An early Debian 12 has the keyring without Debian 13's keys: installing it again updates it.
    [ "$1" != debian-archive-keyring ] \
        || [ -f /usr/share/keyrings/debian-archive-trixie-stable.gpg ] || return 1
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

update_package_lists() {
    logged apt-update "updating apt's package lists" as_root apt-get -q update
}

# apt knows which packages there are, and from where (the ARMv6 build asks it that).
ensure_package_lists() {
    [ -n "$(apt-get indextargets 'Created-By: Packages' 'Origin: Debian')" ] || update_package_lists
}

# Usage: ensure_debian_packages PACKAGE…
ensure_debian_packages() {
    local missing
    mapfile -t missing < <(missing_debian_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    ensure_package_lists
    say "   needed and not installed: ${missing[*]}"
    logged apt-install "installing them from Debian" as_root \
        sh -c "$without_starting" sh env DEBIAN_FRONTEND=noninteractive \
        apt-get -q install --yes --no-install-recommends "${missing[@]}"
}

# Runs a command while no package that it installs may start its service: this machine builds and
# tests, it announces nothing. Debian asks policy-rc.d; one that is there already is left alone.
# shellcheck disable=SC2016  # for the shell that runs it
without_starting='
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        trap "rm -f $policy" EXIT
        printf "#!/bin/sh\nexit 101\n" >$policy && chmod 755 $policy
    fi
    "$@"
'

create_venv() {
    rm -rf "$venv"
    /usr/bin/python3 -m venv "$venv"
    "$venv/bin/pip" install --disable-pip-version-check "${python_packages[@]}"
}

ensure_python_packages() {
    local wanted="${python_packages[*]}"
    if [ "$(cat "$venv/rue-packages" 2>/dev/null)" = "$wanted" ]; then return; fi
    logged pip-install "installing $wanted into .build/venv" create_venv
    printf '%s' "$wanted" >"$venv/rue-packages"
}

require_debian() {
    command -v apt-get >/dev/null || fail "this needs Debian 12 or a relative of it (apt-get)"
}

# Makes sure, once a run, that everything is there: scripts that need it begin with this.
set_up() {
    [ -z "${RUE_IS_SET_UP-}" ] || return 0
    step "Setting up"
    require_swift
    require_debian
    ensure_package_lists
    ensure_debian_packages "${library_packages[@]}" "${work_packages[@]}"
    ensure_python_packages
    ensure_judges
    say "   all that is needed is here"
    export RUE_IS_SET_UP=1
}

# The same for scripts that only build the programs and run them.
set_up_to_run() {
    [ -z "${RUE_IS_SET_UP-}" ] || return 0
    step "Setting up"
    require_swift
    require_debian
    ensure_debian_packages "${library_packages[@]}"
    say "   all that is needed is here"
}
