import Foundation

/// Whether the long tests are wanted too.
public enum FullRun {
    /// `Deploy/test --full` sets `RUE_TEST_FULL`.
    public static var isWanted: Bool {
        ProcessInfo.processInfo.environment["RUE_TEST_FULL"] != nil
    }
}
