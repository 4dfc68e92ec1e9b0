extension SimulatedBME280 {
    /// The factory trimming of a simulated chip (BST-BME280-DS002 §4.2.2, table 16).
    public struct Trim: Equatable, Sendable {
        /// T1…T3.
        public let temperature: [Int64]
        /// P1…P9.
        public let pressure: [Int64]
        /// H1…H6.
        public let humidity: [Int64]

        /// Makes a trimming of 3, 9 and 6 numbers; nil for other counts, for a number that its
        /// registers cannot hold, and for T1 or P1 of 0, by which nothing can be computed.
        ///
        /// - Parameters:
        ///   - temperature: T1…T3; the first 1…65 535, the others 16 bits with sign.
        ///   - pressure: P1…P9; likewise.
        ///   - humidity: H1…H6: 0…255, 16 bits with sign, 0…255, twice 12 bits with sign, 8 bits with
        ///     sign.
        public init?(temperature: [Int64], pressure: [Int64], humidity: [Int64]) {
            let isWhole =
                Trim.fits(temperature, [1...65_535] + Trim.words(2))
                && Trim.fits(pressure, [1...65_535] + Trim.words(8))
                && Trim.fits(
                    humidity,
                    [0...255] + Trim.words(1) + [0...255] + [
                        -2048...2047, -2048...2047, -128...127,
                    ]
                )
            guard isWhole else { return nil }
            self.init(temperature, pressure, humidity)
        }

        private static func words(_ count: Int) -> [ClosedRange<Int64>] {
            [ClosedRange<Int64>](repeating: -32_768...32_767, count: count)
        }

        private static func fits(_ values: [Int64], _ ranges: [ClosedRange<Int64>]) -> Bool {
            values.count == ranges.count && zip(values, ranges).allSatisfy { $1.contains($0) }
        }

        private init(_ temperature: [Int64], _ pressure: [Int64], _ humidity: [Int64]) {
            self.temperature = temperature
            self.pressure = pressure
            self.humidity = humidity
        }

        /// Bosch's worked example (BST-BMP280-DS001 §3.12), with an ordinary humidity part.
        public static var typical: Trim {
            Trim(
                [27_504, 26_435, -1000],
                [36_477, -10_685, 3024, 2855, 140, -7, 15_500, -14_600, 6000],
                [75, 362, 0, 313, 50, 30])
        }

        /// A chip whose H4 and H5 are negative: a driver that loses their sign reads nonsense.
        public static var negativeHumidity: Trim {
            Trim(typical.temperature, typical.pressure, [75, 250, 0, -40, -60, 30])
        }

        /// A chip of its own for each seed: the typical one, scattered a little.
        ///
        /// - Parameter seed: any number.
        /// - Returns: a trimming that covers the chip's whole range of temperature and pressure.
        public static func seeded(_ seed: UInt64) -> Trim {
            var random = SplitMix64(seed: seed)
            let scatter = { (values: [Int64], spans: [Int64]) -> [Int64] in
                var scattered = values
                for index in values.indices {
                    scattered[index] += random.next(in: -spans[index]...spans[index])
                }
                return scattered
            }
            return Trim(
                scatter(typical.temperature, [400, 250, 900]),
                scatter(typical.pressure, [600, 150, 100, 300, 60, 2, 900, 400, 300]),
                scatter([75, 362, 4, 313, 20, 30], [2, 12, 4, 20, 40, 1]))
        }

        /// The 26 bytes from 0x88: little-endian words, a spare byte, H1.
        var mainBytes: [UInt8] {
            var bytes: [UInt8] = []
            for value in temperature + pressure { bytes += Trim.word(value) }
            return bytes + [0, UInt8(truncatingIfNeeded: humidity[0])]
        }

        /// The 7 bytes from 0xE1. H4 and H5 are 12 bits each and share the byte at 0xE5.
        var humidityBytes: [UInt8] {
            let byte = { (value: Int64) in UInt8(truncatingIfNeeded: value) }
            let shared = byte(humidity[3] & 15 | (humidity[4] & 15) << 4)
            return Trim.word(humidity[1]) + [
                byte(humidity[2]), byte(humidity[3] >> 4), shared, byte(humidity[4] >> 4),
                byte(humidity[5]),
            ]
        }

        private static func word(_ value: Int64) -> [UInt8] {
            [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
        }
    }
}
