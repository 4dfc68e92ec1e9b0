import Foundation
import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

@testable import RueSensorsLinux

@Suite struct KernelOneWireProbeTests {
    private static let name = "28-00000bbb9b13"
    private static let other = "28-0316a2795dff"
    private static let good: [UInt8] = [0x63, 0x01, 0x4B, 0x46, 0x7F, 0xFF, 0x0D, 0x10, 0x15]
    private static let text = KernelW1Text.w1Slave(scratchpad: good)

    private let folder: FakeW1Folder

    init() throws { folder = try FakeW1Folder() }

    private func probe(_ device: String? = nil) -> KernelOneWireProbe {
        KernelOneWireProbe(device: device, folder: folder.path)
    }

    @Test func read_theOnlyDevice_isItsScratchpad() throws {
        try folder.write(Self.text, device: Self.name)
        let probe = probe()
        #expect(probe.rom == nil)
        #expect(try probe.begin() == 800_000)
        #expect(probe.rom?.description == Self.name)
        try probe.waitForThread()
        #expect(try probe.finish() == Self.good)
        // And again, with nothing left of the first time.
        #expect(probe.reading == nil)
        #expect(try probe.read() == Self.good)
    }

    @Test(arguments: [other, "28-0316A2795DFF"])
    func read_aNamedDevice_isThatOne(device: String) throws {
        try folder.write("", device: Self.name)
        try folder.write(Self.text, device: Self.other)
        #expect(try probe(device).read() == Self.good)
        #expect(throws: BusError.noPresence) { try probe(Self.name).read() }
    }

    @Test func defaults_areTheKernelsFolderAndTheOnlyDevice() {
        let probe = KernelOneWireProbe()
        #expect(probe.folder == "/sys/bus/w1/devices")
        #expect(probe.device == nil)
    }

    @Test func begin_afterAReadingOfNineBits_isDueSooner() throws {
        let chip: [UInt8] = [0x60, 0x01, 0x4B, 0x46, 0x1F, 0xFF, 0x10, 0x10]
        try folder.write(
            KernelW1Text.w1Slave(scratchpad: chip + [OneWireCRC.of(chip)]), device: Self.name)
        let probe = probe()
        _ = try probe.read()
        #expect(try probe.begin() == 143_750)
        // Another chip has a resolution of its own.
        probe.abandon()
        try probe.waitForThread()
        try folder.remove(Self.name)
        try folder.write(Self.text, device: Self.other)
        #expect(try probe.begin() == 800_000)
    }
}

// MARK: What may be missing

extension KernelOneWireProbeTests {
    @Test func begin_withoutTheFolder_saysToSwitchTheOverlayOn() throws {
        let missing = KernelOneWireProbe(folder: folder.path + "/none")
        let error = #expect(throws: BusError.self) { try missing.begin() }
        #expect(error == .noOneWire(folder: folder.path + "/none"))
        #expect(error?.description.contains("dtoverlay=w1-gpio") == true)
        #expect(throws: BusError.unsupported) { try missing.finish() }
    }

