import Foundation
import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

@testable import RueSensorsLinux

/// Several probes behind the kernel's bus, converting at once.
@Suite struct KernelBulkConversionTests {
    private func milli(_ bytes: [UInt8]) throws -> Int64 {
        try DS18B20.Scratchpad(bytes).milliCelsius
    }

    @Test func probesThatStartTogether_giveOneOrderAndReadEach() throws {
        let kernel = try W1KernelModel(milliCelsius: [-18_000, 4_062, 21_375])
        let probes = (0..<3).map { kernel.probe($0) }
        for round in 1...2 {
            for probe in probes { #expect(try probe.begin() == 800_000) }
            for probe in probes { #expect(try probe.finish() == nil) }
            #expect(try kernel.takeOrder() == "trigger\n")
            try kernel.convertAll()
            let values = try probes.map { try milli($0.settle(kernel.bulk)) }
            #expect(values == [-18_000, 4_063, 21_375])
            #expect(kernel.chips.map(\.conversionCount) == [round, round, round])
            #expect(!kernel.isAsked)
        }
    }

    @Test func begin_whileAnOrderIsCarriedOut_joinsIt() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        let (first, second) = (kernel.probe(0), kernel.probe(1))
        _ = try first.begin()
        let order = try #require(kernel.bulk.trigger)
        #expect(try first.finish() == nil)
        _ = try second.begin()
        #expect(kernel.bulk.trigger === order)
        _ = try kernel.takeOrder()
        try kernel.convertAll()
        #expect(try milli(second.settle(kernel.bulk)) == 2000)
        #expect(try milli(first.settle(kernel.bulk)) == 1000)
        // The next one is asked for anew: what was read is not read again.
        _ = try first.begin()
        #expect(kernel.bulk.trigger !== order)
        _ = try kernel.takeOrder()
    }

    /// What each chip's memory says is checked as ever: nothing of it is lost by sharing.
    @Test func sharedConversion_ofChipsInTrouble_costsTheirsAlone() throws {
        let kernel = try W1KernelModel(milliCelsius: [85_000, 21_375, 3000, 5000])
        kernel.chips[1].faults.losesPower = true
        kernel.chips[2].faults.readsZeros = true
        kernel.chips[3].faults.flippedBit = 5
        let sensors = (0..<4).map { kernel.probe($0) }
        for probe in sensors { _ = try probe.begin() }
        _ = try kernel.takeOrder()
        try kernel.convertAll()
        let pads = try sensors.map { try $0.settle(kernel.bulk) }
        #expect(try milli(pads[0]) == 85_000)
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) { try milli(pads[1]) }
        #expect(throws: SensorError.shortedBus) { try milli(pads[2]) }
        #expect(throws: SensorError.self) { try milli(pads[3]) }
        // Through the file `temperature` the first two are the same, and the third is 0 °C.
        #expect(pads[0...2].map(Self.naiveTemperature) == ["85000\n", "85000\n", "0\n"])
    }

    /// The kernel's file `temperature`, which has no memory of what the chip held beside it.
    private static func naiveTemperature(_ scratchpad: [UInt8]) -> String {
        let raw = Int16(bitPattern: UInt16(scratchpad[1]) << 8 | UInt16(scratchpad[0]))
        return "\(Int(raw) * 1000 / 16)\n"
    }
}

// MARK: Where it is not to be had

extension KernelBulkConversionTests {
    private func readAlone(_ kernel: W1KernelModel, chip: Int) throws -> Int64 {
        let probe = kernel.probe(chip)
        _ = try probe.begin()
        #expect(!kernel.isAsked)
        return try milli(probe.settle())
    }

