import Foundation

/// Finds the programs that were built together with the tests.
public enum Product {
    /// The path of a built program.
    ///
    /// - Parameter name: its name, `rue-agent` for one.
    /// - Returns: its path, beside the running test bundle or program.
    public static func path(_ name: String) -> String {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return own.deletingLastPathComponent().appendingPathComponent(name).path
    }
}
