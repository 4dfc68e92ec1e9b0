/// A resolved record (RFC 8428 §4.6): nothing in it depends on other records.
public struct SenMLRecord: Hashable, Sendable {
    /// The full name, base name included.
    public var name: String
    /// The unit, 1 to 16 characters; nil when there is none.
    public var unit: String?
    /// The value.
    public var value: SenMLValue
    /// When it was measured.
    public var time: SenMLTime

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - name: the full name, base name included.
    ///   - unit: the unit, or nil.
    ///   - value: the value.
    ///   - time: when it was measured.
    public init(name: String, unit: String?, value: SenMLValue, time: SenMLTime) {
        self.name = name
        self.unit = unit
        self.value = value
        self.time = time
    }
}
