import RueSensors

/// Decoders with the mistakes that drivers in the field make. The tests assert that they are wrong,
/// and so that the right one could fail.
enum NaiveDHT {
    /// A temperature in tenths, unsigned.
    static func unsignedTemperature(_ bytes: [UInt8]) -> Int {
        Int(bytes[2]) << 8 | Int(bytes[3])
    }

    /// A temperature in tenths, always sign and magnitude.
    static func signMagnitude(_ bytes: [UInt8]) -> Int {
        let raw = Int(bytes[2]) << 8 | Int(bytes[3])
        return raw & 0x8000 == 0 ? raw : -(raw & 0x7FFF)
    }

    /// A temperature in tenths, always two's complement.
    static func twosComplement(_ bytes: [UInt8]) -> Int {
        Int(Int16(bitPattern: UInt16(bytes[2]) << 8 | UInt16(bytes[3])))
    }

    /// Humidity and temperature in thousandths, whatever the checksum says.
    static func withoutChecksum(_ bytes: [UInt8]) -> [Int64] {
        [
            Int64(bytes[0]) << 8 | Int64(bytes[1]), Int64(bytes[2] & 0x7F) << 8 | Int64(bytes[3]),
        ].map { $0 * 100 }
    }

    /// The model that a frame seems to be of: a DHT11 has no decimals.
    static func model(of bytes: [UInt8]) -> DHT22.Model {
        bytes[1] == 0 && bytes[3] == 0 ? .dht11 : .dht22
    }

    /// The five bytes of as many edges as there are: what is missing at the end is filled up with 0.
    static func filledUp(_ times: [UInt64]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 5)
        let bits = zip(times.dropFirst(), times.dropFirst(2)).map { $1 - $0 >= 100_000 }
        for (index, bit) in bits.prefix(40).enumerated() where bit {
            bytes[index / 8] |= 0x80 >> UInt8(index % 8)
        }
        return bytes
    }

    /// The five bytes of the first 41 edges.
    static func firstEdges(_ times: [UInt64]) -> [UInt8] { bytes(of: [UInt64](times.prefix(41))) }

    /// The five bytes of the edges after the answer, which is taken to be there.
    static func edgesAfterAnswer(_ times: [UInt64]) -> [UInt8] {
        bytes(of: [UInt64](times.dropFirst().prefix(41)))
    }

    /// The five bytes of the last 41 edges, if their checksum is right, whatever the gaps between them;
    /// nil otherwise.
    static func checksumAlone(_ times: [UInt64]) -> [UInt8]? {
        guard times.count >= 41 else { return nil }
        let bytes = bytes(of: [UInt64](times.suffix(41)))
        return bytes[0] &+ bytes[1] &+ bytes[2] &+ bytes[3] == bytes[4] ? bytes : nil
    }

    private static func bytes(of times: [UInt64]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 5)
        for (index, pair) in zip(times, times.dropFirst()).enumerated() {
            bytes[index / 8] = bytes[index / 8] << 1 | (pair.1 - pair.0 >= 100_000 ? 1 : 0)
        }
        return bytes
    }
}
