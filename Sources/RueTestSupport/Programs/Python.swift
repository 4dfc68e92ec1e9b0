import Foundation

/// Runs the implementations in Python that Rue is tested against.
///
/// The Python is that of the environment's RUE_TEST_PYTHON, else `python3`; it needs the modules
/// `cbor2` and `cryptography`.
public enum Python {
    /// A module that a script needs is not there.
    public struct ModulesMissing: Error, CustomStringConvertible {
        /// The Python that lacks it.
        public let python: String
        /// What it said.
        public let said: String

        /// For the test's log, with the command to run.
        public var description: String {
            "\(python) lacks a module; run:\n    \(python) -m pip install cbor2 cryptography\n"
                + "or name another Python in RUE_TEST_PYTHON. It said:\n\(said)"
        }
    }

    /// The Python to run.
    public static var path: String {
        ProcessInfo.processInfo.environment["RUE_TEST_PYTHON"] ?? "python3"
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
            path, words, environment: ["PYTHONDONTWRITEBYTECODE": "1"], seconds: seconds)
        guard run.status == .exited(0) || !run.errorOutput.contains("ModuleNotFoundError") else {
            throw ModulesMissing(python: path, said: run.errorOutput)
        }
        return run
    }
}
