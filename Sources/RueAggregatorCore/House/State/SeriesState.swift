public import RueWire

/// A series and its latest value.
public struct SeriesState: Sendable, Equatable {
    /// Which.
    public var id: SeriesID
    /// What follows the sensor's name: `temperature`; empty where there is nothing.
    public var quantity: String
    /// The unit as signed (RFC 8428's names: `Cel`, `%RH`, `Pa`); nil for texts and the like.
    public var unit: String?
    /// The value, exactly as signed.
    public var value: SenMLValue
    /// When it was measured, in milliseconds since 1970; nil while the boot's clock is not known.
    public var timeMilliseconds: Int64?
    /// When the server got it, in milliseconds since 1970.
    public var receivedMilliseconds: Int64
    /// From one value to the next, in milliseconds; nil before the second.
    public var intervalMilliseconds: Int64?
    /// From this age on it is stale.
    public var staleAfterMilliseconds: Int64

    /// Puts a series together; the meanings are those of the properties.
    public init(
        id: SeriesID, quantity: String, unit: String?, value: SenMLValue, timeMilliseconds: Int64?,
        receivedMilliseconds: Int64, intervalMilliseconds: Int64? = nil,
        staleAfterMilliseconds: Int64 = 30_000
    ) {
        self.id = id
        self.quantity = quantity
        self.unit = unit
        self.value = value
        self.timeMilliseconds = timeMilliseconds
        self.receivedMilliseconds = receivedMilliseconds
        self.intervalMilliseconds = intervalMilliseconds
        self.staleAfterMilliseconds = staleAfterMilliseconds
    }

    /// How old the value is, by its receipt where its own time is not known.
    ///
    /// - Parameter now: the present, in milliseconds since 1970.
    /// - Returns: milliseconds, 0 or more.
    public func age(nowMilliseconds now: Int64) -> Int64 {
        max(0, now - (timeMilliseconds ?? receivedMilliseconds))
    }

    /// Whether the value is older than it should be.
    ///
    /// - Parameter now: the present, in milliseconds since 1970.
    /// - Returns: whether it is.
    public func isStale(nowMilliseconds now: Int64) -> Bool {
        age(nowMilliseconds: now) > staleAfterMilliseconds
    }
}
