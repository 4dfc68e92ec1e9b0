# shellcheck shell=bash disable=SC2034,SC2154  # names set or used by the sourcing script
# The emulated Pi Zero W: Debian's kernel for it, the kernel's own simulators of GPIO lines and I2C
# chips, and a small system to start from. Everything lies in .build/testbed; nothing of it is
# installed. The kernel's sources are fetched and mended here, for they are under the GPL.

. "$root/Deploy/lib/apt.sh"

testbed="$build/testbed"
testbed_system="$testbed/system"
testbed_sources="$testbed/sources"
testbed_guest="$testbed/guest"
testbed_suite=bookworm

# Where the modules stand in Debian's kernel, in the order in which the guest loads them: network,
# random numbers, I2C from user space, and the kernel's own BME280 driver.
testbed_debian_modules=(
    drivers/char/hw_random/bcm2835-rng
    drivers/net/mii drivers/net/usb/usbnet drivers/net/usb/cdc_ether
    fs/configfs/configfs drivers/i2c/i2c-dev
    drivers/base/regmap/regmap-i2c
    drivers/iio/industrialio drivers/iio/pressure/bmp280 drivers/iio/pressure/bmp280-i2c
)
# What is built here, in the same order, and what it is built from.
testbed_own_modules=(irq_sim gpio-sim i2c-stub)
testbed_kernel_files=(
    kernel/irq/irq_sim.c drivers/gpio/gpio-sim.c drivers/gpio/gpiolib.h drivers/i2c/i2c-stub.c
)
testbed_programs=(dht22 gpio-output)

testbed_apt() { apt_of "$testbed/apt" "$@"; }

# The kernel's version as its packages name it, such as 6.1.0-50-rpi.
testbed_abi() { cat "$testbed/abi"; }

find_testbed_abi() {
    testbed_apt apt-cache depends linux-image-rpi:armel \
        | sed -n 's/.*Depends: linux-image-\([0-9.]*-[0-9]*-rpi\).*/\1/p' | head -n 1
}

download_testbed() {
    local abi host deb
    host=$(dpkg --print-architecture)
    make_apt_root "$testbed/apt" "$testbed_suite" armel "$host"
    abi=$(find_testbed_abi)
    [ -n "$abi" ] || fail "Debian's $testbed_suite names no kernel for a Pi Zero W"
    download_debs "$testbed/apt" "$testbed/debs" "linux-image-$abi:armel" \
        "linux-headers-$abi:armel" "linux-headers-${abi%-rpi}-common" "linux-kbuild-6.1:$host" \
        busybox-static:armel linux-source-6.1
    rm -rf "$testbed_system"
    for deb in "$testbed"/debs/*.deb; do
        case "$deb" in
            */linux-source-*) unpack_kernel_files "$deb" ;;
            *) dpkg-deb -x "$deb" "$testbed_system" ;;
        esac
    done
    rm -rf "$testbed/debs"
    printf '%s\n' "$abi" >"$testbed/abi"
}

# Of the whole kernel's sources, the few files that are wanted.
unpack_kernel_files() {
    rm -rf "$testbed_sources"
    mkdir -p "$testbed_sources"
    dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/src/linux-source-6.1.tar.xz \
        | tar -xJ -C "$testbed_sources" --strip-components=1 \
            "${testbed_kernel_files[@]/#/linux-source-6.1/}"
}

# irq_sim is part of other kernels, and uses what this one does not export (irq_to_desc) or cannot do
# in time (an ARMv6 has no interrupt of its own for irq_work): a timer's interrupt takes its place.
mend_irq_sim() {
    sed -i -e 's/irq_work\.h/hrtimer.h/' \
        -e 's/struct irq_work\t\twork;/struct hrtimer\t\twork;/' \
        -e 's/irq_work_queue(\(.*\));/hrtimer_start(\1, 0, HRTIMER_MODE_REL_HARD);/' \
        -e 's/irq_work_sync(/hrtimer_cancel(/' \
        -e 's/void irq_sim_handle_irq(struct irq_work /enum hrtimer_restart irq_sim_handle_irq(struct hrtimer /' \
        -e '/^static enum hrtimer_restart/,/^}/s/^}/\n\treturn HRTIMER_NORESTART;\n}/' \
        -e 's/handle_simple_irq(irq_to_desc(irqnum))/generic_handle_irq(irqnum)/' \
        -e 's/work_ctx->work = IRQ_WORK_INIT_HARD(irq_sim_handle_irq);/hrtimer_init(\&work_ctx->work, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);\n\twork_ctx->work.function = irq_sim_handle_irq;/' \
        "$1"
    printf '\n#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >>"$1"
    ! grep -q 'irq_work\|IRQ_WORK\|irq_to_desc' "$1" || fail "irq_sim.c is not as expected: $1"
}

