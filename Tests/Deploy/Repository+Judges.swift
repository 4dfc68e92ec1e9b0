import RueTestSupport

extension Repository {
    /// A program of Debian's that `Deploy/setup` has unpacked for the tests, and nobody installed.
    static func judge(_ name: String) -> String { file(".build/judges/" + name) }

    static var pythonOfJudges: [String: String] {
        ["PYTHONPATH": judge("usr/lib/python3/dist-packages"), "PYTHONDONTWRITEBYTECODE": "1"]
    }
}
