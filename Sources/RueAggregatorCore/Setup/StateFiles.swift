/// The few things that setting up does with files; the program brings the real ones.
public protocol StateFiles {
    /// Makes a folder, mode 0700, with what is missing above it; one that exists is left as it is.
    ///
    /// - Parameter path: where.
    /// - Throws: `StateFileError`.
    func createFolder(_ path: String) throws(StateFileError)

    /// Reads a small file.
    ///
    /// - Parameter path: where it is.
    /// - Returns: all of it, or nil when there is none.
    /// - Throws: `StateFileError`.
    func read(_ path: String) throws(StateFileError) -> [UInt8]?

    /// Writes a file, mode 0600, so that a loss of power leaves the old one or the new one.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - bytes: all of it.
    /// - Throws: `StateFileError`.
    func write(_ path: String, _ bytes: [UInt8]) throws(StateFileError)
}
