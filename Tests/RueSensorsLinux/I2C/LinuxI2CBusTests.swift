import Foundation
import RueSensors
import RueTestSupport
import Testing

@testable import RueSensorsLinux

@Suite struct LinuxI2CBusTests {
    @Test func transfer_ableAdapter_isOneCombinedTransaction() throws {
        let adapter = FakeAdapter(.combined)
        let bus = LinuxI2CBus(path: "fake", adapter: adapter)
        #expect(try bus.transfer(address: 118, writing: [0xF7], reading: 8) == Array(1...8))
        #expect(adapter.calls == ["select 118", "combined 118 [247] 8"])
    }

    @Test(arguments: [
        ([UInt8](), 1, "read"),
        ([0xD0], 1, "read 208"),
        ([0xD0], 0, "write 208"),
        ([0xE0, 0xB6], 0, "write 224: 182"),
        ([0xF7], 8, "readBlock 247: 8"),
        ([0x88], 32, "readBlock 136: 32"),
        ([1, 2, 3], 0, "writeBlock 1: [2, 3]"),
    ])
    func transfer_smbusAdapter_isTheEquivalentCall(bytes: [UInt8], count: Int, call: String) throws
    {
        let adapter = FakeAdapter([.readBlock, .writeBlock])
        let bus = LinuxI2CBus(path: "fake", adapter: adapter)
        #expect(try bus.transfer(address: 118, writing: bytes, reading: count).count == count)
        #expect(adapter.calls == ["select 118", call])
    }

