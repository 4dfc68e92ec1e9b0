# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# A card for a Pi Zero W, made of Debian 12's packages: shaped like Raspberry Pi OS's, which cannot be
# had everywhere, so that what Deploy/flash writes to one does its work here, too. Everything lies in
# .build/image. Sourced, never run.

. "$root/Deploy/lib/apt.sh"

image_folder="$build/image"
image_root="$image_folder/root"
image_boot="$image_folder/boot"
image_file="$image_folder/card.img"
image_suite=bookworm

# What the script itself runs.
image_tools=(mmdebstrap arch-test qemu-user-static debian-archive-keyring kmod cpio fdisk e2fsprogs mtools)

# What a Raspberry Pi OS Lite has of what matters here: its kernel and firmware, systemd, cloud-init.
image_packages=(
    linux-image-rpi raspi-firmware firmware-brcm80211 busybox-static
    systemd systemd-sysv udev dbus cloud-init
    kmod iproute2 netbase procps e2fsprogs dosfstools debian-archive-keyring
)
# Slow under emulation. The initrd is made here, and compiled Python is the same on every processor.
image_diverted=(/usr/sbin/update-initramfs /usr/bin/py3compile)
image_excluded=('/usr/share/man/*' '/usr/share/locale/*' '/usr/share/doc/*')

# Housekeeping, which a card that lives for an hour can do without.
image_idle_units=(
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service
)

# Drivers that Raspberry Pi OS's kernel has built in, and Debian's loads.
image_modules=(bcm2835 sdhci-iproc mmc_block crc32c_generic ext4)

# In sectors of 512 bytes. QEMU wants a card whose size is a power of two.
image_boot_start=8192
image_boot_sectors=1048576
image_root_start=$((image_boot_start + image_boot_sectors))
image_sectors=$((2048 * 2048))
image_boot_offset=$((image_boot_start * 512))
image_root_offset=$((image_root_start * 512))

# The kernel starts programs of the other processor through QEMU. Where the package was installed
# without systemd running, as in a container, nobody has told the kernel.
ensure_armel_runs() {
    local kernel=/proc/sys/fs/binfmt_misc
    ! arch-test armel >/dev/null || return 0
    [ -e "$kernel/register" ] || as_root mount -t binfmt_misc binfmt_misc "$kernel" \
        || fail "the kernel has no binfmt_misc here, or may not be told: run this on a Debian 12 of its own"
    as_root tee "$kernel/register" </usr/lib/binfmt.d/qemu-arm.conf >/dev/null
    arch-test armel >/dev/null || fail "programs for ARM do not run here, though qemu-user-static is installed"
}

# Usage: image_source MIRROR SUITE
image_source() { apt_source "$1" "$2" armel | sed 's/ main$/ main non-free-firmware/'; }

# A mirror of the security archive is now and then half updated: apt then refuses it, and the
# packages are those of the last point release.
write_image_sources() {
    local security apt="$image_folder/apt"
    make_apt_root "$apt" "$image_suite" armel
    image_source "$(debian_mirror Debian)" "$image_suite" >"$image_folder/sources.list"
    security=$(debian_mirror Debian-Security)
    [ -n "$security" ] || return 0
    image_source "$security" "$image_suite-security" >"$apt/sources.list"
    if apt_of "$apt" apt-get update; then
        cat "$apt/sources.list" >>"$image_folder/sources.list"
    else
        say "without security updates: the archive is not consistent"
    fi
}

# Debian's packages, unpacked and set up by their own scripts.
make_image_root() {
    local path words=()
    write_image_sources
    # Should an earlier run have been killed, its /proc may still be there.
    as_root rm -rf --one-file-system "$image_root"
    for path in "${image_excluded[@]}"; do words+=(--dpkgopt="path-exclude=$path"); done
    for path in "${image_diverted[@]}"; do
        words+=(--essential-hook="chroot \"\$1\" dpkg-divert --local --rename --add $path"
            --essential-hook="ln -s /bin/true \"\$1$path\"")
    done
    # shellcheck disable=SC2016  # mmdebstrap gives the folder
    as_root nice -n 10 mmdebstrap --mode=root --variant=minbase --architectures=armel \
        --include="${image_packages[*]}" --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --setup-hook='mkdir -p "$1/boot/firmware"' "${words[@]}" \
        "$image_suite" "$image_root" - <"$image_folder/sources.list"
    # By another version of Python it would be done in vain; then the Pi does it, at its first start.
    as_root python3 -m compileall -q -s "$image_root" -p / "$image_root/usr/lib/python3/dist-packages" \
        || say "some of cloud-init is compiled on the Pi instead"
}

