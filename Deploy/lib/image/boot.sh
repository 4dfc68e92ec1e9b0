# shellcheck shell=bash disable=SC2154  # names set by the sourcing script
# Switches the emulated Pi on with a card in it. Sourced, never run.

# Processor time: it ends some day even when whoever started it is gone.
image_boot_seconds=3600

# What the firmware of a Pi does: takes kernel and words from the card's boot partition. It also puts
# words of its own there, and the console's real name. These make the journal readable outside, leave out
# what QEMU has no part of (Bluetooth, the graphics' processor), and without the last two the kernel
# panics here, or waits a minute for random numbers.
# Usage: read_boot_partition CARD FOLDER
read_boot_partition() {
    local line
    rm -rf "$2"
    mkdir "$2"
    mcopy -i "$1@@$image_boot_offset" ::kernel.img ::initrd.img ::bcm2835-rpi-zero-w.dtb ::cmdline.txt "$2" \
        || fail "$1 has no boot partition as Deploy/image makes it"
    line=$(head -n 1 "$2/cmdline.txt")
    say "${line/serial0/ttyAMA0} console=ttyAMA0,115200 systemd.journald.forward_to_console=1" \
        "systemd.show_status=0 panic=-1 modprobe.blacklist=hci_uart,bluetooth,vchiq,vc4,snd_bcm2835" \
        "initcall_blacklist=bcm2835_power_driver_init" \
        "rng_core.default_quality=1000" >"$2/words"
}

# The process becomes QEMU, so that whoever started it has the power cord in hand: SIGKILL. The console is
# its output.
# Usage: boot_image CARD [PORT]
boot_image() {
    local card=$1 boot="$1.boot" network=''
    [ -f "$card" ] || fail "--boot needs the image of a card"
    read_boot_partition "$card" "$boot"
    if [ -n "${2-}" ]; then
        export RUE_TESTBED_PORT=$2
        # QEMU reads a comma as the end, unless it is doubled.
        network=",guestfwd=tcp:10.0.2.100:$2-cmd:'${root//,/,,}/Deploy/lib/testbed/forward'"
    fi
    ulimit -t "$image_boot_seconds"
    exec qemu-system-arm -M raspi0 -nographic -monitor none -serial stdio -no-reboot \
        -kernel "$boot/kernel.img" -dtb "$boot/bcm2835-rpi-zero-w.dtb" -initrd "$boot/initrd.img" \
        -append "$(cat "$boot/words")" \
        -drive "if=sd,format=raw,file=${card//,/,,}" \
        -netdev "user,id=n0,restrict=on$network" -device usb-net,netdev=n0,bus=usb-bus.0,port=1
}
