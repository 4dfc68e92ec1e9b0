import RueSensors
import Testing

@Suite struct ScratchpadTests {
    private static func decode(_ bytes: [UInt8]) throws(SensorError) -> Int64 {
        try DS18B20.Scratchpad(bytes).milliCelsius
    }

    @Test func vectors_ofRealChips_decode() throws {
        #expect(try Self.decode(Vectors.scratchpads[1].bytes) == 30_000)
        #expect(try Self.decode(Vectors.scratchpads[2].bytes) == 22_188)
        let warm = try DS18B20.Scratchpad(Vectors.scratchpads[1].bytes)
        #expect(warm.sixteenths == 480)
        #expect(warm.resolution == .bits10)
        #expect((warm.alarmHigh, warm.alarmLow) == (0, 0))
        #expect(!warm.isSuspect)
        let usual = try DS18B20.Scratchpad(Vectors.scratchpads[2].bytes)
        #expect((usual.alarmHigh, usual.alarmLow) == (0x4B, 0x46))
        #expect(usual.resolution == .bits12)
    }

    /// The datasheet's table 1, and the vectors below zero.
    @Test(arguments: [
        (0x07D0, 125_000), (0x0551, 85_063), (0x0191, 25_063), (0x00A2, 10_125), (0x0008, 500),
        (0x0000, 0), (0xFFF8, -500), (0xFF5E, -10_125), (0xFE6F, -25_063), (0xFC90, -55_000),
    ])
    func register_ofTheDatasheet_isItsTemperature(register: Int, milli: Int64) throws {
        let raw = Int16(truncatingIfNeeded: register)
        #expect(try Self.decode(ScratchpadBytes.of(raw)) == milli)
    }

    /// Every value that the chip can have: sixteenths times 62.5, halves away from zero, and back.
    @Test func everyValue_ofTwelveBits_isExactToHalfAThousandth() throws {
        for raw in Int16(-880)...2000 {
            let milli = try Self.decode(ScratchpadBytes.of(raw))
            let exactDoubled = Int64(raw) * 125
            #expect(abs(2 * milli - exactDoubled) <= 1)
            #expect(milli.magnitude * 2 >= exactDoubled.magnitude)
            #expect(Int16((Double(milli) * 16 / 1000).rounded()) == raw)
        }
    }

    @Test func everyRegister_outsideTheRange_isAnErrorThatNamesIt() {
        let outside = (Int16.min...Int16.max).filter { !(-880...2000).contains($0) }
        #expect(outside.filter { !Self.isRefusedByName($0) } == [])
    }

    private static func isRefusedByName(_ raw: Int16) -> Bool {
        do throws(SensorError) {
            _ = try decode(ScratchpadBytes.of(raw))
            return false
        } catch {
            switch error {
            case .powerOnValue(127_938): return raw == 0x07FF
            case .outOfRange(.temperature, let milli):
                return abs(2 * milli - Int64(raw) * 125) <= 1 && raw != 0x07FF
            default: return false
            }
        }
    }

    /// The bits that a resolution leaves undefined hold anything, and mean nothing.
    @Test(arguments: zip(DS18B20.Resolution.allCases, [Int16(7), 3, 1, 0]))
    func undefinedBits_whateverTheyHold_areMasked(
        resolution: DS18B20.Resolution, undefined: Int16
    ) throws {
        let register = resolution.configurationRegister
        for raw in Int16(-880)...1999 {
            let pad = try DS18B20.Scratchpad(ScratchpadBytes.of(raw, register: register))
            #expect(pad.sixteenths == raw & ~undefined)
            #expect(pad.resolution == resolution)
        }
        #expect(DS18B20.Resolution(configurationRegister: register) == resolution)
    }

    @Test func resolutions_haveTheTimesOfTheDatasheet() {
        #expect(DS18B20.Resolution.allCases.map(\.bitCount) == [9, 10, 11, 12])
        #expect(
            DS18B20.Resolution.allCases.map(\.configurationRegister) == [0x1F, 0x3F, 0x5F, 0x7F])
        #expect(
            DS18B20.Resolution.allCases.map(\.conversionMicroseconds)
                == [93_750, 187_500, 375_000, 750_000])
    }

    @Test(arguments: [UInt8(0xFF), 0x60, 0x00, 0x7E])
    func configurationRegister_withImpossibleBits_isSuspect(register: UInt8) throws {
        #expect(try DS18B20.Scratchpad(ScratchpadBytes.of(0x0191, register: register)).isSuspect)
    }

    @Test(arguments: [0, 1, 8, 10])
    func bytes_ofAnotherCount_areAShortTransfer(count: Int) {
        #expect(throws: SensorError.bus(.shortTransfer(expected: 9, actual: count))) {
            try Self.decode([UInt8](repeating: 0, count: count))
        }
    }
}

