import Foundation

extension RunningProgram {
    /// The processes that it has started itself, strace's one for example.
    ///
    /// - Returns: their ids; none when it has ended.
    /// - Throws: what the file system says of `/proc`.
    public func children() throws -> [Int32] {
        guard isRunning else { return [] }
        let path = "/proc/\(processIdentifier)/task/\(processIdentifier)/children"
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: " ")
            .compactMap { Int32($0) }
    }
}
