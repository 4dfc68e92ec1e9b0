# shellcheck shell=bash disable=SC2154  # names set by the sourcing script
# Starts the emulated Pi. Sourced, never run.

# Of this machine's time, which the guest's passes by far.
testbed_up_seconds=150
testbed_end_seconds=450

# The guest's clock counts instructions, so that a waveform is exact however busy this machine is, and
# it jumps when there is nothing to do. With the blacklisted driver the kernel panics here; without
# the generator's quality it takes a minute until there are random numbers; without a port number the
# network card now and then hangs. It ends in time even if this script is killed.
# Usage: testbed_qemu ARCHIVE NETWORK
testbed_qemu() {
    exec timeout "$((testbed_up_seconds + testbed_end_seconds + 60))" \
        "${emulator[@]}" -M raspi0 -nographic -monitor none -serial stdio -no-reboot \
        -kernel "$testbed_system/boot/vmlinuz-$(testbed_abi)" \
        -dtb "$testbed_system/usr/lib/linux-image-$(testbed_abi)/bcm2835-rpi-zero-w.dtb" \
        -initrd "$1" -append "console=ttyAMA0,115200 quiet rdinit=/init panic=-1 \
initcall_blacklist=bcm2835_power_driver_init rng_core.default_quality=1000 rue.time=$(date +%s)" \
        -icount shift=0,sleep=off \
        -netdev "user,id=n0,restrict=on$2" -device usb-net,netdev=n0,bus=usb-bus.0,port=1
}

# Usage: console_has TEXT
console_has() { grep -aq "^testbed: $1" "$console"; }

# Waits until the console says it, or QEMU has ended. Usage: wait_for TEXT SECONDS
wait_for() {
    local end=$((SECONDS + $2))
    until console_has "$1"; do
        kill -0 "$qemu" 2>/dev/null && [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.5
    done
}

stop_qemu() {
    kill "$qemu" 2>/dev/null || true
    wait "$qemu" 2>/dev/null || true
}

# True when the guest came up, whatever it did then. Usage: try_boot ARCHIVE NETWORK
try_boot() {
    local came_up=0
    (testbed_qemu "$@") >"$console" 2>&1 </dev/null &
    qemu=$!
    trap 'stop_qemu; exit 130' INT TERM HUP
    if wait_for up "$testbed_up_seconds"; then
        came_up=1
        wait_for ended "$testbed_end_seconds" || say "testbed: the job did not end" >>"$console"
    fi
    stop_qemu
    end_when_interrupted
    [ "$came_up" -eq 1 ]
}

# What the job printed.
job_output() { tr -d '\r' <"$console" | sed -n '/^testbed: up/,/^testbed: /{/^testbed: /!p}'; }

# A chip on the real controller: a memory that says what the BME280's registers say. Its addresses
# wrap round after twice the 256 bytes. Usage: add_real_i2c REGISTERS FOLDER
add_real_i2c() {
    cat "$1" "$1" >"$2/eeprom"
    emulator=("${newer_qemu[@]}" -drive "if=none,id=chip,file=$2/eeprom,format=raw"
        -device "at24c-eeprom,bus=i2c-bus.1,address=0x76,rom-size=512,address-size=1,drive=chip")
}

# Usage: boot_testbed [--real-i2c] FOLDER [PORT]
boot_testbed() {
    local folder console network='' status qemu emulator=(qemu-system-arm) has_real_i2c=''
    if [ "$1" = --real-i2c ]; then has_real_i2c=1 && shift; fi
    [ -d "${1-}" ] || fail "--boot needs a folder"
    [ -f "$testbed/guest.done" ] || fail "there is no emulated Pi yet: run Deploy/testbed first"
    mkdir -p "$logs"
    folder=$(mktemp -d "$testbed/boot.XXXXXX")
    console="$logs/testbed-$(basename "$folder").log"
    mkdir "$folder/guest"
    cp -r "$1" "$folder/guest/job"
    { cat "$testbed/guest.cpio.gz" && pack_guest "$folder/guest"; } >"$folder/all.cpio.gz"
    [ -z "$has_real_i2c" ] || add_real_i2c "$1/registers.bin" "$folder"
    if [ -n "${2-}" ]; then
        export RUE_TESTBED_PORT=$2
        # QEMU reads a comma as the end, unless it is doubled.
        network=",guestfwd=tcp:10.0.2.100:$2-cmd:'${root//,/,,}/Deploy/lib/testbed/forward'"
    fi
    try_boot "$folder/all.cpio.gz" "$network" || {
        mv "$console" "$console.first"
        say "the emulated Pi did not come up, and is started once more; the first log: $console.first" >&2
        try_boot "$folder/all.cpio.gz" "$network" || true
    }
    rm -rf "$folder"
    job_output
    status=$(tr -d '\r' <"$console" | sed -n 's/^testbed: ended with //p')
    if [ "$status" != 0 ]; then
        tail -n 40 "$console" >&2
        fail "the job on the emulated Pi failed (status ${status:-none}). The whole console: $console"
    fi
    rm -f "$console"
}