// MARK: Traps

extension ScratchpadTests {
    /// w1thermsensor #114: garbage when a sensor is unplugged.
    @Test func damage_ofOneOrTwoBits_isNoticed() throws {
        for (whole, _) in Vectors.scratchpads {
            let pairs = (0..<72).flatMap { first in (first..<72).map { (first, $0) } }
            let unnoticed = pairs.filter { first, second in
                var bytes = whole
                bytes[first / 8] ^= 1 << UInt8(first % 8)
                if second != first { bytes[second / 8] ^= 1 << UInt8(second % 8) }
                return !Self.isRefusedByItsChecksum(bytes)
            }
            #expect(unnoticed.isEmpty)
        }
        var bytes = Vectors.scratchpads[2].bytes
        bytes[1] ^= 4
        #expect(NaiveThermometer.unchecked(bytes) == 86_187)
    }

    private static func isRefusedByItsChecksum(_ bytes: [UInt8]) -> Bool {
        do throws(SensorError) {
            _ = try decode(bytes)
            return false
        } catch {
            let expected = OneWireCRC.of(bytes[..<8])
            return error == .checksumMismatch(expected: expected, actual: bytes[8])
        }
    }

    @Test func zeros_ofAShortedLine_areNotZeroDegrees() {
        let zeros = [UInt8](repeating: 0, count: 9)
        #expect(throws: SensorError.shortedBus) { try Self.decode(zeros) }
        #expect(NaiveThermometer.checksumAlone(zeros) == 0)
        // A real 0 °C is one.
        #expect((try? Self.decode(ScratchpadBytes.of(0))) == 0)
    }

    @Test func ones_ofAnAbsentDevice_areNotBelowZero() {
        let ones = [UInt8](repeating: 0xFF, count: 9)
        #expect(throws: SensorError.noAnswer) { try Self.decode(ones) }
        #expect(NaiveThermometer.unchecked(ones) == -62)
    }

    /// DallasTemperature #289, w1thermsensor #46.
    @Test func powerOnValue_isNotATemperature() throws {
        let powerOn = Vectors.scratchpads[0].bytes
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) { try Self.decode(powerOn) }
        #expect(NaiveThermometer.checksumAlone(powerOn) == 85_000)
        let lower = ScratchpadBytes.of(0x0550, register: 0x1F, count: 0x0C)
        #expect(throws: SensorError.powerOnValue(milli: 85_000)) { try Self.decode(lower) }
    }

    @Test func real85Degrees_areATemperature() throws {
        let hot = ScratchpadBytes.of(0x0550)
        #expect(hot[6] == 0x10)
        #expect(try Self.decode(hot) == 85_000)
        #expect(NaiveThermometer.no85(hot) == nil)
    }

    @Test func failedConversion_isNot128Degrees() {
        for count in [UInt8(0x0C), 0x01, 0x10] {
            let failed = ScratchpadBytes.of(0x07FF, count: count)
            #expect(throws: SensorError.powerOnValue(milli: 127_938)) { try Self.decode(failed) }
            #expect(NaiveThermometer.checksumAlone(failed) == 127_937)
        }
    }

    @Test func frost_isNot4000Degrees() throws {
        let frost = ScratchpadBytes.of(-401)
        #expect(try Self.decode(frost) == -25_063)
        #expect(NaiveThermometer.unsigned(frost) == 4_070_937)
    }

    /// At 9 bits, the low three bits would add up to 0.44 °C.
    @Test func undefinedBits_areNotATemperature() throws {
        let bytes = ScratchpadBytes.of(0x0197, register: 0x1F)
        #expect(try Self.decode(bytes) == 25_000)
        #expect(NaiveThermometer.checksumAlone(bytes) == 25_437)
    }
}
