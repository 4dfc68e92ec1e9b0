import Foundation

/// This repository's own files, those that are no part of a target included.
public enum Repository {
    /// Where it is.
    public static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A file or folder in it.
    ///
    /// - Parameter name: its path from the top.
    /// - Returns: its whole path.
    public static func file(_ name: String) -> String { path + "/" + name }
}
