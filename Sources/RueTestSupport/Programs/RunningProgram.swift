import Foundation
import Glibc

/// A real program, started for a test, whose output is collected while it runs.
///
/// Nothing here waits without a limit, and the program is killed with the last reference to it.
public final class RunningProgram: Sendable {
    /// Its process id.
    public let processIdentifier: Int32
    private let state = ProgramState()

    /// Starts a program; its standard input is empty.
    ///
    /// - Parameters:
    ///   - path: the program's file, looked up in PATH when it holds no slash.
    ///   - arguments: its arguments, without its own name.
    ///   - environment: added to the test's own environment.
    /// - Throws: `ProgramError.cannotStart`.
    public init(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws {
        var variables = ProcessInfo.processInfo.environment
        // The backtracer of a crashed child outlives it and holds its pipes.
        variables["SWIFT_BACKTRACE"] = "enable=no"
        variables.merge(environment) { $1 }
        let started = try Spawn.start(
            path, arguments: arguments, environment: variables.map { $0 + "=" + $1 })
        processIdentifier = started.process
        Self.collect(started.output, into: state, as: .output)
        Self.collect(started.error, into: state, as: .error)
        Self.reap(processIdentifier, into: state)
    }

    deinit {
        if state.ended == nil { kill(processIdentifier, SIGKILL) }
    }

    /// All it wrote to its standard output so far.
    public var output: String { state.text(.output) }

    /// All it wrote to its error output so far.
    public var errorOutput: String { state.text(.error) }

    /// Whether it has not ended yet.
    public var isRunning: Bool { state.ended == nil }

    /// What it used; nil while it runs.
    public var usage: ProgramUsage? { state.ended?.usage }

    /// Sends it a signal, unless it has ended.
    ///
    /// - Parameter signal: SIGTERM, SIGSTOP …
    public func send(_ signal: Int32) {
        if state.ended == nil { kill(processIdentifier, signal) }
    }

    /// Waits until a complete line, on either output, satisfies a test.
    ///
    /// - Parameters:
    ///   - what: what is waited for, for the error.
    ///   - seconds: how long at most.
    ///   - matches: the test of one line.
    /// - Returns: the first such line, old ones included.
    /// - Throws: `ProgramError` with all it said, when time is up or it ended without that line.
    @discardableResult
    public func waitForLine(
        _ what: String, seconds: Double = 20, where matches: (String) -> Bool
    ) throws -> String {
        let found = state.wait(seconds: seconds) { lines, isOver -> String?? in
            if let line = lines.first(where: matches) { return .some(line) }
            return isOver ? .some(nil) : nil
        }
        if let line = found ?? nil { return line }
        let transcript = state.transcript
        guard found != nil, let status = state.ended?.status else {
            throw ProgramError.timedOut(waitingFor: what, transcript: transcript)
        }
        throw ProgramError.ended(status, waitingFor: what, transcript: transcript)
    }

    /// Waits for a line that holds a text.
    ///
    /// - Parameters:
    ///   - text: what the line must hold.
    ///   - seconds: how long at most.
    /// - Returns: the first such line, old ones included.
    /// - Throws: as above.
    @discardableResult
    public func waitForLine(containing text: String, seconds: Double = 20) throws -> String {
        try waitForLine("a line with '\(text)'", seconds: seconds) { $0.contains(text) }
    }

    /// Waits for its end.
    ///
    /// - Parameter seconds: how long at most.
    /// - Returns: how it ended; all its output has then been read.
    /// - Throws: `ProgramError.timedOut`; it still runs then.
    @discardableResult
    public func waitForEnd(seconds: Double = 20) throws -> ProgramStatus {
        let isOver = state.wait(seconds: seconds) { _, isOver in isOver ? true : nil }
        guard isOver != nil, let ended = state.ended else {
            throw ProgramError.timedOut(waitingFor: "its end", transcript: state.transcript)
        }
        return ended.status
    }

    /// Asks it to end (SIGTERM) and waits.
    ///
    /// - Parameter seconds: how long at most; it is killed after that.
    /// - Returns: how it ended.
    /// - Throws: `ProgramError.timedOut` when it had to be killed.
    @discardableResult
    public func stop(seconds: Double = 10) throws -> ProgramStatus {
        send(SIGTERM)
        do {
            return try waitForEnd(seconds: seconds)
        } catch {
            send(SIGKILL)
            throw error
        }
    }
}
