/// The limits that belong to messages themselves.
public enum WireLimits {
    /// The largest body of a request, in bytes (256 KiB).
    public static let bodyBytes = 262_144
    /// The largest number of items in a body.
    public static let bodyItems = 64
    /// The largest item, in bytes (64 KiB).
    public static let itemBytes = 65_536
    /// The largest protected header, in bytes.
    public static let protectedHeaderBytes = 512
    /// The largest number of records in a pack.
    public static let records = 1_024
    /// How deeply arrays, maps and tags of a payload may nest.
    public static let payloadDepth = 4
    /// The longest text of a payload, in bytes.
    public static let textBytes = 255
    /// The longest unit, in characters.
    public static let unitCharacters = 16
    /// The largest integer of any field, 2⁵³−1.
    public static let largestInteger: UInt64 = 9_007_199_254_740_991
    /// The earliest time accepted, 2025-01-01T00:00:00Z in milliseconds of Unix time.
    public static let earliestMilliseconds: Int64 = 1_735_689_600_000
    /// The first time that is not accepted, 10000-01-01T00:00:00Z in milliseconds of Unix time.
    public static let latestMilliseconds: Int64 = 253_402_300_800_000
}
