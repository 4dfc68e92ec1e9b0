/// How much a parser takes before it refuses.
public struct HTTPLimits: Equatable, Sendable {
    /// The most bytes of a header section, its first line and final empty line included.
    public var maximumHeaderBytes: Int
    /// The most header fields.
    public var maximumFields: Int
    /// The longest declared body, in bytes.
    public var maximumBodyBytes: Int

    /// The protocol's limits unless told otherwise: 8 KiB of headers, 64 fields, 256 KiB of body.
    public init(
        maximumHeaderBytes: Int = 8 * 1024, maximumFields: Int = 64,
        maximumBodyBytes: Int = 256 * 1024
    ) {
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumFields = maximumFields
        self.maximumBodyBytes = maximumBodyBytes
    }
}
