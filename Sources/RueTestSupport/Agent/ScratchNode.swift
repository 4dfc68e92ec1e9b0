import Foundation

/// A real `rue-agent` with a state folder and a description of its own.
///
/// Stopped, and its folder removed, with the last reference to it.
public final class ScratchNode {
    /// Where its description and its state are.
    public let folder: ScratchFolder
    /// The node's name.
    public let name: String
    private let build: AgentBuild

    /// The folder of key, grant and spool.
    public var state: String { folder.file("state") }
    /// The file that describes it.
    public var configuration: String { folder.file("node.yaml") }

    /// Describes a node; it is not enrolled yet.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - description: what its file holds besides the name; one fast simulated BME280 by
    ///     default.
    ///   - build: which program it is.
    /// - Throws: what the file system says.
    public init(
        _ name: String, description: String = ScratchNode.fastBME280, build: AgentBuild = .host
    ) throws {
        folder = try ScratchFolder()
        self.name = name
        self.build = build
        try folder.write("node: {name: \(name)}\n" + description, to: "node.yaml")
    }

    /// Three readings a second, a batch every second.
    public static let fastBME280 = """
        batch: {readings: 60, seconds: 1}
        sensors:
          - {id: air, driver: bme280, bus: simulated, address: 0x76, interval: 1s}
        simulation: {seed: 7, room: kitchen}

        """

    /// For `simulate`: thirty readings a batch, none sent before it is full.
    public static let thirtyABatch = """
        batch: {readings: 30, seconds: 600}
        sensors: [{id: air, driver: bme280, bus: simulated, interval: 10s}]
        simulation: {seed: 7, room: kitchen}

        """

    /// Runs a command to its end.
    ///
    /// - Parameters:
    ///   - words: the command and its arguments; `--state` and `--config` are added.
    ///   - seconds: how long at most.
    /// - Returns: how it ended and what it said.
    /// - Throws: `ProgramError`.
    public func run(_ words: [String], seconds: Double = 60) throws -> FinishedProgram {
        try FinishedProgram.run(
            build.program, build.leadingArguments + words + places, seconds: seconds)
    }

    /// Checks its description.
    ///
    /// - Returns: how `check` ended, and what it said.
    /// - Throws: `ProgramError`.
    public func check() throws -> FinishedProgram {
        try FinishedProgram.run(build.program, build.leadingArguments + ["check", configuration])
    }

    /// Starts `run`, and waits until it samples.
    ///
    /// - Parameters:
    ///   - options: options of `run` besides `--verbose` and the places.
    ///   - environment: added to the test's own environment.
    /// - Returns: the running program.
    /// - Throws: `ProgramError` with all it said.
    public func start(
        _ options: [String] = [], environment: [String: String] = [:]
    ) throws -> RunningProgram {
        let program = try RunningProgram(
            build.program, build.leadingArguments + ["run", "--verbose"] + options + places,
            environment: environment)
        try program.waitForLine(containing: "samples")
        return program
    }

    /// Enrols it by a link.
    ///
    /// - Parameter link: the link.
    /// - Throws: `ProgramError`, or `Failed` with what it said.
    public func enrol(_ link: String) throws {
        let result = try run(["enrol", link])
        guard result.status == .exited(0) else { throw Failed(result: result) }
    }

    /// A command that should have succeeded.
    public struct Failed: Error, CustomStringConvertible {
        /// What it did.
        public let result: FinishedProgram

        /// For the test's log.
        public var description: String {
            "rue-agent ended with \(result.status):\n" + result.output + result.errorOutput
        }
    }

    private var places: [String] { ["--state", state, "--config", configuration] }
}
