import Foundation
import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

@testable import RueSensorsLinux

/// The resolution of a probe behind the kernel's bus.
@Suite struct KernelResolutionTests {
    private let kernel: W1KernelModel

    init() throws {
        kernel = try W1KernelModel(milliCelsius: [21_437])
        try kernel.offerResolution(chip: 0)
        try convert()
    }

    private func convert() throws {
        try kernel.convertAll()
        try kernel.show(state: "0")
    }

    private func wait(_ descriptor: Int32?) throws {
        var entry = pollfd(fd: try #require(descriptor), events: Int16(POLLIN), revents: 0)
        try #require(poll(&entry, 1, 30_000) == 1)
    }

    @Test(arguments: [DS18B20.Resolution.bits9, .bits10, .bits11])
    func read_chipOfAnotherResolution_isToldOnceAndConvertsAgain(
        resolution: DS18B20.Resolution
    ) throws {
        let probe = kernel.probe(0)
        _ = try probe.begin(resolution: resolution)
        try probe.waitForThread()
        #expect(try probe.finish() == nil)
        try wait(probe.setting?.descriptor)
        #expect(try kernel.takeResolution(chip: 0) == "\(resolution.bitCount)\n")
        try convert()
        #expect(try probe.finish() == nil)
        let bytes = try probe.settle()
        #expect(bytes[2...4] == [0x4B, 0x46, resolution.configurationRegister])
        #expect(try DS18B20.Scratchpad(bytes).resolution == resolution)
        #expect(kernel.chips[0].copyCount == 0)
        // From now on it is due sooner, and nothing more is written.
        try kernel.folder.remove(kernel.name(0) + "/resolution")
        #expect(
            try probe.begin(resolution: resolution) == resolution.conversionMicroseconds + 50_000)
        #expect(try probe.settle() == bytes)
    }

    @Test func read_chipThatHasTheResolution_needsNoFile() throws {
        try kernel.folder.remove(kernel.name(0) + "/resolution")
        let probe = kernel.probe(0)
        _ = try probe.begin(resolution: .bits12)
        #expect(try DS18B20.Scratchpad(probe.settle()).resolution == .bits12)
    }

    /// The kernel still believes in 9 bits and waits 95 ms, but the chip was reset to 12: what it
    /// shows is what it had before.
    @Test func read_chipThatWasResetUnderTheKernel_convertsAnewAndGivesNoOldValue() throws {
        let probe = kernel.probe(0)
        kernel.set(30_000, chip: 0)
        kernel.chips[0].convert()
        kernel.clock.advance(milliseconds: 95)
        try kernel.showScratchpads()
        #expect(NaiveKernelReader.milli(kernel.folder, kernel.name(0)) == 21_437)
        _ = try probe.begin(resolution: .bits9)
        try probe.waitForThread()
        #expect(try probe.finish() == nil)
        try wait(probe.setting?.descriptor)
        kernel.clock.advance(milliseconds: 750)
        _ = try kernel.takeResolution(chip: 0)
        try convert()
        #expect(try DS18B20.Scratchpad(probe.settle()).milliCelsius == 30_000)
    }

    /// The kernel reports no clone that keeps what it has.
    @Test func read_cloneThatKeepsItsResolution_isAnErrorAndNoLoop() throws {
        kernel.chips[0].faults.refusesResolution = true
        let probe = kernel.probe(0)
        _ = try probe.begin(resolution: .bits9)
        try probe.waitForThread()
        #expect(try probe.finish() == nil)
        try wait(probe.setting?.descriptor)
        #expect(try probe.finish() == nil)
        let playback = try probe.settle()
        #expect(DS18B20.Resolution.bits9.differs(from: playback))
    }

    @Test(arguments: [("/none", ENOENT), ("/sys/kernel/uevent_seqnum", EACCES)])
    func read_fileThatCannotBeWritten_isAnErrorThatSaysWhatToDo(
        target: String, errno: Int32
    ) throws {
        let path = kernel.folder.path + "/" + kernel.name(0) + "/resolution"
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        let probe = kernel.probe(0)
        _ = try probe.begin(resolution: .bits9)
        let error = #expect(throws: BusError.self) { try probe.settle() }
        guard case .cannotSetResolution(path, let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        // A sandbox may mount /sys so that nothing is written there.
        #expect(found == errno || found == EROFS)
        #expect(error?.description.contains("do without `resolution`") == true)
        // Without it, the probe reads.
        _ = try probe.begin(resolution: nil)
        #expect(try DS18B20.Scratchpad(probe.settle()).resolution == .bits12)
    }
}

/// A reader as the examples have it.
private enum NaiveKernelReader {
    static func milli(_ folder: FakeW1Folder, _ device: String) -> Int? {
        let path = folder.path + "/" + device + "/w1_slave"
        let text = FileManager.default.contents(atPath: path) ?? Data()
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.contains("YES") else { return nil }
        return words.last.flatMap { Int($0.dropFirst(2)) }
    }
}
