/// Where an archive is read from, from its beginning to its end.
public protocol ByteSource: AnyObject {
    /// Reads what comes next. Blocks for as long as the disk needs.
    ///
    /// - Parameter count: how many bytes at most; above 0.
    /// - Returns: at least one byte, or none at the end.
    /// - Throws: what the system reports.
    func read(_ count: Int) throws(StateFileError) -> [UInt8]
}