    @Test func begin_ofTheOnlyProbe_asksForNoConversionOfAll() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000])
        try kernel.convertAll()
        try kernel.show(state: "0")
        #expect(try readAlone(kernel, chip: 0) == 1000)
    }

    /// A file that is not there, and one that even root may not write to.
    @Test(arguments: ["/none", "/sys/kernel/uevent_seqnum"])
    func begin_withoutPermission_convertsAloneWithoutAnError(target: String) throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        try kernel.convertAll()
        try kernel.show(state: "0")
        kernel.bulk.orderSuffix = ".forbidden"
        try FileManager.default.createSymbolicLink(
            atPath: kernel.folder.path + "/w1_bus_master1/therm_bulk_read.forbidden",
            withDestinationPath: target)
        let other = kernel.probe(1)
        #expect(try readAlone(kernel, chip: 0) == 1000)
        _ = try other.begin()
        #expect(try milli(other.settle()) == 2000)
        #expect(kernel.bulk.trigger == nil)
    }

    /// Linux before 5.8 has no such file, and later ones have it for one bus only.
    @Test func begin_onABusWithoutTheFile_convertsAlone() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        try kernel.convertAll()
        try kernel.folder.remove("w1_bus_master1/" + kernel.name(1))
        try kernel.folder.put(kernel.name(1), on: "w1_bus_master2")
        let (here, there) = (kernel.probe(0), kernel.probe(1))
        _ = try there.begin()
        #expect(kernel.bulk.trigger == nil)
        #expect(try milli(there.settle()) == 2000)
        _ = try here.begin()
        #expect(kernel.isAsked)
        _ = try kernel.takeOrder()
    }

    @Test func begin_stateThatTheKernelDoesNotWrite_isAnError() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000])
        try kernel.show(state: "busy")
        let path = kernel.folder.path + "/w1_bus_master1/therm_bulk_read"
        #expect(throws: BusError.malformed(path: path, text: "busy?")) {
            try kernel.probe(0).begin()
        }
    }
}

// MARK: Old values

extension KernelBulkConversionTests {
    /// A reader as the examples have it: opens the file, takes what is there.
    private func naiveRead(_ kernel: W1KernelModel) throws -> Int64 {
        let path = kernel.folder.path + "/" + kernel.name(0) + "/w1_slave"
        let text = try #require(FileManager.default.contents(atPath: path))
        return try milli(W1SlaveText.scratchpad(in: [UInt8](text), of: path))
    }

    /// The device's file gives the old result first, and converts when it is read again.
    private func serveOldThenNew(_ kernel: W1KernelModel, _ probe: KernelOneWireProbe) throws {
        let old = KernelW1Text.w1Slave(scratchpad: kernel.chips[0].readScratchpad())
        kernel.chips[0].convert()
        kernel.clock.advance(milliseconds: 750)
        let new = KernelW1Text.w1Slave(scratchpad: kernel.chips[0].readScratchpad())
        try kernel.folder.remove(kernel.name(0))
        try kernel.folder.makePipe(device: kernel.name(0))
        #expect(try probe.finish() == nil)
        try kernel.folder.answer(old, device: kernel.name(0))
        try probe.waitForThread()
        #expect(try probe.finish() == nil)
        try kernel.folder.answer(new, device: kernel.name(0))
    }

