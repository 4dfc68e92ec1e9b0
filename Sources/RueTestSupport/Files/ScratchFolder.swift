import Foundation

/// A folder of its own for one test, mode 0700, gone with the last reference to it.
public final class ScratchFolder: Sendable {
    /// Its absolute path, without a trailing slash.
    public let path: String

    /// Makes the folder.
    ///
    /// - Parameter base: the folder that it is made in; nil for the system's temporary one.
    /// - Throws: what the file system says when it cannot be made.
    public init(in base: String? = nil) throws {
        let base = base ?? FileManager.default.temporaryDirectory.path
        path = base + "/rue-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
    }

    deinit {
        // Nothing to be done about a file that a test made undeletable.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file inside; it is not made.
    ///
    /// - Parameter name: its name, which may hold slashes.
    /// - Returns: an absolute path.
    public func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a file inside.
    ///
    /// - Parameters:
    ///   - text: what it will hold.
    ///   - name: its name.
    ///   - permissions: its mode.
    /// - Returns: its absolute path.
    /// - Throws: what the file system says.
    @discardableResult
    public func write(
        _ text: String, to name: String, permissions: Int = 0o600
    ) throws -> String {
        try text.write(toFile: file(name), atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: permissions], ofItemAtPath: file(name))
        return file(name)
    }

    /// Writes bytes to a file inside.
    ///
    /// - Parameters:
    ///   - bytes: what it will hold.
    ///   - name: its name.
    /// - Throws: what the file system says.
    public func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    /// Reads a file inside.
    ///
    /// - Parameter name: its name.
    /// - Returns: all its bytes.
    /// - Throws: what the file system says.
    public func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }
}
