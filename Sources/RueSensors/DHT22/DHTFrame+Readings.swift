extension DHTFrame {
    /// What the frame says.
    ///
    /// - Parameter model: who sent it; the frame itself does not say.
    /// - Returns: temperature, then humidity, marked `.recovered` if the frame was.
    /// - Throws: `.outOfRange` for what the model cannot measure; `.unexpectedChip` for what a
    ///   DHT11 cannot have sent.
    public func readings(from model: DHT22.Model) throws(SensorError) -> [Reading] {
        let temperature: Int64
        let humidity: Int64
        switch model {
        case .dht22:
            temperature = temperatureInTenths * 100
            humidity = Int64(word(0)) * 100
        case .dht11:
            temperature = try decimal(bytes[2], bytes[3] & 0x7F) * (bytes[3] & 0x80 == 0 ? 1 : -1)
            humidity = try decimal(bytes[0], bytes[1])
        }
        return [
            try reading(.temperature, temperature, in: model.temperatures),
            try reading(.relativeHumidity, humidity, in: 0...100_000),
        ]
    }

    /// A genuine sensor sends sign and magnitude (AM2302 manual §7.2); of some clones a negative
    /// temperature is a two's complement, and both may send −0. No magnitude reaches bit 14, and no
    /// two's complement that can be a temperature lacks it.
    private var temperatureInTenths: Int64 {
        let raw = word(2)
        if raw & 0xC000 == 0xC000 { return Int64(Int16(bitPattern: raw)) }
        let magnitude = Int64(raw & 0x7FFF)
        return raw & 0x8000 == 0 ? magnitude : -magnitude
    }

    private func word(_ index: Int) -> UInt16 {
        UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }

    /// A DHT11's value: a byte of whole units, and one of tenths, which older parts leave 0.
    private func decimal(_ whole: UInt8, _ tenths: UInt8) throws(SensorError) -> Int64 {
        guard tenths < 10 else {
            throw .unexpectedChip(expected: "a DHT11", found: "the frame of another model")
        }
        return Int64(whole) * 1000 + Int64(tenths) * 100
    }

    private func reading(_ quantity: Quantity, _ milli: Int64, in range: ClosedRange<Int64>)
        throws(SensorError) -> Reading
    {
        guard range.contains(milli) else { throw .outOfRange(quantity: quantity, milli: milli) }
        return Reading(quantity, milli: milli, flags: wasRecovered ? .recovered : [])
    }
}
