/// Writes readings one after another in some format; begin, any number of readings, end.
public protocol ReadingFormat {
    /// What comes before the first reading.
    ///
    /// - Returns: bytes to write; empty for none.
    mutating func begin() -> [UInt8]

    /// One reading.
    ///
    /// - Parameters:
    ///   - reading: what to write.
    ///   - nowMilliseconds: the present, for its age, since 1970.
    /// - Returns: bytes to write; empty where the format cannot hold the reading.
    mutating func row(_ reading: StoredReading, nowMilliseconds: Int64) -> [UInt8]

    /// What comes after the last reading.
    ///
    /// - Returns: bytes to write; empty for none.
    mutating func end() -> [UInt8]
}