# The program that writes module tables was built for a 64-bit kernel; none is needed by hand.
mend_gpio_sim() { sed -i '/MODULE_DEVICE_TABLE/d' "$1"; }

build_testbed_modules() {
    local folder="$testbed/modules" headers
    headers="$testbed_system/usr/src/linux-headers-$(testbed_abi)"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "${testbed_kernel_files[@]/#/$testbed_sources/}" "$folder"
    mend_irq_sim "$folder/irq_sim.c"
    mend_gpio_sim "$folder/gpio-sim.c"
    printf 'obj-m := %s\n' "${testbed_own_modules[*]/%/.o}" >"$folder/Makefile"
    # The headers' Makefile includes another one by its place on a system that they are installed on.
    sed -i "s|include .*/\(linux-headers-[^/]*-common/Makefile\)|include $testbed_system/usr/src/\1|" \
        "$headers/Makefile"
    make -C "$headers" M="$folder" ARCH=arm CROSS_COMPILE=arm-linux-gnueabi- \
        CC=arm-linux-gnueabi-gcc modules
}

# Small programs of ours that play the hardware's part, linked as the agent is.
# Usage: build_testbed_program NAME
build_testbed_program() {
    local libraries="$armv6_sysroot/usr/lib/arm-linux-gnueabi"
    arm-linux-gnueabi-gcc -O2 -Wall -Wextra -Werror -static --sysroot="$armv6_sysroot" \
        -isystem "$armv6_sysroot/usr/include/arm-linux-gnueabi" -I "$root/Sources/CGPIOD" \
        -B"$libraries" -L"$libraries" \
        -o "$testbed_guest/bin/$1" "$root/Deploy/lib/testbed/$1.c" -lgpiod
}

# The guest's files: a shell, the modules, our programs. Its /init loads them in the order of a list.
fill_testbed_guest() {
    local module name kernel program
    kernel="$testbed_system/lib/modules/$(testbed_abi)/kernel"
    rm -rf "$testbed_guest"
    mkdir -p "$testbed_guest"/{bin,lib,proc,sys,dev,tmp}
    cp "$testbed_system/bin/busybox" "$testbed_guest/bin"
    install -m 755 "$root/Deploy/lib/testbed/init" "$testbed_guest/init"
    for module in "${testbed_debian_modules[@]/#/$kernel/}" \
        "${testbed_own_modules[@]/#/$testbed/modules/}"; do
        name=$(basename "$module").ko
        arm-linux-gnueabi-strip -g -o "$testbed_guest/lib/$name" "$module.ko"
        printf '%s\n' "$name" >>"$testbed_guest/lib/order"
    done
    for program in "${testbed_programs[@]}"; do build_testbed_program "$program"; done
    pack_guest "$testbed_guest" >"$testbed/guest.cpio.gz"
}

# A folder as an archive that the kernel unpacks into its first root. Usage: pack_guest FOLDER
pack_guest() { (cd "$1" && find . | cpio --quiet -o -H newc -R 0:0) | gzip -1; }

make_testbed() {
    build_testbed_modules
    fill_testbed_guest
}

# Does nothing when all is there. Needs the sysroot of the ARMv6 build.
prepare_testbed() {
    local wanted inputs
    wanted="$testbed_suite ${testbed_debian_modules[*]} ${testbed_kernel_files[*]}"
    mkdir -p "$testbed"
    if [ "$(cat "$testbed/downloads.done" 2>/dev/null)" != "$wanted" ]; then
        rm -f "$testbed/guest.done"
        logged testbed-download "downloading the Pi Zero W's kernel (not installed)" download_testbed
        printf '%s' "$wanted" >"$testbed/downloads.done"
    fi
    inputs=$(cat "$root/Deploy/lib/testbed.sh" "$root/Deploy/lib/testbed"/* \
        "$root/Sources/CGPIOD"/*.h | sha256sum)
    if [ "$(cat "$testbed/guest.done" 2>/dev/null)" != "$inputs" ]; then
        logged testbed-build "building gpio-sim, i2c-stub and a small system for it" make_testbed
        printf '%s' "$inputs" >"$testbed/guest.done"
    fi
}
