import Foundation

/// A real `rue-aggregator` with a state folder of its own, on a port of the kernel's choice.
///
/// Set up when made; killed, and its folder removed, with the last reference to it.
public final class ScratchAggregator {
    /// Where its state folder is.
    public let folder: ScratchFolder
    /// The server while it runs.
    public private(set) var server: RunningProgram?
    /// The port that it listens on; 0 before its first start. Later starts take the same.
    public private(set) var port = 0
    /// The port of its page; another one after each start.
    public private(set) var pagePort = 0

    /// What `restore` said, where a backup was brought back.
    public private(set) var restoration: FinishedProgram?

    /// The state folder.
    public var state: String { folder.file("server") }

    /// Sets a state folder up; the server is not started yet.
    ///
    /// - Parameters:
    ///   - host: how its nodes reach it; it listens on the loopback whatever this says.
    ///   - recoveryKit: the kit of a lost server that it is to be; nil for a new one.
    /// - Throws: `ProgramError`, or `Failed` with what `setup` said.
    public init(host: String = "127.0.0.1", recoveryKit: String? = nil) throws {
        folder = try ScratchFolder()
        try runAll(["setup", "--host", host] + (recoveryKit.map { ["--recovery-kit", $0] } ?? []))
    }

    /// Brings a backup back; the server is not started yet.
    ///
    /// - Parameter backup: the folder of the backup.
    /// - Throws: `ProgramError`, or `Failed` with what `restore` said.
    public init(restoring backup: String) throws {
        folder = try ScratchFolder()
        restoration = try run("restore", backup)
    }

    /// A command that did not end with the status that was expected.
    public struct Failed: Error, CustomStringConvertible {
        /// The command's words.
        public let words: [String]
        /// What it did.
        public let result: FinishedProgram

        /// For the test's log.
        public var description: String {
            "rue-aggregator \(words.joined(separator: " ")) ended with \(result.status):\n"
                + result.output + result.errorOutput
        }
    }

    /// Runs a command on the state folder, beside the server or without it.
    ///
    /// - Parameters:
    ///   - words: the command and its options, `--state` left out.
    ///   - status: how it must end.
    /// - Returns: what it said.
    /// - Throws: `ProgramError`; `Failed` when it ends otherwise.
    @discardableResult
    public func run(
        _ words: String..., expecting status: ProgramStatus = .exited(0)
    ) throws -> FinishedProgram {
        try runAll(words, expecting: status)
    }

    /// The same for words that a test has put together.
    ///
    /// - Parameters:
    ///   - words: the command and its options, `--state` left out.
    ///   - status: how it must end.
    /// - Returns: what it said.
    /// - Throws: `ProgramError`; `Failed` when it ends otherwise.
    @discardableResult
    public func runAll(
        _ words: [String], expecting status: ProgramStatus = .exited(0)
    ) throws -> FinishedProgram {
        let result = try FinishedProgram.run(
            Product.path("rue-aggregator"), words + ["--state", state])
        guard result.status == status else { throw Failed(words: words, result: result) }
        return result
    }

    /// Starts the server and waits until it listens.
    ///
    /// - Parameters:
    ///   - environment: added to the test's own environment.
    ///   - tracing: the options of a strace(1) that it runs under; nil for none.
    /// - Throws: `ProgramError` with all it said.
    public func start(
        environment: [String: String] = [:], tracing: [String]? = nil
    ) throws {
        let program = Product.path("rue-aggregator")
        let words =
            ["serve", "--state", state, "--loopback", "--page", "0"]
            + (port == 0 ? ["--port", "0"] : [])
        let server =
            if let tracing {
                // A tracer that is killed lets its tracee go on.
                try RunningProgram(
                    "strace",
                    ["-f", "-o", "/dev/null"] + tracing
                        + ["setpriv", "--pdeathsig", "KILL", program] + words,
                    environment: environment)
            } else {
                try RunningProgram(program, words, environment: environment)
            }
        let line = try server.waitForLine(containing: "listening on port ")
        port = line.split(separator: " ").last.flatMap { Int($0) } ?? 0
        let page = try server.waitForLine(containing: "the page: http://127.0.0.1:")
        pagePort = page.split(separator: ":").last.flatMap { Int($0.dropLast()) } ?? 0
        self.server = server
    }

    /// Asks the server to end, and waits.
    ///
    /// - Returns: how it ended.
    /// - Throws: `ProgramError.timedOut` when it had to be killed.
    @discardableResult
    public func stop() throws -> ProgramStatus? {
        defer { server = nil }
        return try server?.stop()
    }

    /// Kills the server, as a loss of power would, and waits.
    ///
    /// - Throws: `ProgramError.timedOut`.
    public func kill() throws {
        server?.send(SIGKILL)
        try server?.waitForEnd()
        server = nil
    }

    /// Makes a link that enrols a node.
    ///
    /// - Parameters:
    ///   - name: the node's name.
    ///   - isReplacement: whether it takes an existing node's place.
    /// - Returns: the link.
    /// - Throws: as `run`.
    public func invite(_ name: String, replacing isReplacement: Bool = false) throws -> String {
        let result =
            isReplacement
            ? try run("node", "add", name, "--replace") : try run("node", "add", name)
        return result.lines.first ?? ""
    }
}
