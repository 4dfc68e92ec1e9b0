# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# The Swift toolchain: which one, where its Embedded libraries are, what every build has in common.

swift_needed=6.3

# Ends with a clear message unless a new enough Swift is on the PATH.
require_swift() {
    local found
    command -v swift >/dev/null || fail "Swift $swift_needed or newer is needed and was not found. \
Install it (https://www.swift.org/install/linux/) and put its usr/bin folder on the PATH"
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p')
    [ -n "$found" ] || fail "'swift --version' does not work: $(swift --version 2>&1 | head -n 1)"
    printf '%s\n%s\n' "$swift_needed" "$found" | sort -C -V \
        || fail "Swift $swift_needed or newer is needed; $(command -v swift) is $found"
}

# The toolchain's lib/swift folder.
swift_libraries() {
    printf '%s\n' "$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")/lib/swift"
}

# Every build goes through here. A target that imports what it does not declare is an error.
swift_build() {
    nice swift build --package-path "$root" --explicit-target-dependency-import-check error "$@"
}

# A toolset that compiles for this machine as Embedded Swift.
write_embedded_toolset() {
    local unicode
    unicode="$(swift_libraries)/embedded/$(uname -m)-unknown-linux-gnu/libswiftUnicodeDataTables.a"
    [ -f "$unicode" ] || fail "this Swift has no Embedded library for $(uname -m): $unicode"
    cat <<END
{"schemaVersion": "1.0", "rootPath": "/",
 "swiftCompiler": {"extraCLIOptions": [
   "-enable-experimental-feature", "Embedded", "-wmo", "-Xcc", "-D_GNU_SOURCE"]},
 "linker": {"extraCLIOptions": ["$unicode"]}}
END
}

# SwiftPM does not see that a toolset or a C shim's header has changed: the build in a scratch
# folder then begins anew. Usage: start_over_if_changed SCRATCH FILE…
start_over_if_changed() {
    local scratch=$1 now
    shift
    now=$(cat "$@" "$root"/Sources/C*/*.h | sha256sum)
    if [ "$(cat "$scratch/rue-inputs" 2>/dev/null)" = "$now" ]; then return; fi
    rm -rf "$scratch"
    mkdir -p "$scratch"
    printf '%s' "$now" >"$scratch/rue-inputs"
}
