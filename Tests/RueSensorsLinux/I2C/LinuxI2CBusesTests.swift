import RueSensors
import RueSensorsSimulation
import Testing

@testable import RueSensorsLinux

/// One bus for many drivers: opened once, closed once.
@Suite struct LinuxI2CBusesTests {
    private let clock = VirtualClock()
    private let adapter = SimulatedAdapter()
    private let opened = Log()
    private let buses: LinuxI2CBuses

    private final class Log { var paths: [String] = [] }

    init() {
        let (adapter, opened) = (adapter, opened)
        buses = LinuxI2CBuses { (path: String) throws(BusError) -> LinuxI2CBus in
            opened.paths.append(path)
            return LinuxI2CBus(path: path, adapter: adapter)
        }
    }

    private func sensor(_ address: UInt8, celsius: Int64) throws(BusError) -> BME280 {
        let chip = SimulatedBME280(clock: clock, trim: .seeded(UInt64(address))) {
            Environment(temperatureMilliCelsius: celsius * 1000)
        }
        adapter.bus.attach(chip, at: address)
        return BME280(bus: try buses.bus(at: "/dev/i2c-1"), address: address, clock: clock)
    }

    @Test func bus_askedForTwice_isOpenedOnceForEachPath() throws {
        let first = try buses.bus(at: "/dev/i2c-1")
        #expect(try buses.bus(at: "/dev/i2c-1") === first)
        #expect(try buses.bus(at: "/dev/i2c-2") !== first)
        #expect(opened.paths == ["/dev/i2c-1", "/dev/i2c-2"])
    }

    @Test func drivers_onOneBus_convertAtTheSameTime() throws {
        let first = try sensor(0x76, celsius: 21)
        let second = try sensor(0x77, celsius: -9)
        for _ in 0..<3 {
            let due = max(try first.start(), try second.start())
            clock.advance(microseconds: due)
            #expect(try temperature(of: second.collect()) == -9000)
            #expect(try temperature(of: first.collect()) == 21_000)
        }
        #expect(opened.paths == ["/dev/i2c-1"])
    }

    @Test func drivers_ofWhichOneIsUnplugged_goOnWithoutIt() throws {
        let first = try sensor(0x76, celsius: 21)
        let second = try sensor(0x77, celsius: 5)
        adapter.bus.detach(at: 0x76)
        for _ in 0..<3 {
            #expect(throws: SensorError.bus(.noAcknowledge)) {
                try first.read(sleepingOn: clock)
            }
            #expect(try second.read(sleepingOn: clock)[0].milli == 5000)
        }
    }

    @Test func stop_ofOneDriver_leavesTheBusToTheOthers() throws {
        let first = try sensor(0x76, celsius: 21)
        let second = try sensor(0x77, celsius: 5)
        _ = try first.read(sleepingOn: clock)
        try first.stop()
        #expect(adapter.closeCount == 0)
        #expect(try second.read(sleepingOn: clock)[0].milli == 5000)
        #expect(try first.read(sleepingOn: clock)[0].milli == 21_000)
    }

    @Test func closeAll_withDriversOnIt_closesOnceAndTellsThem() throws {
        let first = try sensor(0x76, celsius: 21)
        let second = try sensor(0x77, celsius: 5)
        _ = try first.read(sleepingOn: clock)
        buses.closeAll()
        buses.closeAll()
        #expect(adapter.closeCount == 1)
        #expect(throws: SensorError.bus(.closed)) { try first.read(sleepingOn: clock) }
        #expect(throws: SensorError.bus(.closed)) { try second.read(sleepingOn: clock) }
        #expect(adapter.closeCount == 1)
        _ = try buses.bus(at: "/dev/i2c-1")
        #expect(opened.paths == ["/dev/i2c-1", "/dev/i2c-1"])
    }

    @Test func bus_thatCannotBeOpened_isTriedAgain() throws {
        let buses = LinuxI2CBuses()
        for _ in 0..<2 {
            #expect(throws: BusError.cannotOpen(path: "/nonexistent/i2c-1", errno: 2)) {
                try buses.bus(at: "/nonexistent/i2c-1")
            }
        }
        buses.closeAll()
    }

    /// The descriptors themselves, of the real adapter: whoever asks again does not use up more. How
    /// many a program with several sensors on one bus has is counted on the emulated Pi.
    @Test func bus_thatIsNone_leavesNoDescriptorOpen() throws {
        let file = try WatchedFile()
        let buses = LinuxI2CBuses()
        let path = file.path
        for _ in 0..<3 {
            #expect(throws: BusError.cannotOpen(path: path, errno: 25)) { try buses.bus(at: path) }
        }
        #expect(try file.descriptorCount == 0)
        buses.closeAll()
    }

    private func temperature(of progress: SensorProgress) throws -> Int64 {
        guard case .readings(let readings) = progress else {
            throw SensorError.notReady
        }
        return readings[0].milli
    }
}
