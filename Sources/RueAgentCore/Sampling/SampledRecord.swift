public import RueWire

/// One record on its way into a batch.
public struct SampledRecord: Equatable, Sendable {
    /// What a record tells of.
    public enum Kind: Equatable, Sendable {
        /// A value or a fault of a sensor; batches are counted by these.
        case reading
        /// The node itself.
        case health
    }

    /// What the record tells of.
    public let kind: Kind

    /// The name after the node's base name, such as `air_temperature`.
    public let name: String

    /// The SenML unit, nil for texts.
    public let unit: String?

    /// The value.
    public let value: SenMLValue

    /// When it was measured, in milliseconds since boot.
    public let uptimeMilliseconds: UInt64

    /// One record on its way into a batch.
    /// - Parameters:
    ///   - kind: what the record tells of.
    ///   - name: the name after the node's base name.
    ///   - unit: the SenML unit, nil for texts.
    ///   - value: the value.
    ///   - uptimeMilliseconds: when it was measured, since boot.
    public init(
        _ kind: Kind, name: String, unit: String?, value: SenMLValue, uptimeMilliseconds: UInt64
    ) {
        self.kind = kind
        self.name = name
        self.unit = unit
        self.value = value
        self.uptimeMilliseconds = uptimeMilliseconds
    }

    /// No fewer bytes than the record takes in a pack: name, unit, text, and what CBOR adds to
    /// them, numbers at their longest.
    var largestEncoding: Int {
        var count = name.utf8.count + (unit?.utf8.count ?? 0) + 48
        if case .text(let text) = value { count += text.utf8.count }
        return count
    }
}
