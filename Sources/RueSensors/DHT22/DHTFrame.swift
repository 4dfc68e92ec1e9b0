/// The 40 bits that a DHT22 or DHT11 sends: five bytes, of which the last is the sum of the others.
///
/// They are found in the times at which the line fell, see ``init(fallingEdges:)``.
public struct DHTFrame: Equatable, Sendable {
    /// The five bytes; the checksum matches.
    public let bytes: [UInt8]
    /// Whether one edge was lost, and its two bits were deduced from the gap and the checksum.
    public let wasRecovered: Bool

    /// Takes five bytes for a frame.
    ///
    /// - Parameter bytes: two of humidity, two of temperature, the checksum.
    /// - Throws: `.truncatedFrame` for another number of bytes; `.checksumMismatch`.
    public init(bytes: [UInt8]) throws(SensorError) {
        try self.init(bytes: bytes, wasRecovered: false)
    }

    init(bytes: [UInt8], wasRecovered: Bool) throws(SensorError) {
        guard bytes.count == 5 else { throw .truncatedFrame(edges: 8 * bytes.count) }
        let sum = DHTFrame.checksum(of: bytes)
        guard sum == bytes[4] else { throw .checksumMismatch(expected: sum, actual: bytes[4]) }
        self.bytes = bytes
        self.wasRecovered = wasRecovered
    }

    /// The sum of the first four bytes, of which eight bits are sent (AM2302 manual §7.2).
    static func checksum(of bytes: [UInt8]) -> UInt8 {
        bytes[0] &+ bytes[1] &+ bytes[2] &+ bytes[3]
    }
}
