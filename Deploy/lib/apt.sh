# shellcheck shell=bash
# Debian packages of other releases and architectures, downloaded and unpacked into .build. Nothing of
# them is installed, and the machine's own apt sources stay as they are. Sourced, never run.

# The Debian mirror that this machine uses. Usage: debian_mirror LABEL
debian_mirror() {
    # shellcheck disable=SC2016  # apt's own variable
    apt-get indextargets --format '$(REPO_URI)' \
        'Created-By: Packages' 'Origin: Debian' "Label: $1" | head -n 1
}

# One apt source. Usage: apt_source MIRROR SUITE ARCHITECTURE…
apt_source() {
    local IFS=,
    printf 'deb [arch=%s signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' \
        "${*:3}" "$1" "$2"
}

# apt with folders of its own; the machine's settings (proxy, certificates) still count.
# Usage: write_apt_configuration FOLDER ARCHITECTURE…
write_apt_configuration() {
    cat <<END
#clear APT::Update::Post-Invoke;
Dir::State "$1/state";
Dir::State::status "$1/status";
Dir::Cache "$1/cache";
Dir::Etc::SourceList "$1/sources.list";
Dir::Etc::SourceParts "-";
Dir::Etc::Preferences "-";
Dir::Etc::PreferencesParts "-";
Acquire::Languages "none";
Acquire::Retries "2";
APT::Architecture "$2";
APT::Architectures {$(printf ' "%s";' "${@:2}") };
APT::Sandbox::User "";
END
}

# Usage: apt_of FOLDER apt-get|apt-cache word…
apt_of() { "$2" -q --config-file "$1/apt.conf" "${@:3}"; }

# Makes an apt root that knows one release of Debian; the first architecture is the usual one there.
# Usage: make_apt_root FOLDER SUITE ARCHITECTURE…
make_apt_root() {
    local mirror
    mirror=$(debian_mirror Debian)
    [ -n "$mirror" ] || fail "apt knows no Debian mirror: run 'apt-get update' first"
    mkdir -p "$1/state/lists/partial" "$1/cache/archives/partial"
    : >"$1/status"
    apt_source "$mirror" "${@:2}" >"$1/sources.list"
    write_apt_configuration "$1" "${@:3}" >"$1/apt.conf"
    apt_of "$1" apt-get update
}

# Downloads packages, each checked against the archive's signature, into an empty folder.
# Usage: download_debs APT-ROOT FOLDER PACKAGE…
download_debs() {
    local apt=$1 folder=$2
    shift 2
    rm -rf "$folder"
    mkdir -p "$folder"
    (cd "$folder" && apt_of "$apt" apt-get download "$@")
}

# Unpacks packages into a folder of their own. Usage: unpack_debs FOLDER INTO
unpack_debs() {
    local deb
    rm -rf "$2"
    for deb in "$1"/*.deb; do dpkg-deb -x "$deb" "$2"; done
}
