import Foundation

/// Runs the implementations in Python that Rue is tested against.
///
/// The Python is that of the environment's RUE_TEST_PYTHON, else the one that `Deploy/test` set up
/// in .build/venv, else `python3`; it needs the modules `cbor2` and `cryptography`, and
/// `playwright` and `axe-playwright-python` to drive a browser.
public enum Python {
    /// A module that a script needs is not there.
    public struct ModulesMissing: Error, CustomStringConvertible {
        /// The Python that lacks it.
        public let python: String
        /// What it said.
        public let said: String

        /// For the test's log, with the command to run.
        public var description: String {
            "\(python) lacks a module; run:\n    \(python) -m pip install cbor2 cryptography "
                + "playwright axe-playwright-python\nor name another Python in RUE_TEST_PYTHON. It said:\n\(said)"
        }
    }

    /// The Python to run.
    public static var path: String {
        if let named = ProcessInfo.processInfo.environment["RUE_TEST_PYTHON"] { return named }
        let own = URL(fileURLWithPath: #filePath)
            .appendingPathComponent("../../../../.build/venv/bin/python3").standardized.path
        return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
    }

    private static let environment = ["PYTHONDONTWRITEBYTECODE": "1"]

    /// Starts a script.
    ///
    /// - Parameter words: the script's path and its arguments.
    /// - Returns: the running script.
    /// - Throws: `ProgramError.cannotStart`.
    public static func start(_ words: [String]) throws -> RunningProgram {
        try RunningProgram(path, words, environment: environment)
    }

    /// Runs a script to its end.
    ///
    /// - Parameters:
    ///   - words: the script's path and its arguments.
    ///   - seconds: how long at most; it is killed after that.
    /// - Returns: how it ended and what it said.
    /// - Throws: `ProgramError`; `ModulesMissing`.
    public static func run(_ words: [String], seconds: Double = 60) throws -> FinishedProgram {
        let run = try FinishedProgram.run(
            path, words, environment: environment, seconds: seconds)
        guard run.status == .exited(0) || !run.errorOutput.contains("ModuleNotFoundError") else {
            throw ModulesMissing(python: path, said: run.errorOutput)
        }
        return run
    }
}
