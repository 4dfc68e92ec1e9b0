/// Why a file of the state folder could not be read or written.
public struct StateFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which file or folder.
    public let path: String
    /// What the system said, in English.
    public let reason: String
    /// Whether room on the disk is all that is missing.
    public let isDiskFull: Bool

    /// Notes a failure.
    ///
    /// - Parameters:
    ///   - path: which file or folder.
    ///   - reason: what the system said.
    ///   - isDiskFull: whether room on the disk is all that is missing.
    public init(path: String, reason: String, isDiskFull: Bool = false) {
        self.path = path
        self.reason = reason
        self.isDiskFull = isDiskFull
    }

    /// Which and why.
    public var description: String {
        isDiskFull ? path + ": the disk is full; free some space" : path + ": " + reason
    }
}
