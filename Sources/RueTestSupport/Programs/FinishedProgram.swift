/// A program that was run to its end.
public struct FinishedProgram: Sendable {
    /// How it ended.
    public let status: ProgramStatus
    /// All it wrote to its standard output.
    public let output: String
    /// All it wrote to its error output.
    public let errorOutput: String

    /// The lines of its standard output.
    public var lines: [String] {
        output.split(separator: "\n").map { String($0) }
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - path: the program's file, looked up in PATH when it holds no slash.
    ///   - arguments: its arguments, without its own name.
    ///   - environment: added to the test's own environment.
    ///   - seconds: how long at most; it is killed after that.
    /// - Returns: how it ended and what it said.
    /// - Throws: `ProgramError`.
    public static func run(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:],
        seconds: Double = 60
    ) throws -> FinishedProgram {
        let program = try RunningProgram(path, arguments, environment: environment)
        let status = try program.waitForEnd(seconds: seconds)
        return FinishedProgram(
            status: status, output: program.output, errorOutput: program.errorOutput)
    }
}