image_abi() { basename "$image_root"/lib/modules/*-rpi; }

# Which modules the initrd needs, each after those that it needs itself.
image_module_files() {
    local module
    for module in "${image_modules[@]}"; do
        /sbin/modprobe --dirname "$image_root" --set-version "$(image_abi)" --config /dev/null \
            --show-depends "$module"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++'
}

# Usage: make_image_initrd FILE
make_image_initrd() {
    local folder="$image_folder/initrd" file
    rm -rf "$folder"
    mkdir -p "$folder"/{bin,lib,proc,sys,dev,root}
    cp "$image_root/bin/busybox" "$folder/bin"
    install -m 755 "$root/Deploy/lib/image/init" "$folder/init"
    image_module_files >"$folder/files"
    while read -r file; do
        cp "$file" "$folder/lib"
        basename "$file" >>"$folder/lib/order"
    done <"$folder/files"
    rm "$folder/files"
    (cd "$folder" && find . | cpio --quiet -o -H newc -R 0:0) | gzip -1 >"$1"
}

# What of the boot partition is not the packages' own, in the form that Raspberry Pi OS gives it.
write_image_boot_texts() {
    printf '%s\n' "console=serial0,115200 console=tty1 root=LABEL=rootfs rootfstype=ext4 fsck.repair=yes \
rootwait" >"$image_boot/cmdline.txt"
    cat >"$image_boot/config.txt" <<'TEXT'
# Made by Deploy/image.
#dtparam=i2c_arm=on
kernel=kernel.img
initramfs initrd.img followkernel

[all]
TEXT
    printf 'dsmode: local\ninstance_id: rpios-image\n' >"$image_boot/meta-data"
    printf '#cloud-config\n# Nothing is asked for.\n' >"$image_boot/user-data"
    printf '# Nothing is asked for.\n' >"$image_boot/network-config"
}

fill_image_boot() {
    local firmware="$image_root/usr/lib/raspi-firmware" abi
    abi=$(image_abi)
    rm -rf "$image_boot"
    mkdir -p "$image_boot"
    cp "$firmware"/*.bin "$firmware"/*.elf "$firmware"/*.dat "$image_boot"
    cp "$image_root/usr/lib/linux-image-$abi/"bcm2835-rpi-zero*.dtb "$image_boot"
    cp "$image_root/boot/vmlinuz-$abi" "$image_boot/kernel.img"
    make_image_initrd "$image_boot/initrd.img"
    write_image_boot_texts
}

# Usage: write_root_file PATH (its text on the standard input)
write_root_file() {
    as_root mkdir -p "$(dirname "$image_root$1")"
    as_root tee "$image_root$1" >/dev/null
}

# What Raspberry Pi OS sets up, as far as it matters; and the network of an emulated Pi, a USB card.
set_up_image_root() {
    # The boot partition is mounted there.
    as_root find "$image_root/boot/firmware" -mindepth 1 -delete
    write_root_file /etc/hostname <<<raspberrypi
    write_root_file /etc/hosts <<<$'127.0.0.1 localhost\n127.0.1.1 raspberrypi'
    write_root_file /etc/fstab <<'TEXT'
PARTUUID=52756500-01 /boot/firmware vfat defaults 0 2
PARTUUID=52756500-02 / ext4 defaults,noatime 0 1
TEXT
    write_root_file /etc/systemd/network/50-wired.network <<'TEXT'
[Match]
Name=en* eth* usb*

[Network]
DHCP=ipv4
TEXT
    write_root_file /etc/cloud/cloud.cfg.d/99-raspberry-pi.cfg <<'TEXT'
datasource_list: [NoCloud]
datasource: {NoCloud: {seedfrom: /boot/firmware/}}
network: {config: disabled}
# Of what it can do, what Deploy/flash may ask it for: the rest takes minutes under emulation.
cloud_init_modules: [bootcmd, write-files, set_hostname, users-groups]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts-user]
TEXT
    write_root_file /etc/systemd/system/cloud-init-local.service.d/boot.conf <<'TEXT'
[Unit]
RequiresMountsFor=/boot/firmware
TEXT
    write_root_file /etc/machine-id </dev/null
    # A Pi has no clock: this is when it believes to be at every start.
    as_root touch --date=2025-01-01T00:00:00Z "$image_root/usr/lib/clock-epoch"
    set_up_image_services
}

# By their links, for the programs of that system do not run here.
set_up_image_services() {
    local units="$image_root/etc/systemd/system" unit
    as_root mkdir -p "$units/multi-user.target.wants"
    as_root ln -sfn /lib/systemd/system/systemd-networkd.service "$units/multi-user.target.wants"
    for unit in "${image_idle_units[@]}"; do as_root ln -sfn /dev/null "$units/$unit"; done
}

# With the number of sectors before it, by which some tools check that they are in the right place.
make_image_boot_partition() {
    local at="$image_file@@$image_boot_offset"
    mformat -i "$at" -F -v bootfs -T "$image_boot_sectors" -H "$image_boot_start" ::
    mcopy -i "$at" "$image_boot"/* ::
}

make_image_file() {
    set_up_image_root
    fill_image_boot
    rm -f "$image_file"
    truncate -s $((image_sectors * 512)) "$image_file"
    /sbin/sfdisk --quiet "$image_file" <<TABLE
label: dos
label-id: 0x52756500
start=$image_boot_start, size=$image_boot_sectors, type=c
start=$image_root_start, type=83
TABLE
    make_image_boot_partition
    # As root, for it reads what only root may read; the image stays its owner's.
    as_root /sbin/mke2fs -q -t ext4 -L rootfs -d "$image_root" -E "offset=$image_root_offset" \
        "$image_file" $(((image_sectors - image_root_start) / 2))k
}

# Does nothing when all is there.
prepare_image() {
    local wanted inputs
    wanted="$image_suite ${image_packages[*]} ${image_excluded[*]} ${image_diverted[*]}"
    mkdir -p "$image_folder"
    if [ "$(cat "$image_folder/root.done" 2>/dev/null)" != "$wanted" ]; then
        rm -f "$image_folder/image.done"
        ensure_armel_runs
        logged image-root "setting Debian 12 up for a Pi Zero W, under emulation" make_image_root
        printf '%s' "$wanted" >"$image_folder/root.done"
    fi
    inputs=$(cat "$root/Deploy/lib/image.sh" "$root/Deploy/lib/image/init" | sha256sum)
    if [ "$(cat "$image_folder/image.done" 2>/dev/null)" != "$inputs" ]; then
        logged image-file "making the card's image of it" make_image_file
        printf '%s' "$inputs" >"$image_folder/image.done"
    fi
}
