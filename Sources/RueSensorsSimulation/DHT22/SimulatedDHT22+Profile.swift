extension SimulatedDHT22 {
    /// The sensors that are sold under these names, and what their frames hold.
    public enum Profile: Equatable, Sendable, CaseIterable {
        /// A genuine DHT22: tenths; a negative temperature is sign and magnitude.
        case dht22
        /// A clone of it: a negative temperature is a two's complement, but −0 is 0x8000.
        case twosComplementClone
        /// A DHT11 as first made: whole degrees from 0 to 50, whole percents.
        case dht11
        /// A newer DHT11: tenths, from −20 to 60 °C, the sign beside the tenths.
        case dht11WithTenths

        /// The shortest start pulse that the sensor notices, in µs.
        var shortestPulseMicroseconds: UInt32 {
            switch self {
            case .dht22, .twosComplementClone: 800
            case .dht11, .dht11WithTenths: 18_000
            }
        }

        /// The five bytes that the sensor sends of an air that it can measure; beyond, of the
        /// nearest that it can.
        func frame(of air: Environment) -> [UInt8] {
            let humidity = air.relativeHumidityMilliPercent
            let temperature = air.temperatureMilliCelsius
            var bytes: [UInt8]
            switch self {
            case .dht22:
                bytes = Self.word(tenths(humidity, 0...1000))
                bytes += Self.signMagnitude(tenths(temperature, -400...800), isNegative: false)
            case .twosComplementClone:
                bytes = Self.word(tenths(humidity, 0...1000))
                bytes += Self.twosComplement(
                    tenths(temperature, -400...800), isNegative: temperature < 0)
            case .dht11:
                bytes = [whole(humidity, 0...100), 0, whole(temperature, 0...50), 0]
            case .dht11WithTenths:
                bytes = Self.parts(tenths(humidity, 0...1000))
                bytes += Self.parts(tenths(temperature, -200...600))
            }
            return bytes + [bytes.reduce(0, &+)]
        }
    }
}

extension SimulatedDHT22.Profile {
    /// The nearest tenth, halves away from zero.
    private func tenths(_ milli: Int64, _ range: ClosedRange<Int64>) -> Int64 {
        let rounded = (milli + (milli < 0 ? -50 : 50)) / 100
        return min(max(rounded, range.lowerBound), range.upperBound)
    }

    private static func word(_ value: Int64) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }

    private static func signMagnitude(_ tenths: Int64, isNegative: Bool) -> [UInt8] {
        word(tenths < 0 || isNegative ? 0x8000 | -tenths : tenths)
    }

    private static func twosComplement(_ tenths: Int64, isNegative: Bool) -> [UInt8] {
        tenths == 0 ? signMagnitude(0, isNegative: isNegative) : word(tenths)
    }

    /// The nearest whole unit.
    private func whole(_ milli: Int64, _ range: ClosedRange<Int64>) -> UInt8 {
        UInt8(min(max((milli + 500) / 1000, range.lowerBound), range.upperBound))
    }

    private static func parts(_ tenths: Int64) -> [UInt8] {
        let magnitude = abs(tenths)
        return [UInt8(magnitude / 10), UInt8(magnitude % 10) | (tenths < 0 ? 0x80 : 0)]
    }
}