    @Test(arguments: [
        ([UInt8](), 2), ([1], 33), ([1, 2], 1), ([UInt8](repeating: 0, count: 34), 0),
    ])
    func transfer_whatSMBusCannotDo_isUnsupported(bytes: [UInt8], count: Int) {
        let bus = LinuxI2CBus(path: "fake", adapter: FakeAdapter([.readBlock, .writeBlock]))
        #expect(throws: BusError.unsupported) {
            try bus.transfer(address: 118, writing: bytes, reading: count)
        }
    }

    @Test func transfer_adapterWithoutBlocks_isUnsupported() {
        let bus = LinuxI2CBus(path: "fake", adapter: FakeAdapter([]))
        #expect(throws: BusError.unsupported) {
            try bus.transfer(address: 118, writing: [0xF7], reading: 8)
        }
        #expect(throws: BusError.unsupported) {
            try bus.transfer(address: 118, writing: [1, 2, 3], reading: 0)
        }
    }

    @Test(arguments: [(0, 0), (0, -1), (8193, 0), (1, 8193)])
    func transfer_impossibleSize_isUnsupportedAndNothingIsSent(written: Int, read: Int) {
        let adapter = FakeAdapter(.combined)
        let bus = LinuxI2CBus(path: "fake", adapter: adapter)
        #expect(throws: BusError.unsupported) {
            try bus.transfer(
                address: 118, writing: [UInt8](repeating: 0, count: written), reading: read)
        }
        #expect(adapter.calls.isEmpty)
    }

    @Test func transfer_smbusValueRead_arrives() throws {
        let adapter = FakeAdapter([])
        adapter.results = [0x60]
        let bus = LinuxI2CBus(path: "fake", adapter: adapter)
        #expect(try bus.transfer(address: 118, writing: [0xD0], reading: 1) == [0x60])
    }

    @Test func transfer_shortBlock_isAnError() {
        let adapter = FakeAdapter(.readBlock)
        adapter.blockCount = 5
        let bus = LinuxI2CBus(path: "fake", adapter: adapter)
        #expect(throws: BusError.shortTransfer(expected: 8, actual: 5)) {
            try bus.transfer(address: 118, writing: [0xF7], reading: 8)
        }
    }

    @Test(arguments: [
        (EREMOTEIO, BusError.noAcknowledge), (ENXIO, .noAcknowledge), (ENODEV, .noAcknowledge),
        (ETIMEDOUT, .timedOut),
        (EAGAIN, .arbitrationLost), (EBUSY, .busy), (EOPNOTSUPP, .unsupported),
        (EIO, .os(errno: 5)),
    ])
    func transfer_errnoOfTheKernel_isATypedError(errno: Int32, error: BusError) {
        for abilities in [I2CAbilities.combined, .readBlock] {
            let adapter = FakeAdapter(abilities)
            adapter.results = [-errno]
            let bus = LinuxI2CBus(path: "fake", adapter: adapter)
            #expect(throws: error) { try bus.transfer(address: 118, writing: [1], reading: 8) }
        }
    }

    @Test(arguments: ["bmp280", ""])
    func transfer_addressOfAKernelDriver_namesItAndTouchesNothing(holder: String) {
        let adapter = FakeAdapter(.combined)
        adapter.selectResult = -EBUSY
        adapter.holder = holder
        let bus = LinuxI2CBus(path: "fake", adapter: adapter)
        #expect(throws: BusError.addressBusy(bus: "fake", address: 118, holder: holder)) {
            try bus.transfer(address: 118, writing: [1], reading: 1)
        }
        #expect(adapter.calls == ["select 118"])
    }

    /// As /sys/bus/i2c/devices has it: a folder for each chip, with a link to its driver if any.
    @Test func holder_ofAnAddress_isTheDriverThatTheKernelBoundToIt() throws {
        let folder = try ScratchFolder()
        let files = FileManager.default
        for chip in ["1-0076", "1-0077"] {
            try files.createDirectory(
                atPath: folder.file(chip), withIntermediateDirectories: false)
        }
        try files.createSymbolicLink(
            atPath: folder.file("1-0076/driver"),
            withDestinationPath: "../../../../bus/i2c/drivers/bmp280")
        let holder = { (address: UInt8, bus: Int32) in
            I2CDeviceFile.holder(of: address, bus: bus, in: folder.path)
        }
        #expect(holder(0x76, 1) == "bmp280")
        #expect(holder(0x77, 1) == "")
        #expect(holder(0x76, 0) == "")
        #expect(holder(0x20, 1) == "")
        let claims = LinuxI2CBus.claims(onBus: 1, in: folder.path)
        #expect(claims.map(\.address) == [0x76] && claims.map(\.driver) == ["bmp280"])
        #expect(LinuxI2CBus.claims(onBus: 0, in: folder.path).isEmpty)
        #expect(LinuxI2CBus.claims(onBus: 1, in: folder.file("nowhere")).isEmpty)
    }

    @Test func transfer_interrupted_isRepeatedThreeTimesAtMost() throws {
        let adapter = FakeAdapter(.combined)
        let bus = LinuxI2CBus(path: "fake", adapter: adapter)
        adapter.results = [-EINTR, -EINTR]
        #expect(try bus.transfer(address: 118, writing: [1], reading: 2) == [1, 2])
        adapter.results = [-EINTR, -EINTR, -EINTR, -EINTR]
        #expect(throws: BusError.os(errno: EINTR)) {
            try bus.transfer(address: 118, writing: [1], reading: 2)
        }
        #expect(adapter.results.count == 1)
    }

    @Test func close_twiceAndByTheLastOwner_closesOnce() {
        let adapter = FakeAdapter(.combined)
        do {
            let bus = LinuxI2CBus(path: "fake", adapter: adapter)
            bus.close()
            bus.close()
            #expect(throws: BusError.closed) {
                try bus.transfer(address: 118, writing: [1], reading: 1)
            }
        }
        #expect(adapter.calls == ["close"])
        let other = FakeAdapter(.combined)
        do { _ = LinuxI2CBus(path: "fake", adapter: other) }
        #expect(other.calls == ["close"])
    }

    @Test func init_fileThatIsNotABus_saysSo() throws {
        let folder = try ScratchFolder()
        let missing = folder.file("i2c-1")
        #expect(throws: BusError.cannotOpen(path: missing, errno: ENOENT)) {
            try LinuxI2CBus(path: missing)
        }
        let plain = try folder.write("", to: "plain")
        #expect(throws: BusError.cannotOpen(path: plain, errno: ENOTTY)) {
            try LinuxI2CBus(path: plain)
        }
    }

    @Test func path_ofANumber_isItsDeviceFile() {
        #expect(LinuxI2CBus.path(of: 1) == "/dev/i2c-1")
    }

    @Test func availableNumbers_amongOtherFiles_areThoseOfTheBuses() throws {
        let folder = try ScratchFolder()
        #expect(try LinuxI2CBus.availableNumbers(in: folder.path) == [])
        for name in ["i2c-10", "i2c-1", "i2c-", "i2c-x", "i2c-2x", "i2c--3", "i2c", "spidev0.0"] {
            try folder.write("", to: name)
        }
        #expect(try LinuxI2CBus.availableNumbers(in: folder.path) == [1, 10])
        let missing = folder.file("none")
        #expect(throws: BusError.cannotOpen(path: missing, errno: ENOENT)) {
            try LinuxI2CBus.availableNumbers(in: missing)
        }
    }
}
