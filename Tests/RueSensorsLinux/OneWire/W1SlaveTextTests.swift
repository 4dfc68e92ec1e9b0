import RueSensors
import RueSensorsSimulation
import Testing

@testable import RueSensorsLinux

@Suite struct W1SlaveTextTests {
    private static let good: [UInt8] = [0x63, 0x01, 0x4B, 0x46, 0x7F, 0xFF, 0x0D, 0x10, 0x15]
    private static let whole = KernelW1Text.w1Slave(scratchpad: good)

    private static func decode(_ text: String) throws(BusError) -> [UInt8] {
        try W1SlaveText.scratchpad(in: Array(text.utf8), of: "/w1_slave")
    }

    @Test func text_ofTheKernel_isTheScratchpad() throws {
        #expect(try Self.decode(Self.whole) == Self.good)
    }

    /// The driver decides, from the bytes: a wrong checksum is more than "no".
    @Test func text_withVerdictNo_isTheDamagedScratchpad() throws {
        for bit in 0..<72 {
            var bytes = Self.good
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let text = KernelW1Text.w1Slave(scratchpad: bytes, lastGood: Self.good)
            #expect(text.contains(" NO\n"))
            #expect(try Self.decode(text) == bytes)
            #expect(throws: SensorError.self) { try DS18B20.Scratchpad(bytes) }
        }
    }

    /// What many scripts do with this file.
    private static func naive(_ text: String) -> Int? {
        text.components("t=").last.flatMap { Int($0.prefix { $0 != "\n" }) }
    }

    @Test func text_withVerdictNo_hasATemperatureThatIsNone() throws {
        var bytes = Self.good
        bytes[1] = 0x05
        let text = KernelW1Text.w1Slave(scratchpad: bytes, lastGood: Self.good)
        #expect(Self.naive(text) == 86_187)
        let pad = try Self.decode(text)
        #expect(
            throws: SensorError.checksumMismatch(expected: OneWireCRC.of(bytes[..<8]), actual: 0x15)
        ) {
            try DS18B20.Scratchpad(pad)
        }
    }

    @Test func text_ofAShortedLine_isItsZerosWhateverTheVerdict() throws {
        let zeros = [UInt8](repeating: 0, count: 9)
        let yes = KernelW1Text.w1Slave(scratchpad: zeros)
        #expect(yes.contains("crc=00 YES"))
        #expect(Self.naive(yes) == 0)
        #expect(try Self.decode(yes) == zeros)
        let no = "00 00 00 00 00 00 00 00 00 : crc=00 NO\n"
        #expect(try Self.decode(no) == zeros)
    }

    @Test func text_thatIsEmpty_isAnAbsentSensor() {
        #expect(throws: BusError.noPresence) { try Self.decode("") }
    }

    /// Cut anywhere within the first line: an error, and none that calls it a value.
    @Test func text_cutAnywhere_isAnErrorUntilTheLineIsWhole() throws {
        let line = try #require(Self.whole.split(separator: "\n").first)
        for count in 1...line.utf8.count {
            let cut = String(Self.whole.prefix(count))
            let endsWithAByte = count <= 24 && count % 3 != 1
            let error: BusError =
                endsWithAByte
                ? .shortTransfer(expected: 9, actual: (count + 1) / 3)
                : .malformed(path: "/w1_slave", text: cut)
            #expect(throws: error) { try Self.decode(cut) }
        }
        #expect(try Self.decode(String(Self.whole.prefix(line.utf8.count + 1))) == Self.good)
    }

    @Test(arguments: [
        "\n", "\n\n", "YES\n", "63 01 4b 46 7f ff 0d 10 15 : crc=15 YES",
        "63 01 4b 46 7f ff 0d 10 15 : crc=14 YES\n", "63 01 4b 46 7f ff 0d 10 15 : crc=15 NO\n",
        "63 01 4b 46 7f ff 0d 10 14 : crc=15 YES\n", "63 01 4b 46 7f ff 0d 10 15 : crc=15 yes\n",
        "63 01 4b 46 7f ff 0d 10 15 ; crc=15 YES\n", "63 01 4b 46 7f ff 0d 10 15 : CRC=15 YES\n",
        "63 01 4b 46 7f ff 0d 10 15 : crc=15 YES YES\n",
        "63 01 4b 46 7f ff 0d 10 15 15 : crc=15 YES\n",
        "63 01 4b 46 7f ff 0d 10 : crc=15 YES\n", "63 01 4b 46 7f ff 0d 10 xx : crc=15 YES\n",
        "0x63 01 4b 46 7f ff 0d 10 15 : crc=15 YES\n", "630 01 4b 46 7f ff 0d 10 15 : crc=15 YES\n",
        "28.5\n", "+3 01 4b 46 7f ff 0d 10 15 : crc=15 YES\n",
    ])
    func text_thatTheKernelDoesNotWrite_isRefused(text: String) {
        let line = String(text.prefix { $0 != "\n" })
        let error: BusError =
            line.isEmpty
            ? .shortTransfer(expected: 9, actual: 0) : .malformed(path: "/w1_slave", text: line)
        #expect(throws: error) { try Self.decode(text) }
    }

    /// A file that is empty, as the kernel leaves it after an error, is 0 °C for those who read it as C's
    /// atoi does.
    @Test func naiveReader_ofAnEmptyFile_readsZeroDegrees() {
        let naive = { (text: String) in Int(text) ?? 0 }
        #expect(naive("21375") == 21_375)
        #expect(naive("") == 0)
        #expect(throws: BusError.noPresence) { try Self.decode("") }
    }

    @Test func garbage_inAMessage_isShortAndPrintable() {
        let garbage = [UInt8(0x1B), 0x07, 0xFF, 0x41] + [UInt8](repeating: 0x42, count: 1000)
        let error = #expect(throws: BusError.self) {
            try W1SlaveText.scratchpad(in: garbage, of: "/w1_slave")
        }
        let excerpt = "???A" + String(repeating: "B", count: 44) + "..."
        #expect(error == .malformed(path: "/w1_slave", text: excerpt))
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