    @Test func begin_withoutABusMaster_saysToSwitchTheOverlayOn() throws {
        let empty = try FakeW1Folder(hasMaster: false)
        #expect(throws: BusError.noOneWire(folder: empty.path)) {
            try KernelOneWireProbe(folder: empty.path).begin()
        }
    }

    @Test func begin_withoutADevice_saysWhatIsThere() throws {
        #expect(throws: BusError.noSuchDevice(name: "a DS18B20 (28-...)", found: [])) {
            try probe().begin()
        }
        try folder.makeFolder("10-000802b1c2d3")
        #expect(
            throws: BusError.noSuchDevice(name: "a DS18B20 (28-...)", found: ["10-000802b1c2d3"])
        ) { try probe().begin() }
    }

    @Test(arguments: ["28-000000000001", "28-1", "../w1_bus_master1", "", "28-../../etc/x"])
    func begin_deviceThatIsNotThere_saysWhatIs(device: String) throws {
        try folder.write(Self.text, device: Self.other)
        try folder.write(Self.text, device: Self.name)
        #expect(throws: BusError.noSuchDevice(name: device, found: [Self.name, Self.other])) {
            try probe(device).begin()
        }
    }

    @Test func begin_severalDevicesAndNoName_listsThem() throws {
        try folder.write(Self.text, device: Self.other)
        try folder.write(Self.text, device: Self.name)
        try folder.makeFolder("10-000802b1c2d3")
        #expect(throws: BusError.severalDevices(found: [Self.name, Self.other])) {
            try probe().begin()
        }
    }

    /// Through the driver, for it decodes what it is given: a DS18S20 counts halves.
    @Test func start_deviceOfAnotherFamily_isRefusedTheFirstTime() throws {
        try folder.write(Self.text, device: "10-000802b1c2d3")
        let sensor = DS18B20(probe: probe("10-000802b1c2d3"), clock: VirtualClock())
        let error = #expect(throws: SensorError.self) { try sensor.start() }
        #expect(error?.description.contains("DS18S20") == true)
    }

    @Test func read_deviceThatAppearsLater_isFound() throws {
        let probe = probe()
        #expect(throws: BusError.self) { try probe.begin() }
        try folder.write(Self.text, device: Self.name)
        #expect(try probe.read() == Self.good)
        try folder.remove(Self.name)
        #expect(throws: BusError.self) { try probe.begin() }
        #expect(probe.rom == nil)
        try folder.write(Self.text, device: Self.other)
        #expect(try probe.read() == Self.good)
        #expect(probe.rom?.description == Self.other)
    }
}

// MARK: What may be read

extension KernelOneWireProbeTests {
    @Test func finish_verdictNo_isTheDamagedScratchpad() throws {
        var bytes = Self.good
        bytes[0] ^= 0x10
        let damaged = KernelW1Text.w1Slave(scratchpad: bytes, lastGood: Self.good)
        try folder.write(damaged, device: Self.name)
        #expect(try probe().read() == bytes)
    }

    private static let refused: [(String, BusError)] = [
        ("", .noPresence),
        ("63 01 4b", .shortTransfer(expected: 9, actual: 3)),
        ("no such thing\n", .malformed(path: "", text: "no such thing")),
        (String(repeating: "x", count: 1025), .os(errno: EFBIG)),
    ]

    @Test(arguments: refused)
    func finish_fileThatIsNoScratchpad_isAnErrorAndThenRecovers(
        text: String, error: BusError
    ) throws {
        let probe = probe()
        try folder.write(text, device: Self.name)
        let found = #expect(throws: BusError.self) { try probe.read() }
        if case .malformed(_, let text) = error {
            let path = folder.path + "/" + Self.name + "/w1_slave"
            #expect(found == .malformed(path: path, text: text))
        } else {
            #expect(found == error)
        }
        #expect(throws: BusError.unsupported) { try probe.finish() }
        try folder.write(Self.text, device: Self.name)
        #expect(try probe.read() == Self.good)
    }

    @Test func finish_fileThatVanished_saysWhatIsThere() throws {
        // The folder of a device that is going away, without its file already.
        try folder.makeFolder(Self.name)
        try folder.write(Self.text, device: Self.other)
        let probe = probe(Self.name)
        _ = try probe.begin()
        try probe.waitForThread()
        try folder.remove(Self.name)
        #expect(throws: BusError.noSuchDevice(name: Self.name, found: [Self.other])) {
            try probe.finish()
        }
        #expect(probe.rom == nil)
        try folder.write(Self.text, device: Self.name)
        #expect(try probe.read() == Self.good)
    }

    @Test func finish_deviceWithoutItsFile_isAnAbsentSensor() throws {
        try folder.makeFolder(Self.name)
        #expect(throws: BusError.noPresence) { try probe().read() }
    }

    @Test func finish_fileThatCannotBeRead_saysWhy() throws {
        try folder.makeFolder(Self.name + "/w1_slave")
        #expect(throws: BusError.os(errno: EISDIR)) { try probe().read() }
    }
}

// MARK: What takes its time

