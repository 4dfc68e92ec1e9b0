public import RueStore

/// What a page is made from. Belongs to the thread that makes the page.
public struct PageContext {
    /// The house as it is now.
    public let snapshot: HouseSnapshot
    /// Reads ranges; belongs to this thread.
    public let range: RangeReader
    /// A connection of this thread's own, for ``NodeDirectory/overview(of:_:)``.
    public let reader: any StoreReader
    /// How far the household's clocks are ahead of UTC at a moment, in milliseconds.
    public let zoneOffsetMilliseconds: @Sendable (_ milliseconds: Int64) -> Int64

    /// Puts a context together; the meanings are those of the properties.
    public init(
        snapshot: HouseSnapshot, range: RangeReader, reader: any StoreReader,
        zoneOffsetMilliseconds: @escaping @Sendable (_ milliseconds: Int64) -> Int64
    ) {
        self.snapshot = snapshot
        self.range = range
        self.reader = reader
        self.zoneOffsetMilliseconds = zoneOffsetMilliseconds
    }

    /// The present, in milliseconds since 1970.
    public var nowMilliseconds: Int64 { snapshot.nowMilliseconds }
}
