# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# The ARMv6 build's sysroot, Swift SDK and linker. Everything lies in .build/armv6; nothing of it
# is installed, and the machine's own apt sources stay as they are.

. "$root/Deploy/lib/apt.sh"

armv6="$build/armv6"
armv6_sysroot="$armv6/sysroot"
armv6_sdks="$armv6/sdks"
armv6_scratch="$armv6/build"
armv6_agent="$armv6/rue-agent"
armv6_triple="armv6-none-none-eabi"
armv6_products="$armv6_scratch/$armv6_triple/release"
armv6_map="$armv6_products/rue-agent.map"
armv6_clang_target="armv6-unknown-linux-gnueabi"
armv6_suite=trixie

# Debian 13, because its armel has 64-bit time, libgpiod 2 and a supported OpenSSL (3.5 LTS).
armv6_packages=(
    libc6 libc6-dev linux-libc-dev
    libssl-dev
    libsqlite3-dev libyaml-dev libi2c-dev libgpiod-dev
)

prepare_armv6_apt() {
    make_apt_root "$armv6/apt" "$armv6_suite" armel
    add_armv6_security_updates
}

# A mirror of the security archive is now and then half updated: then apt refuses it, and the
# libraries are those of the last point release, which the build says each time.
add_armv6_security_updates() {
    local mirror lacking="$armv6/without-security-updates"
    mirror=$(debian_mirror Debian-Security)
    touch "$lacking"
    [ -n "$mirror" ] || return 0
    cp "$armv6/apt/sources.list" "$armv6/apt/sources.list.main"
    apt_source "$mirror" "$armv6_suite-security" armel >>"$armv6/apt/sources.list"
    if apt_of "$armv6/apt" apt-get update; then
        rm "$lacking"
    else
        mv "$armv6/apt/sources.list.main" "$armv6/apt/sources.list"
        apt_of "$armv6/apt" apt-get update
    fi
}

warn_of_lacking_updates() {
    [ ! -f "$armv6/without-security-updates" ] || say "   note: Debian's security archive could not \
be read, so the libraries are those of the last point release; to try again, delete $armv6/sysroot.done"
}

# Downloads and unpacks the packages. apt checks each against the archive's signature.
download_armv6_sysroot() {
    prepare_armv6_apt
    download_debs "$armv6/apt" "$armv6/debs" "${armv6_packages[@]}"
    unpack_debs "$armv6/debs" "$armv6_sysroot"
    relink_armv6_sysroot
}

# Absolute links of the packages point into the sysroot, not into this machine.
relink_armv6_sysroot() {
    local link target
    find "$armv6_sysroot" -type l | while read -r link; do
        target=$(readlink "$link")
        case "$target" in /*) ln -sfn "$armv6_sysroot$target" "$link" ;; esac
    done
}

# Does nothing when the sysroot of this very package list is there.
prepare_armv6_sysroot() {
    local wanted="$armv6_suite ${armv6_packages[*]}"
    mkdir -p "$armv6"
    if [ "$(cat "$armv6/sysroot.done" 2>/dev/null)" = "$wanted" ]; then return; fi
    logged armv6-sysroot "downloading Debian 13 armel libraries (not installed)" \
        download_armv6_sysroot
    printf '%s' "$wanted" >"$armv6/sysroot.done"
}

# SwiftPM hands the linker ld's arguments for a bare-metal target. The wrapper keeps what is ours
# (objects, libraries, the name of main) and links it as a Linux program with Debian's cross gcc;
# the group lets the libraries stand in any order. OpenSSL wants zlib and zstd, and gets stand-ins.
write_armv6_linker() {
    cat <<END
#!/usr/bin/env bash
# Made by Deploy/build-armv6. Links one static ARMv6 program from ld's arguments.
set -euo pipefail
kept=() output=a.out
while [ \$# -gt 0 ]; do
    case "\$1" in
        -o) output=\$2; shift ;;
        --defsym) kept+=("-Wl,--defsym,\$2"); shift ;;
        -m) shift ;;
        crt0.o | *libclang_rt.builtins.a | -L*) ;;
        -Bstatic | -EL | --sysroot=* | --gc-sections | --*-group | --target2=*) ;;
        *.o | *.a | -l* | @*) kept+=("\$1") ;;
        *) printf 'unknown linker argument: %s\n' "\$1" >&2; exit 1 ;;
    esac
    shift
done
libraries="$armv6_sysroot/usr/lib/arm-linux-gnueabi"
unicode="$(swift_libraries)/embedded/$armv6_triple/libswiftUnicodeDataTables.a"
compression="$armv6/no-compression.o"
arm-linux-gnueabi-gcc -Os -c -fno-builtin -o "\$compression" "$root/Deploy/lib/no-compression.c"
exec arm-linux-gnueabi-gcc -static --sysroot="$armv6_sysroot" -B"\$libraries" -L"\$libraries" \\
    -o "\$output" -Wl,--gc-sections -Wl,-Map="\$output.map" \\
    -Wl,--start-group "\${kept[@]}" "\$unicode" "\$compression" \\
    -latomic -lm -lpthread -ldl -Wl,--end-group
END
}

# A Swift SDK bundle holds absolute paths: so it is made here and not committed.
write_armv6_sdk() {
    local bundle="$armv6_sdks/rue-armv6.artifactbundle" include="$armv6_sysroot/usr/include"
    mkdir -p "$bundle/armv6"
    write_armv6_linker >"$bundle/armv6/link"
    chmod +x "$bundle/armv6/link"
    cat >"$bundle/info.json" <<END
{"schemaVersion": "1.0", "artifacts": {"rue-armv6": {
  "type": "swiftSDK", "version": "1", "variants": [{"path": "armv6"}]}}}
END
    cat >"$bundle/armv6/swift-sdk.json" <<END
{"schemaVersion": "4.0", "targetTriples": {"$armv6_triple": {
  "sdkRootPath": "$armv6_sysroot", "toolsetPaths": ["toolset.json"]}}}
END
    cat >"$bundle/armv6/toolset.json" <<END
{"schemaVersion": "1.0", "rootPath": "$bundle/armv6",
 "swiftCompiler": {"extraCLIOptions": [
   "-enable-experimental-feature", "Embedded", "-wmo",
   "-Xfrontend", "-function-sections",
   "-Xfrontend", "-clang-target", "-Xfrontend", "$armv6_clang_target",
   "-Xcc", "-D_GNU_SOURCE", "-Xcc", "-D_TIME_BITS=64", "-Xcc", "-D_FILE_OFFSET_BITS=64",
   "-Xcc", "-isystem", "-Xcc", "$include",
   "-Xcc", "-isystem", "-Xcc", "$include/arm-linux-gnueabi"]},
 "cCompiler": {"extraCLIOptions": [
   "--target=$armv6_clang_target", "-D_TIME_BITS=64", "-D_FILE_OFFSET_BITS=64",
   "-ffunction-sections", "-fdata-sections",
   "-isystem", "$include", "-isystem", "$include/arm-linux-gnueabi"]},
 "linker": {"path": "link"}}
END
}