extension KernelOneWireProbeTests {
    @Test func finish_whileTheKernelConverts_isNil() throws {
        try folder.makePipe(device: Self.name)
        let probe = probe()
        _ = try probe.begin()
        for _ in 0..<100 { #expect(try probe.finish() == nil) }
        try folder.answer(Self.text, device: Self.name)
        try probe.waitForThread()
        #expect(try probe.finish() == Self.good)
    }

    /// A thread that hangs in the kernel is not joined by another, however often one asks.
    @Test func begin_whileAnAbandonedThreadHangs_isRefused() throws {
        try folder.makePipe(device: Self.name)
        let probe = probe()
        _ = try probe.begin()
        let hanging = try #require(probe.reading)
        probe.abandon()
        #expect(throws: BusError.unsupported) { try probe.finish() }
        for _ in 0..<100 { #expect(throws: BusError.unanswered) { try probe.begin() } }
        #expect(probe.reading === hanging)
        // Its answer is too old when it comes.
        try folder.answer("too late", device: Self.name)
        try probe.waitForThread()
        try folder.remove(Self.name)
        try folder.write(Self.text, device: Self.name)
        #expect(try probe.read() == Self.good)
    }

    @Test func begin_whileAnotherIsUnderWay_abandonsIt() throws {
        try folder.makePipe(device: Self.name)
        let probe = probe()
        _ = try probe.begin()
        #expect(throws: BusError.unanswered) { try probe.begin() }
        #expect(throws: BusError.unsupported) { try probe.finish() }
        try folder.answer(Self.text, device: Self.name)
        try probe.waitForThread()
        try folder.remove(Self.name)
        try folder.write(Self.text, device: Self.name)
        #expect(try probe.read() == Self.good)
    }

    /// Nobody waits for the thread; it ends by itself and hurts nobody.
    @Test func probe_letGoWhileItsThreadHangs_isGoneAtOnce() throws {
        try folder.makePipe(device: Self.name)
        do {
            let probe = probe()
            _ = try probe.begin()
        }
        // More than the thread takes: it closes its end, and has no one to tell.
        let pipe = try folder.openPipe(device: Self.name)
        try pipe.write(contentsOf: Data(repeating: 0x20, count: 1025))
        var end = pollfd(fd: pipe.fileDescriptor, events: 0, revents: 0)
        #expect(poll(&end, 1, 30_000) == 1)
        #expect(end.revents == Int16(POLLERR))
        try pipe.close()
    }

    @Test func driver_whenTheKernelHangs_endsAtItsDeadlineAndComesBack() throws {
        try folder.makePipe(device: Self.name)
        let clock = VirtualClock()
        let probe = probe()
        let sensor = DS18B20(probe: probe, clock: clock)
        #expect(throws: SensorError.notReady) { try sensor.read(sleepingOn: clock) }
        #expect((8_000_000..<9_000_000).contains(clock.monotonicMicroseconds))
        #expect(throws: SensorError.bus(.unanswered)) { try sensor.read(sleepingOn: clock) }
        try folder.answer(Self.text, device: Self.name)
        try probe.waitForThread()
        try folder.remove(Self.name)
        try folder.write(Self.text, device: Self.name)
        _ = try sensor.start()
        try probe.waitForThread()
        #expect(try sensor.collect() == .readings([Reading(.temperature, milli: 22_188)]))
    }
}

// MARK: The simulated chip behind the file

extension KernelOneWireProbeTests {
    @Test func driver_throughTheKernelsText_readsWhatTheChipSays() throws {
        let clock = VirtualClock()
        var truth: Int64 = 0
        let chip = SimulatedDS18B20(clock: clock) {
            Environment(temperatureMilliCelsius: truth)
        }
        let probe = probe()
        let sensor = DS18B20(probe: probe, clock: clock)
        for milli in stride(from: Int64(-55_000), through: 125_000, by: 3571) {
            truth = milli
            chip.convert()
            clock.advance(milliseconds: 750)
            try folder.write(
                KernelW1Text.w1Slave(scratchpad: chip.readScratchpad()), device: Self.name)
            _ = try sensor.start()
            try probe.waitForThread()
            guard case .readings(let readings) = try sensor.collect() else {
                Issue.record("pending at \(milli)")
                return
            }
            #expect(readings.count == 1 && abs(readings[0].milli - milli) <= 32)
        }
    }

    @Test func driver_powerOnValueThroughTheKernelsText_isAnError() throws {
        let chip = SimulatedDS18B20(clock: VirtualClock())
        try folder.write(
            KernelW1Text.w1Slave(scratchpad: chip.readScratchpad()), device: Self.name)
        let probe = probe()
        let sensor = DS18B20(probe: probe, clock: VirtualClock())
        _ = try sensor.start()
        try probe.waitForThread()
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) { try sensor.collect() }
    }
}
