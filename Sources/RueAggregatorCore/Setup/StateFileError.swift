/// Why a file of the state folder could not be read or written.
public struct StateFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which file or folder.
    public let path: String
    /// What the system said, in English.
    public let reason: String

    /// Notes a failure.
    ///
    /// - Parameters:
    ///   - path: which file or folder.
    ///   - reason: what the system said.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// Which and why.
    public var description: String { path + ": " + reason }
}
