import Foundation
import RueSensors
import RueTestSupport
import Testing

@testable import RueSensorsLinux

/// A folder that looks like /sys/bus/w1/devices, with real files and pipes in it.
struct FakeW1Folder {
    private let scratch: ScratchFolder
    var path: String { scratch.path }

    /// With a bus master, which the overlay makes.
    init(hasMaster: Bool = true) throws {
        scratch = try ScratchFolder()
        if hasMaster { try makeFolder("w1_bus_master1") }
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: scratch.file(name), withIntermediateDirectories: true)
    }

    /// Puts a device onto a bus of the kernel's, as the folder of a bus master shows it.
    func put(_ device: String, on master: String = "w1_bus_master1") throws {
        try makeFolder(master + "/" + device)
    }

    /// Writes what is in a file of a bus master.
    func write(_ text: String, of master: String = "w1_bus_master1", file: String) throws {
        try scratch.write(text, to: master + "/" + file)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: scratch.file(name))
    }

    /// A device whose file answers at once.
    func write(_ text: String, device: String, file: String = "w1_slave") throws {
        try makeFolder(device)
        try scratch.write(text, to: device + "/" + file)
    }

    /// A device whose file makes its reader wait until someone ``answer(_:device:)``s.
    func makePipe(device: String) throws {
        try makeFolder(device)
        #expect(mkfifo(scratch.file(device + "/w1_slave"), 0o600) == 0)
    }

    /// Waits for the reader, and lets it have the text. The pipe is another one then.
    func answer(_ text: String, device: String) throws {
        let pipe = try openPipe(device: device)
        try pipe.write(contentsOf: Data(text.utf8))
        try pipe.close()
    }

    /// Waits for the reader: for as long as the kernel would keep it, were it the kernel.
    func openPipe(device: String) throws -> FileHandle {
        try #require(FileHandle(forWritingAtPath: scratch.file(device + "/w1_slave")))
    }
}

extension KernelOneWireProbe {
    /// Goes on until there is an answer, waiting for the helper threads only, each for 30 s at most.
    func settle(_ bulk: KernelBulkConversion? = nil) throws -> [UInt8] {
        for _ in 0..<10 {
            if let bytes = try finish() { return bytes }
            let thread = try #require(
                reading?.descriptor ?? setting?.descriptor ?? bulk?.trigger?.descriptor)
            var entry = pollfd(fd: thread, events: Int16(POLLIN), revents: 0)
            try #require(poll(&entry, 1, 30_000) == 1, "the helper thread does not answer")
        }
        throw BusError.timedOut
    }

    /// Waits until the helper thread has answered, for at most 30 s.
    func waitForThread() throws {
        var descriptor = pollfd(
            fd: try #require(reading).descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&descriptor, 1, 30_000) == 1, "the helper thread does not answer")
    }

    /// A whole reading.
    func read() throws -> [UInt8]? {
        _ = try begin()
        try waitForThread()
        return try finish()
    }
}
