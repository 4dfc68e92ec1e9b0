# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# Debian packages of Rue, made with debhelper from what was built. Sourced, never run.

packaging="$build/packaging"
package_scratch="$build/package"

# What makes packages.
packaging_packages=(debhelper dpkg-dev)

package_version() {
    sed -n 's/.*static let version = "\(.*\)".*/\1/p' \
        "$root/Sources/rue-aggregator/Commands/VersionCommand.swift"
}

# A release is built from its tag; anything else is older than the release to come, and newer than
# what was built of an earlier commit.
debian_version() {
    local version tag
    version=$(package_version)
    tag=$(git -C "$root" tag --points-at HEAD --list "v$version")
    if [ -n "$tag" ]; then
        say "$version"
    else
        say "$version~$(TZ=UTC git -C "$root" log -1 --format='%cd+g%h' \
            --date=format-local:%Y%m%d.%H%M%S)"
    fi
}

# As Debian's own tools take it from the environment.
maintainer() { say "${DEBFULLNAME:-Rue contributors} <${DEBEMAIL:-rue@packages.invalid}>"; }

debian_changelog() {
    cat <<TEXT
rue ($1) unstable; urgency=medium

  * See /usr/share/doc/$2/changelog.gz for what has changed.

 -- $(maintainer)  $(date -R -u -d "@$(git -C "$root" log -1 --format=%ct)")
TEXT
}

# Usage: release_build PRODUCT
release_build() {
    swift_build -c release --static-swift-stdlib --scratch-path "$package_scratch" --product "$1"
}

# The texts of the licences of what is linked into a program, as the packages of this machine (or of
# the ARMv6 sysroot) have them. Usage: licences FOLDER DOCUMENTATION PACKAGE…
licences() {
    local into=$1 from=$2 package
    shift 2
    mkdir -p "$into"
    for package in "$@"; do
        [ -f "$from/$package/copyright" ] || fail "no licence of $package in $from"
        cp "$from/$package/copyright" "$into/$package.txt"
    done
}

swift_licence() {
    cp "$(dirname "$(dirname "$(swift_libraries)")")/share/swift/LICENSE.txt" "$1/swift.txt"
}

# Usage: copyright_text SOURCES
copyright_text() {
    cat <<TEXT
Rue

Copyright $(git -C "$root" log -1 --format=%cd --date=format:%Y) the contributors of Rue

Licensed under the Apache License, Version 2.0; on Debian systems its text is in
/usr/share/common-licenses/Apache-2.0.

Linked into the program is the work of others, under their own licences, of which the texts are in
the folder "licences" beside this file:

$(cd "$1" && printf '  %s\n' *.txt)

Where one of them is the GNU Lesser General Public License: Rue's sources, and Deploy/build-armv6 in
them, build the same program with another version of that library.
TEXT
}

# The folder in which debhelper works, with all that does not depend on the architecture.
# Usage: begin_package NAME ARCHITECTURE VERSION; sets $tree
begin_package() {
    local name=$1 file
    tree="$packaging/$name-$2"
    rm -rf "$tree"
    mkdir -p "$tree/debian"
    for file in "$root/Deploy/packaging/$name"/* "$root/Deploy/systemd/$name".*; do
        case "$file" in
            */control | */*.1) place_text "$file" "$tree/debian/$(basename "$file")" "$@" ;;
            */"$name".*) cp "$file" "$tree/debian/" ;;
            *) cp "$file" "$tree/debian/$name.$(basename "$file")" ;;
        esac
    done
    debian_changelog "$3" "$name" >"$tree/debian/changelog"
    cp "$root/CHANGELOG.md" "$tree/changelog"
    say "debian/$name.1" >"$tree/debian/$name.manpages"
}

# Usage: place_text FROM TO NAME ARCHITECTURE VERSION
place_text() {
    local text
    text=$(cat "$1")
    # In quotes, for & would stand for what is replaced.
    text=${text//@maintainer@/"$(maintainer)"}
    text=${text//@architecture@/"$4"}
    text=${text//@version@/"$(package_version)"}
    text=${text//@date@/"$(git -C "$root" log -1 --format=%cs)"}
    printf '%s\n' "$text" >"$2"
}

# The program and the texts of the licences, into the package's own root.
# Usage: fill_package NAME PROGRAM
fill_package() {
    local files="$tree/debian/$1" documentation="$tree/debian/$1/usr/share/doc/$1"
    install -D -m 755 "$2" "$files/usr/bin/$1"
    mkdir -p "$documentation"
    mv "$tree/licences" "$documentation/licences"
    copyright_text "$documentation/licences" >"$tree/debian/copyright"
}

# Usage: finish_package NAME OUTPUT
finish_package() {
    cd "$tree" || return
    dh_installdocs
    dh_installchangelogs changelog
    dh_installexamples
    dh_installman
    dh_installudev --priority=40
    dh_installdebconf
    dh_installsysusers
    dh_installtmpfiles
    dh_installsystemd
    dh_lintian
    dh_compress --exclude=.yaml
    dh_fixperms
    # A static program needs none.
    if ! file "debian/$1/usr/bin/$1" | grep -q 'statically linked'; then dh_shlibdeps; fi
    dh_installdeb
    dh_gencontrol
    dh_md5sums
    dh_builddeb --destdir="$2"
}
