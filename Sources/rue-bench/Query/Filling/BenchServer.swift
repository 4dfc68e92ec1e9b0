import RueTestSupport

/// A real `rue-aggregator` on a folder that may outlive the run, on ports of the kernel's choice.
final class BenchServer {
    private let state: String
    private var program: RunningProgram?
    private(set) var nodePort = 0
    private(set) var pagePort = 0

    init(state: String) { self.state = state }

    func setUp() throws { try run("setup", "--host", NodeEnroller.host) }

    /// Runs a command on the state folder.
    @discardableResult
    func run(_ words: String...) throws -> FinishedProgram {
        let result = try FinishedProgram.run(
            Product.path("rue-aggregator"), words + ["--state", state], seconds: 600)
        guard result.status == .exited(0) else {
            throw BenchError("rue-aggregator \(words[0]) failed: \(result.errorOutput)")
        }
        return result
    }

    /// Starts it.
    ///
    /// - Returns: how long it took until the page answers, in nanoseconds.
    @discardableResult
    func start() throws -> Int64 {
        let begun = ProcessorTime.wall
        let server = try RunningProgram(
            Product.path("rue-aggregator"),
            ["serve", "--state", state, "--loopback", "--port", "0", "--page", "0"])
        let node = try server.waitForLine(containing: "listening on port ", seconds: 600)
        nodePort = node.split(separator: " ").last.flatMap { Int($0) } ?? 0
        let page = try server.waitForLine(containing: "the page: http", seconds: 600)
        pagePort = Self.port(ofPage: page)
        program = server
        return ProcessorTime.wall - begun
    }

    func stop() throws {
        try program?.stop(seconds: 60)
        program = nil
    }

    private static func port(ofPage line: String) -> Int {
        let address = line.split(separator: " ").first { $0.hasPrefix("http://") }
        return address?.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
