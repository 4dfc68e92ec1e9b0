# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# Debian's own programs by which the tests judge ours, and which nobody wants to have installed for
# that: an ssh server, and cloud-init, which takes a machine for a new one when it starts. They are
# unpacked into .build/judges. Sourced, never run.

judges="$build/judges"
judge_packages=(
    openssh-server libwrap0
    cloud-init python3-attr python3-certifi python3-chardet python3-charset-normalizer python3-configobj
    python3-idna python3-jinja2 python3-json-pointer python3-jsonpatch python3-jsonschema
    python3-markupsafe python3-netifaces python3-oauthlib python3-pyrsistent python3-requests
    python3-serial python3-six python3-urllib3 python3-yaml
)

unpack_judges() {
    local folder="$judges.new"
    rm -rf "$folder" "$judges"
    mkdir -p "$folder/debs"
    (cd "$folder/debs" && apt-get -q -o APT::Sandbox::User= download "${judge_packages[@]}")
    unpack_debs "$folder/debs" "$folder/root"
    mv "$folder/root" "$judges"
    rm -rf "$folder"
}

ensure_judges() {
    local wanted="${judge_packages[*]}"
    if [ "$(cat "$judges/packages" 2>/dev/null)" = "$wanted" ]; then return; fi
    ensure_package_lists
    logged judges "unpacking an ssh server and cloud-init for the tests" unpack_judges
    printf '%s' "$wanted" >"$judges/packages"
}
