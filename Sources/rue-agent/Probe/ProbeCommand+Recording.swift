internal import RueAgentCore
internal import RueSensors
internal import RueSensorsLinux
internal import RueSensorsSimulation

/// `probe --record`: what the chips that were found say while each is read once.
extension ProbeCommand {
    /// A recording of yesterday may be the only one of its kind.
    static func refuseOverwriting(_ path: String) throws(AgentFailure) {
        if SystemFile.exists(path) {
            throw AgentFailure(
                .inputOutput, "\(path) is there already, and is not overwritten; name another file")
        }
    }

    static func record(_ found: [ProbeFinding], to path: String) throws(AgentFailure) {
        let buses = LinuxI2CBuses()
        defer { buses.closeAll() }
        var text = header
        var isEmpty = true
        for finding in found {
            guard let lines = recording(of: finding, buses) else { continue }
            text += lines
            isEmpty = false
        }
        if isEmpty {
            throw AgentFailure(.unavailable, "there is no I2C chip to record; no file was written")
        }
        try orFail(.inputOutput, { "cannot write \(path): \($0.text); no recording was kept" }) {
            () throws(SystemError) in
            try SystemFile.write(path, Array(text.utf8), mode: 0o644)
        }
        Console.printError("recorded in \(path)")
    }

    private static var header: String {
        let now = Timestamp.text(milliseconds: SystemTime.utc)
        return """
            # Recorded by rue-agent \(Version.text) (probe --record) at \(now), from real chips.
            # PlaybackI2CBus(fixture:) of RueSensorsSimulation plays it, to the same drivers in the same order.
            # A line a transfer, in hexadecimal: address, bytes written, bytes read; - for none, ! and a
            # count for an error.

            """
    }

    /// The transfers of one sample; nil for what is not on an I2C bus.
    private static func recording(of finding: ProbeFinding, _ buses: LinuxI2CBuses) -> String? {
        switch finding {
        case .ds18b20, .kernel: nil
        case .bosch280(let path, let address, let chip):
            record(chip.description, at: path, address, buses) { bus in
                BME280(bus: bus, address: address, clock: SystemClock())
            }
        case .bridged(let code, let path, let address):
            record("DS18B20 \(code.description) behind a DS2482", at: path, address, buses) { bus in
                let bridge = DS2482(bus: bus, address: address, clock: SystemClock())
                let conversion = SharedConversion(bus: bridge, clock: SystemClock())
                return DS18B20(
                    probe: OneWireBusProbe(device: code, conversion), clock: SystemClock())
            }
        }
    }

    private static func record<Driver: Sensor>(
        _ name: String, at path: String, _ address: UInt8, _ buses: LinuxI2CBuses,
        driver: (RecordingI2CBus) -> Driver
    ) -> String {
        let place = place(path, address)
        let bus: RecordingI2CBus
        do throws(BusError) {
            bus = RecordingI2CBus(try buses.bus(at: path))
        } catch {
            Console.printError("\(place): \(error.description)")
            return "# \(place): \(error.description)\n"
        }
        bus.note("\(place): \(name)")
        do throws(SensorError) {
            let readings = try driver(bus).read(sleepingOn: SystemClock())
            for reading in readings { bus.note(reading.description) }
        } catch {
            // What a chip that fails says is what one wants to have recorded.
            bus.note("failed: \(error.description)")
            Console.printError("\(place): \(error.description)")
        }
        return bus.fixture
    }
}
