import Foundation
import RueTestSupport
import Testing

/// Real sensors as the program meets them on a machine: the kernel's files, and chips that are
/// missing.
@Suite struct SensorFilesTests {
    /// Gives a script a `/sys` of its own, with the probes that the kernel would show there. What
    /// the chip says is one scratchpad of 22.1875 °C.
    private static let sys = """
        mount -t tmpfs none /sys || exit 9
        w1=/sys/bus/w1/devices
        mkdir -p $w1/w1_bus_master1 $w1/28-0316a2795dff $w1/28-00000bbb9b13 $w1/10-000802be6f2c
        printf '%s\\n' '63 01 4b 46 7f ff 0d 10 15 : crc=15 YES' \\
            '63 01 4b 46 7f ff 0d 10 15 t=22187' >$w1/28-0316a2795dff/w1_slave

        """

    /// Runs a script as root of a mount namespace of its own, which goes with it.
    private func start(_ script: String, _ arguments: [String]) throws -> RunningProgram {
        try RunningProgram(
            "unshare",
            ["--map-root-user", "--mount", "bash", "-c", Self.sys + script, "test"] + arguments)
    }

    private func enrolled(_ sensors: String) throws -> (ScratchAggregator, ScratchNode) {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode(
            "cellar", description: "batch: {seconds: 1}\nsensors:\n" + sensors)
        // A node with a real sensor is named by its hardware, which a test machine may lack.
        let simulated = try node.folder.write(
            "node: {name: cellar}\n" + ScratchNode.fastBME280, to: "twin.yaml")
        let result = try FinishedProgram.run(
            Product.path("rue-agent"),
            ["enrol", try server.invite("cellar"), "--state", node.state, "--config", simulated])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        return (server, node)
    }

    @Test func probe_listsTheKernelsThermometers_asADescriptionThatIsGood() throws {
        let folder = try ScratchFolder()
        let program = try start(
            #""$1" probe >"$2" && cat "$2" && exec "$1" check "$2""#,
            [Product.path("rue-agent"), folder.file("found.yaml")])
        #expect(try program.waitForEnd() == .exited(0), "\(program.errorOutput)")
        let said = program.output
        #expect(said.contains("device: 28-00000bbb9b13") && said.contains("id: probe2"), "\(said)")
        #expect(said.contains("device: 28-0316a2795dff"))
        #expect(!said.contains("10-000802be6f2c"))
        #expect(said.contains("good: node 'my-node' with 2 sensors"))
    }

