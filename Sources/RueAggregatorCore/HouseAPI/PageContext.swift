import RueStore

/// What a page is made from. Belongs to the thread that makes the page.
struct PageContext {
    /// The house as it is now.
    let snapshot: HouseSnapshot
    /// Reads ranges; belongs to this thread.
    let range: RangeReader
    /// A connection of this thread's own, for ``NodeDirectory/overview(of:_:)``.
    let reader: any StoreReader
}
