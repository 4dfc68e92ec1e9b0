public import RueWire

/// One reading as its node signed it, decoded from the evidence.
public struct StoredReading: Equatable, Sendable {
    /// The admin's name for the node.
    public let node: String
    /// The node's URN with its trailing `_`.
    public let baseName: String
    /// What follows the URN in the record's name: `air_temperature`.
    public let series: String
    /// The unit, where the record has one.
    public let unit: String?
    /// The value, exactly as signed.
    public let value: SenMLValue
    /// When it was read, in milliseconds since 1970; nil while the boot's clock is not known.
    public let timeMilliseconds: Int64?
    /// Whether the time is the server's guess rather than the node's word.
    public let isUncertain: Bool
    /// Whether the signature of its batch was checked again, just now, with the key that the store
    /// has for the node, and is good.
    public internal(set) var isVerified: Bool
    /// The number of its batch in the node's chain.
    public let sequence: UInt64

    /// The series up to its last `_`: which sensor. For what a node says of itself, `node`.
    public var sensor: String { SeriesName(series).sensor ?? "node" }

    /// What follows the sensor: which quantity; empty where the series has no `_`.
    public var quantity: String { SeriesName(series).quantity }

    /// Whether its node speaks of itself.
    public var isHealth: Bool { SeriesName.isHealth(series) }

    /// Whether the time is the server's guess, or not known at all.
    public var isTimeUncertain: Bool { isUncertain || timeMilliseconds == nil }

    /// The record's whole name (RFC 8428 §4.5.1).
    public var name: String { baseName + series }
}
