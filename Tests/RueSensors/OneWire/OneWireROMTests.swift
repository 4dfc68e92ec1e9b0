import RueSensors
import RueTestSupport
import Testing

@Suite struct OneWireROMTests {
    @Test func text_ofTheKernel_isTheSerialNumberBackwards() throws {
        let rom = try #require(OneWireROM("28-0316a2795dff"))
        #expect(rom.family == 0x28)
        #expect(rom.serial == 0x0316_A279_5DFF)
        #expect(rom.bytes == [0x28, 0xFF, 0x5D, 0x79, 0xA2, 0x16, 0x03, 0x17])
        #expect(rom.description == "28-0316a2795dff")
        #expect(OneWireROM("28-0316A2795DFF") == rom)
    }

    @Test(arguments: zip(Vectors.codes, ["28-00000bbb9b13", "28-0000070e41ac"]))
    func bytes_ofARealChip_areItsNameInTheKernel(bytes: [UInt8], name: String) throws {
        let rom = try #require(OneWireROM(bytes: bytes))
        #expect(rom.description == name)
        #expect(OneWireROM(name)?.bytes == bytes)
    }

    @Test(arguments: [
        "", "28", "28-", "-0316a2795dff", "28-0316a2795df", "28-0316a2795dff0", "2-0316a2795dff",
        "28_0316a2795dff", "28-0316a2795dfg", "28-0316a2795dff-", "28--0316a2795df",
        "28-+316a2795dff", "+8-0316a2795dff", "28-0316a2795dff ", "w1_bus_master1", "28-０316a2795d",
        "../28-0316a2795dff", "28-../../../../x",
    ])
    func text_thatIsNoName_isRefused(text: String) {
        #expect(OneWireROM(text) == nil)
    }

    @Test func bytes_damagedAnywhere_areRefused() {
        for code in Vectors.codes {
            for bit in 0..<64 {
                var bytes = code
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(OneWireROM(bytes: bytes) == nil, "bit \(bit)")
            }
            #expect(OneWireROM(bytes: Array(code.dropLast())) == nil)
            #expect(OneWireROM(bytes: code + [0]) == nil)
        }
    }

    /// Eight zeros pass the checksum: a shorted line would be a device.
    @Test func bytes_ofAStuckLine_areRefused() {
        let zeros = [UInt8](repeating: 0, count: 8)
        #expect(OneWireCRC.of(zeros) == 0)
        #expect(OneWireROM(bytes: zeros) == nil)
        #expect(OneWireROM(bytes: [UInt8](repeating: 0xFF, count: 8)) == nil)
    }

    @Test func code_random_survivesBothForms() {
        var random = SeededRandom(seed: SeededRandom.freshSeed("OneWireROM"))
        for _ in 0..<200 {
            let rom = OneWireROM(
                family: UInt8.random(in: 1...255, using: &random), serial: random.next())
            #expect(rom.serial < 1 << 48)
            #expect(OneWireROM(bytes: rom.bytes) == rom)
            #expect(OneWireROM(rom.description) == rom)
        }
    }

    @Test func looksGenuine_tellsByTheHighestTwoBytes() throws {
        for code in Vectors.codes {
            #expect(DS18B20.looksGenuine(try #require(OneWireROM(bytes: code))))
        }
        for clone in ["28-0316a2795dff", "28-000100000000", "28-800000000000", "10-000802b1c2d3"] {
            #expect(!DS18B20.looksGenuine(try #require(OneWireROM(clone))))
        }
    }
}
