import Foundation
import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

@testable import RueSensorsLinux

/// The part of the kernel's w1_therm that bulk conversions touch, with simulated chips behind it and
/// real files before it. What it does, it does when a test says so.
///
/// The kernel's `therm_bulk_read` is one file; here the state is a file, and orders go to a pipe
/// beside it that is full until they are taken, so that the writer hangs as it does in the kernel.
final class W1KernelModel {
    let folder: FakeW1Folder
    let clock = VirtualClock()
    let bulk = KernelBulkConversion()
    private(set) var chips: [SimulatedDS18B20] = []
    private var truths: [Int64]
    private let orders: FileHandle
    private let scratch: ScratchFolder

    init(milliCelsius: [Int64]) throws {
        folder = try FakeW1Folder()
        scratch = try ScratchFolder()
        truths = milliCelsius
        let pipe = folder.path + "/w1_bus_master1/" + Self.file + ".orders"
        try #require(mkfifo(pipe, 0o600) == 0)
        let descriptor = open(pipe, O_RDWR)
        try #require(descriptor >= 0)
        orders = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        bulk.orderSuffix = ".orders"
        bulk.leastMicroseconds = 0
        for index in truths.indices {
            let chip = SimulatedDS18B20(
                clock: clock, rom: SimulatedDS18B20.rom(seed: UInt64(index) + 1)
            ) { [unowned self] in Environment(temperatureMilliCelsius: truths[index]) }
            chips.append(chip)
            try folder.put(name(index))
        }
        try show(state: "0")
        try showScratchpads()
        try fill()
    }

    func name(_ chip: Int) -> String { chips[chip].code.description }

    func probe(_ chip: Int) -> KernelOneWireProbe {
        KernelOneWireProbe(device: name(chip), folder: folder.path, sharing: bulk)
    }

    func set(_ milliCelsius: Int64, chip: Int) { truths[chip] = milliCelsius }

    /// What `therm_bulk_read` says from now on.
    func show(state: String) throws { try folder.write(state + "\n", file: Self.file) }

    /// Makes the file through which a device is told its resolution.
    func offerResolution(chip: Int) throws {
        try folder.write("", device: name(chip), file: "resolution")
    }

    /// Does what was written there.
    func takeResolution(chip: Int) throws -> String {
        let path = folder.path + "/" + name(chip) + "/resolution"
        let text = String(
            decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        let bits = try #require(Int(text.prefix { $0 != "\n" }))
        let pad = chips[chip].readScratchpad()
        chips[chip].writeScratchpad(
            alarmHigh: pad[2], alarmLow: pad[3],
            configurationRegister: UInt8(truncatingIfNeeded: (bits - 9) << 5 | 0x1F))
        return text
    }

    /// Every device's file says what its chip holds.
    func showScratchpads() throws {
        for (index, chip) in chips.enumerated() {
            let bytes = chip.faults.applied(to: chip.readScratchpad())
            try folder.write(KernelW1Text.w1Slave(scratchpad: bytes), device: name(index))
        }
    }

    /// Takes the order that was written, whole, and lets its writer go.
    func takeOrder() throws -> String {
        _ = try orders.readExactly(Self.capacity)
        let order = try orders.readExactly(8)
        try fill()
        return order
    }

    /// Carries out an order to all.
    func convertAll() throws {
        for chip in chips { chip.convert() }
        clock.advance(milliseconds: 750)
        try show(state: "1")
        try showScratchpads()
    }

    /// Whether somebody waits to have an order taken.
    var isAsked: Bool { bulk.trigger.map { $0.outcome() == nil } ?? false }

    private func fill() throws {
        try #require(fcntl(orders.fileDescriptor, Self.setPipeSize, Int32(Self.capacity)) >= 0)
        try orders.write(contentsOf: Data(repeating: 0x2E, count: Self.capacity))
    }

    private static let file = "therm_bulk_read"
    private static let capacity = 4096
    /// F_SETPIPE_SZ, which Glibc shows with _GNU_SOURCE only (linux/fcntl.h).
    private static let setPipeSize: Int32 = 1031
}

extension FileHandle {
    fileprivate func readExactly(_ count: Int) throws -> String {
        var bytes = Data()
        while bytes.count < count {
            bytes += try #require(try read(upToCount: count - bytes.count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
