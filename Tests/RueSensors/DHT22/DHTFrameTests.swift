import RueSensors
import Testing

/// What five bytes mean.
@Suite struct DHTFrameTests {
    /// A frame as it is printed: its bytes, and what it says in thousandths.
    struct Vector: CustomTestStringConvertible {
        let bytes: [UInt8]
        let humidity: Int64
        let temperature: Int64
        var testDescription: String { bytes.map { String($0, radix: 16) }.joined(separator: " ") }

        init(_ frame: UInt64, _ humidity: Int64, _ temperature: Int64) {
            bytes = [32, 24, 16, 8, 0].map { UInt8(truncatingIfNeeded: frame >> UInt64($0)) }
            self.humidity = humidity
            self.temperature = temperature
        }
    }

    /// From the manual, and from genuine sensors and clones in the field.
    static let vectors = [
        Vector(0x02_8C01_5FEE, 65_200, 35_100),
        Vector(0x02_8C80_6573, 65_200, -10_100),
        Vector(0x01_F5FF_FFF4, 50_100, -100),
        Vector(0x02_33FF_F72B, 56_300, -900),
        Vector(0x01_F380_0074, 49_900, 0),
    ]

    @Test(arguments: vectors)
    func readings_publishedFrame_areItsValues(vector: Vector) throws {
        let readings = try DHTFrame(bytes: vector.bytes).readings(from: .dht22)
        #expect(
            readings == [
                Reading(.temperature, milli: vector.temperature),
                Reading(.relativeHumidity, milli: vector.humidity),
            ])
    }

    @Test func frame_wrongChecksum_isRefused() {
        #expect(throws: SensorError.checksumMismatch(expected: 0xA2, actual: 0xB2)) {
            try DHTFrame(bytes: [0x02, 0x92, 0x01, 0x0D, 0xB2])
        }
    }

    @Test func frame_tooFewBytes_isRefused() {
        #expect(throws: SensorError.truncatedFrame(edges: 32)) {
            try DHTFrame(bytes: [0, 0, 0, 0])
        }
    }

    /// Every value that either encoding can hold, both ways.
    @Test func readings_wholeRange_areWhatWasEncoded() throws {
        for tenths in -400...800 {
            for raw in [DHTEncoding.signMagnitude(tenths), DHTEncoding.twosComplement(tenths)] {
                let readings = try frame(humidity: 500, temperature: raw).readings(from: .dht22)
                #expect(readings[0].milli == Int64(tenths) * 100, "\(tenths) as \(raw)")
            }
        }
        for tenths in UInt16(0)...1000 {
            let readings = try frame(humidity: tenths, temperature: 215).readings(from: .dht22)
            #expect(readings[1].milli == Int64(tenths) * 100)
        }
    }

    /// Whatever 16 bits come: a value in the range, or an error, and never one encoding's value for
    /// the other's.
    @Test func readings_everyTemperatureWord_areInRangeOrRefused() throws {
        for raw in UInt16(0)...UInt16.max {
            let frame = try frame(humidity: 500, temperature: raw)
            do throws(SensorError) {
                let milli = try frame.readings(from: .dht22)[0].milli
                let tenths = Int(milli / 100)
                #expect((-40_000...80_000).contains(milli))
                #expect(
                    raw == DHTEncoding.signMagnitude(tenths)
                        || raw == DHTEncoding.twosComplement(tenths) || raw == 0x8000)
            } catch {
                guard case .outOfRange(.temperature, _) = error else {
                    Issue.record("\(raw): \(error)")
                    return
                }
            }
        }
    }

    @Test(arguments: [
        (
            UInt16(1001), UInt16(200),
            SensorError.outOfRange(quantity: .relativeHumidity, milli: 100_100)
        ),
        (500, 801, .outOfRange(quantity: .temperature, milli: 80_100)),
        (500, 0x8191, .outOfRange(quantity: .temperature, milli: -40_100)),
        (500, 0xFE6F, .outOfRange(quantity: .temperature, milli: -40_100)),
        // A DHT11 (45 %, 21 °C) that is configured as a DHT22.
        (0x2D00, 21, .outOfRange(quantity: .relativeHumidity, milli: 1_152_000)),
    ])
    func readings_beyondTheSensor_areRefused(
        humidity: UInt16, temperature: UInt16, error: SensorError
    ) throws {
        let frame = try frame(humidity: humidity, temperature: temperature)
        #expect(throws: error) { try frame.readings(from: .dht22) }
    }

    // MARK: Traps

    /// DHT-sensor-library #182, Tasmota #14165: negative temperatures of clones.
    @Test func naiveDecoders_negatives_areWrong() throws {
        let genuine: [UInt8] = [0x02, 0x8C, 0x80, 0x65, 0x73]
        let clone: [UInt8] = [0x01, 0xF5, 0xFF, 0xFF, 0xF4]
        let minusZero: [UInt8] = [0x01, 0xF3, 0x80, 0x00, 0x74]
        #expect(try DHTFrame(bytes: genuine).readings(from: .dht22)[0].milli == -10_100)
        #expect(try DHTFrame(bytes: clone).readings(from: .dht22)[0].milli == -100)
        #expect(try DHTFrame(bytes: minusZero).readings(from: .dht22)[0].milli == 0)
        #expect(NaiveDHT.unsignedTemperature(genuine) != -101)
        #expect(NaiveDHT.signMagnitude(clone) != -1)
        #expect(NaiveDHT.twosComplement(genuine) != -101)
        #expect(NaiveDHT.twosComplement(minusZero) != 0)
    }

    // MARK: DHT11

    @Test(arguments: [
        ([UInt8(45), 0, 21, 0], Int64(45_000), Int64(21_000)),
        ([38, 7, 24, 3], 38_700, 24_300),
        ([95, 0, 0, 0x81], 95_000, -100),
        ([60, 0, 10, 0x84], 60_000, -10_400),
        ([100, 0, 60, 0], 100_000, 60_000),
    ])
    func readings_ofDHT11_haveDecimalsAndSign(
        bytes: [UInt8], humidity: Int64, temperature: Int64
    ) throws {
        let readings = try frame(bytes).readings(from: .dht11)
        #expect(readings.map(\.milli) == [temperature, humidity])
    }

    @Test func readings_ofDHT11ButFromDHT22_areRefused() throws {
        let frame = try DHTFrame(bytes: [0x02, 0x8C, 0x01, 0x5F, 0xEE])
        #expect(
            throws: SensorError.unexpectedChip(
                expected: "a DHT11", found: "the frame of another model")
        ) { try frame.readings(from: .dht11) }
    }

    private func frame(humidity: UInt16, temperature: UInt16) throws -> DHTFrame {
        try frame([
            UInt8(humidity >> 8), UInt8(humidity & 0xFF), UInt8(temperature >> 8),
            UInt8(temperature & 0xFF),
        ])
    }

    private func frame(_ four: [UInt8]) throws -> DHTFrame {
        try DHTFrame(bytes: four + [four.reduce(0, &+)])
    }
}
