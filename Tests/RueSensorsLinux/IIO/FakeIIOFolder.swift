import Foundation
import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

@testable import RueSensorsLinux

/// A folder that looks like /sys/bus/iio/devices, with real files and pipes in it.
struct FakeIIOFolder {
    private let scratch: ScratchFolder
    var path: String { scratch.path }

    init() throws { scratch = try ScratchFolder() }

    func write(_ text: String, _ file: String, of number: Int = 0) throws {
        let device = "iio:device\(number)"
        try FileManager.default.createDirectory(
            atPath: scratch.file(device), withIntermediateDirectories: true)
        try scratch.write(text, to: device + "/" + file)
    }

    /// A device with the values that it has.
    func add(
        _ name: String, temperature: String? = nil, humidity: String? = nil,
        pressure: String? = nil, number: Int = 0
    ) throws {
        try write(name + "\n", "name", of: number)
        for (value, channel) in [
            (temperature, "in_temp_input"), (humidity, "in_humidityrelative_input"),
            (pressure, "in_pressure_input"),
        ] {
            if let value { try write(value + "\n", channel, of: number) }
        }
    }

    func remove(_ file: String? = nil, of number: Int = 0) throws {
        let name = file.map { "/" + $0 } ?? ""
        try FileManager.default.removeItem(atPath: scratch.file("iio:device\(number)" + name))
    }

    /// A channel whose reader waits until someone ``answer(_:_:)``s.
    func makePipe(_ channel: String) throws {
        #expect(mkfifo(scratch.file("iio:device0/" + channel), 0o600) == 0)
    }

    /// A channel that cannot be read.
    func makeFolder(_ channel: String) throws {
        try FileManager.default.createDirectory(
            atPath: scratch.file("iio:device0/" + channel), withIntermediateDirectories: true)
    }

    /// A channel that links to another file: one of the kernel's own, which fails as it does.
    func link(_ channel: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: scratch.file("iio:device0/" + channel), withDestinationPath: target)
    }

    /// Waits for the reader, and lets it have the text.
    func answer(_ text: String, _ channel: String) throws {
        let pipe = try #require(
            FileHandle(forWritingAtPath: scratch.file("iio:device0/" + channel)))
        try pipe.write(contentsOf: Data(text.utf8))
        try pipe.close()
    }
}

extension KernelIIOSensor {
    /// Waits until the helper thread has answered, for at most 30 s.
    func waitForThread() throws {
        var descriptor = pollfd(
            fd: try #require(reading).descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&descriptor, 1, 30_000) == 1, "the helper thread does not answer")
    }

    /// A whole sample.
    func sample() throws -> [Reading] {
        _ = try start()
        for _ in quantities {
            try waitForThread()
            if case .readings(let readings) = try collect() { return readings }
        }
        throw SensorError.notReady
    }
}