    @Test func probe_tellsWhoHasWhat_andWhatItCannotRead() throws {
        // What stands for the device files is no bus and no chip; the claims are the kernel's word.
        let program = try start(
            """
            claim() {
                mkdir -p "/sys/bus/i2c/devices/$1"
                ln -s "../../../../bus/i2c/drivers/$2" "/sys/bus/i2c/devices/$1/driver"
            }
            claim 7-0018 ds2482 && claim 7-0019 jc42 && claim 7-0050 at24 && claim 7-0076 bmp280
            mkdir -p /sys/bus/i2c/devices/7-0076/iio:device0 /sys/module/jc42/drivers/i2c:jc42
            mount -t tmpfs none /dev || exit 9
            : >/dev/i2c-7 && : >/dev/gpiochip10 && : >/dev/gpiochip9 && exec "$1" probe
            """, [Product.path("rue-agent")])
        #expect(try program.waitForEnd() == .exited(0), "\(program.errorOutput)")
        let lines = program.errorOutput.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "/dev/i2c-7 0x18: held by the kernel's driver ds2482, which shows what is behind it in "
                    + "/sys/bus/w1/devices",
                "/dev/i2c-7 0x19: held by the kernel's driver jc42 (module jc42); to read it with Rue, "
                    + "let go of it with 'echo 7-0019 | sudo tee /sys/bus/i2c/drivers/jc42/unbind', or "
                    + "for good by removing its dtoverlay from /boot/firmware/config.txt",
                "/dev/i2c-7 0x50: held by the kernel's driver at24; Rue reads no chip that has this "
                    + "address",
                "/dev/i2c-7 0x76: held by the kernel's driver bmp280, which shows it as iio:device0",
                "/dev/i2c-7: cannot open /dev/i2c-7: this file is not an I2C bus",
                "/sys/bus/w1/devices/10-000802be6f2c: a device that Rue does not read (a DS18B20 "
                    + "begins with 28-)",
                "/sys/bus/w1/devices/28-00000bbb9b13: DS18B20",
                "/sys/bus/w1/devices/28-0316a2795dff: DS18B20",
                "/dev/gpiochip9: cannot open /dev/gpiochip9: this file is not a GPIO chip",
                "/dev/gpiochip10: cannot open /dev/gpiochip10: this file is not a GPIO chip",
                "a DHT22 or DHT11 cannot be found by looking; where there is one, name it with "
                    + "'driver: dht22', 'bus: /dev/gpiochip9' and its 'line'",
            ])
    }

    @Test func probe_whatTheKernelReads_isOfferedAsBusIIO_asADescriptionThatIsGood() throws {
        let folder = try ScratchFolder()
        let program = try start(
            """
            number=0
            for name in bme280 dht11@4 bmp280 dht11@17 ads1015 bmp280; do
                mkdir -p "/sys/bus/iio/devices/iio:device$number"
                echo $name >"/sys/bus/iio/devices/iio:device$number/name"
                number=$((number + 1))
            done
            "$1" probe >"$2" && cat "$2" && exec "$1" check "$2"
            """, [Product.path("rue-agent"), folder.file("found.yaml")])
        #expect(try program.waitForEnd() == .exited(0), "\(program.output)\(program.errorOutput)")
        let lines = program.output.split(separator: "\n").map(String.init)
        // A name of its own where it has one, for the numbers change; none where nothing else is meant.
        let dht = "    driver: dht22  # or dht11: the kernel does not tell which of the two it is"
        let end = "    interval: 10s"
        #expect(
            Array(lines.suffix(25)) == [
                "  - id: air", "    driver: bme280", "    bus: iio", end,
                "  - id: room", dht, "    bus: iio", "    device: dht11@4", end,
                "  - id: air2", "    driver: bmp280", "    bus: iio", "    device: iio:device2",
                end,
                "  - id: room2", dht, "    bus: iio", "    device: dht11@17", end,
                "  - id: air3", "    driver: bmp280", "    bus: iio", "    device: iio:device5",
                end,
                "\(folder.file("found.yaml")): good: node 'my-node' with 7 sensors",
            ], "\(program.output)")
        #expect(
            program.errorOutput.contains(
                "/sys/bus/iio/devices/iio:device0: bme280, read by the kernel's own driver; for Rue, "
                    + "'bus: iio'\n"))
        #expect(
            program.errorOutput.contains("iio:device4: ads1015, a device that Rue does not read\n"))
    }

    @Test func probe_nothingFound_saysWhatToDoAboutWhatThereIs() throws {
        // There is a bus that cannot be opened, and 1-Wire with nothing on it: no word of overlays.
        let program = try start(
            """
            mount -t tmpfs none /sys && mkdir -p /sys/bus/w1/devices/w1_bus_master1
            mount -t tmpfs none /dev || exit 9
            : >/dev/i2c-7 && exec "$1" probe
            """, [Product.path("rue-agent")])
        #expect(try program.waitForEnd() == .exited(69), "\(program.errorOutput)")
        #expect(program.output.isEmpty)
        #expect(
            program.errorOutput.hasSuffix(
                """
                no I2C bus could be opened; what to do is said above.
                no DS18B20 is on the 1-Wire bus; check its wiring, its power and the 4.7 kilohm \
                pull-up from data to 3.3 V.

                """), "\(program.errorOutput)")
    }

    @Test func probe_recordingOverAFile_isRefusedBeforeAnythingIsLookedAt() throws {
        let folder = try ScratchFolder()
        try folder.write("of yesterday", to: "chips.txt")
        let program = try start(
            #"exec "$1" probe --record "$2""#,
            [Product.path("rue-agent"), folder.file("chips.txt")])
        #expect(try program.waitForEnd() == .exited(74))
        #expect(program.output.isEmpty)
        #expect(
            program.errorOutput.contains(
                "chips.txt is there already, and is not overwritten; name another file"),
            "\(program.errorOutput)")
        #expect(
            try String(contentsOfFile: folder.file("chips.txt"), encoding: .utf8) == "of yesterday")
    }

    @Test func probe_recordingWithoutAnI2CChip_saysSoAndWritesNothing() throws {
        let folder = try ScratchFolder()
        let program = try start(
            #"exec "$1" probe --record "$2""#,
            [Product.path("rue-agent"), folder.file("chips.txt")])
        #expect(try program.waitForEnd() == .exited(69), "\(program.errorOutput)")
        #expect(program.output.contains("device: 28-00000bbb9b13"))
        #expect(program.errorOutput.contains("there is no I2C chip to record; no file was written"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("chips.txt")))
    }

    @Test func ds18b20_throughTheKernelsFiles_isDelivered() throws {
        let (server, node) = try enrolled(
            "  - {id: floor, driver: ds18b20, bus: w1, device: 28-0316a2795dff, interval: 1s}\n")
        let program = try start(
            #"exec "$1" run --verbose --state "$2" --config "$3""#,
            [Product.path("rue-agent"), node.state, node.configuration])
        try program.waitForNumber(after: "delivered through ", atLeast: 3)
        #expect(try program.stop() == .exited(0), "\(program.errorOutput)")
        let readings = try StoredReading.all(of: "floor", in: server)
        #expect(readings.count >= 2)
        #expect(readings.allSatisfy { $0.quantity == "temperature" && $0.value == 22.188 })
    }

    @Test func sensors_withoutTheirHardware_tellSo_andTheOthersGoOn() throws {
        let (server, node) = try enrolled(
            """
              - {id: air, driver: bme280, bus: simulated, interval: 500ms}
              - {id: shade, driver: dht22, bus: /dev/gpiochip99, line: 4, interval: 2s}
              - {id: floor, driver: ds18b20, bus: w1, device: 28-0316a2795e00, interval: 1s}
              - {id: pipe, driver: ds18b20, bus: /dev/i2c-99, bridge: ds2482, interval: 1s}

            """)
        let program = try start(
            #"exec "$1" run --verbose --state "$2" --config "$3""#,
            [Product.path("rue-agent"), node.state, node.configuration])
        try program.waitForLine("the DHT22's fault") {
            $0.contains("sensor shade failed: ") && $0.contains("/dev/gpiochip99")
        }
        try program.waitForLine("the DS18B20's fault") {
            $0.contains("sensor floor failed: ") && $0.contains("28-0316a2795dff")
        }
        try program.waitForLine("the bridge's fault") {
            $0.contains("sensor pipe failed: ") && $0.contains("/dev/i2c-99")
        }
        try program.waitForNumber(after: "delivered through ", atLeast: 3)
        #expect(try program.stop() == .exited(0))
        for series in ["air_temperature", "shade_fault", "floor_fault", "pipe_fault"] {
            let lines = try server.run("export", "--series", series, "--format", "json").lines
            #expect(!lines.isEmpty, "\(series)")
        }
    }

    @Test func sensorThatCannotBeLeftAtRest_isTold_andTheEndIsClean() throws {
        let (_, node) = try enrolled(
            """
              - {id: still, driver: bme280, bus: simulated, interval: 24h}
              - {id: quick, driver: bme280, bus: simulated, interval: 500ms}
            faults:
              - {sensor: still, fault: silent, after: 2s, for: 1h}
              - {sensor: quick, fault: silent, after: 2s, for: 1h}

            """)
        let program = try start(
            #"exec "$1" run --verbose --state "$2" --config "$3""#,
            [Product.path("rue-agent"), node.state, node.configuration])
        // From here on neither answers; the one that rests has not noticed.
        try program.waitForLine("the fault") { $0.contains("sensor quick failed: ") }
        #expect(try program.stop() == .exited(0), "\(program.errorOutput)")
        #expect(program.errorOutput.contains("sensor still was not left at rest: nothing answers"))
        #expect(program.errorOutput.contains("ended; "))
    }
}
