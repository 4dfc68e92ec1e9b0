import RueSensors

/// Nine bytes as they came from the wire; of eight the checksum is computed, so that the fuzzer gets
/// past it.
enum FuzzScratchpad: FuzzTarget {
    static func check(_ input: [UInt8]) {
        var bytes = input
        if bytes.count == 8 { bytes.append(OneWireCRC.of(bytes)) }
        do throws(SensorError) {
            let pad = try DS18B20.Scratchpad(bytes)
            require((-55_000...125_000).contains(pad.milliCelsius), "the chip can measure it")
            require(OneWireCRC.of(bytes[..<8]) == bytes[8], "the checksum is right")
            require(!bytes.allSatisfy { $0 == 0 }, "a shorted line's zeros pass the checksum")
            require(
                !(bytes[0] == 0x50 && bytes[1] == 0x05 && bytes[6] == 0x0C),
                "the value of power-on is none")
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }
}