    /// Root's script asked for a conversion of all an hour ago, and read one chip only.
    @Test func read_resultOfAnotherProgramsConversion_isReadAway() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        try kernel.convertAll()
        kernel.set(30_000, chip: 0)
        #expect(try naiveRead(kernel) == 1000)
        let probe = KernelOneWireProbe(device: kernel.name(0), folder: kernel.folder.path)
        let pipe = kernel.folder
        let text = KernelW1Text.w1Slave(scratchpad: kernel.chips[0].readScratchpad())
        try pipe.remove(kernel.name(0))
        try pipe.makePipe(device: kernel.name(0))
        _ = try probe.begin()
        try pipe.answer(text, device: kernel.name(0))
        try probe.waitForThread()
        #expect(try probe.finish() == nil)
        kernel.chips[0].convert()
        kernel.clock.advance(milliseconds: 750)
        try pipe.answer(
            KernelW1Text.w1Slave(scratchpad: kernel.chips[0].readScratchpad()),
            device: kernel.name(0))
        #expect(try milli(probe.settle()) == 30_000)
    }

    /// Nobody answered the resets: the kernel says nothing of it, and offers what was before.
    @Test func read_orderThatWasNotCarriedOut_isNotTakenForAConversion() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        try kernel.convertAll()
        kernel.bulk.leastMicroseconds = nil
        let (probe, other) = (kernel.probe(0), kernel.probe(1))
        _ = try probe.begin()
        kernel.set(30_000, chip: 0)
        _ = try kernel.takeOrder()
        #expect(try naiveRead(kernel) == 1000)
        try waitForOrder(kernel)
        try serveOldThenNew(kernel, probe)
        #expect(try milli(probe.settle()) == 30_000)
        other.abandon()
    }

    /// Another program's conversion runs: its end is waited for, its result is not ours.
    @Test func read_whileAnotherProgramConverts_waitsAndThenConverts() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        try kernel.convertAll()
        try kernel.show(state: "-1")
        let (probe, other) = (kernel.probe(0), kernel.probe(1))
        _ = try probe.begin()
        for _ in 0..<100 { #expect(try probe.finish() == nil) }
        #expect(!kernel.isAsked && probe.reading == nil)
        kernel.set(30_000, chip: 0)
        try kernel.show(state: "1")
        try serveOldThenNew(kernel, probe)
        #expect(try milli(probe.settle()) == 30_000)
        other.abandon()
    }

    /// The file is empty for as long as all convert: that is not an absent chip.
    @Test func read_emptyFileDuringAConversionOfAll_isReadAgain() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        let (probe, other) = (kernel.probe(0), kernel.probe(1))
        _ = try probe.begin()
        _ = try kernel.takeOrder()
        try waitForOrder(kernel)
        try kernel.folder.write("", device: kernel.name(0))
        #expect(try probe.finish() == nil)
        try probe.waitForThread()
        // Meanwhile the other one has asked.
        _ = try other.begin()
        try kernel.show(state: "-1")
        #expect(try probe.finish() == nil)
        #expect(try probe.finish() == nil)
        _ = try kernel.takeOrder()
        try kernel.convertAll()
        #expect(try milli(probe.settle(kernel.bulk)) == 1000)
        #expect(try milli(other.settle(kernel.bulk)) == 2000)
        // And of an absent one it is.
        _ = try probe.begin()
        _ = try kernel.takeOrder()
        try kernel.convertAll()
        try kernel.folder.write("", device: kernel.name(0))
        #expect(throws: BusError.noPresence) { try probe.settle(kernel.bulk) }
    }

    private func waitForOrder(_ kernel: W1KernelModel) throws {
        var entry = pollfd(
            fd: try #require(kernel.bulk.trigger).descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&entry, 1, 30_000) == 1)
    }
}

// MARK: What hangs

extension KernelBulkConversionTests {
    @Test func driver_whenTheKernelKeepsTheOrder_endsAtItsDeadlineWithOneThread() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        let clock = VirtualClock()
        let sensors = (0..<2).map { DS18B20(probe: kernel.probe($0), clock: clock) }
        #expect(throws: SensorError.notReady) { try sensors[0].read(sleepingOn: clock) }
        let order = try #require(kernel.bulk.trigger)
        #expect(throws: SensorError.notReady) { try sensors[1].read(sleepingOn: clock) }
        #expect(kernel.bulk.trigger === order)
        _ = try kernel.takeOrder()
    }

    @Test func probe_thatIsLetGoOf_countsNoLonger() throws {
        let kernel = try W1KernelModel(milliCelsius: [1000, 2000])
        try kernel.convertAll()
        try kernel.show(state: "0")
        do { _ = kernel.probe(1) }
        let probe = kernel.probe(0)
        _ = try probe.begin()
        #expect(kernel.bulk.trigger == nil)
        #expect(try milli(probe.settle()) == 1000)
    }
}
