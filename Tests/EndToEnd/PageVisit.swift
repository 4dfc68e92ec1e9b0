import Foundation
import RueTestSupport
import Testing

/// Debian's Chromium on the pages of a server (Fixtures/browser/run.py), running.
struct PageVisit {
    private let checks: [String]
    private let program: RunningProgram
    /// Runs for as long as somebody looks.
    private let server: ScratchAggregator

    /// Starts a browser, which makes one check after the other.
    ///
    /// - Parameters:
    ///   - checks: their names.
    ///   - server: whose pages they look at.
    /// - Throws: `ProgramError`.
    init(_ checks: String..., at server: ScratchAggregator) throws {
        self.checks = checks
        self.server = server
        let script = try #require(
            Bundle.module.path(forResource: "Fixtures/browser/run.py", ofType: nil))
        program = try Python.start(
            [script, "http://127.0.0.1:\(server.pagePort)/", Self.pictures] + checks)
    }

    /// Where pictures of what failed are kept: beside the programs that were built.
    private static let pictures = Product.path("page-failures")

    /// Waits until a check says that it has come so far.
    func wait(at place: String) throws {
        try program.waitForLine("'at: \(place)'", seconds: 180) {
            $0 == "at: " + place || $0.hasPrefix("failed ")
        }
    }

    /// Waits for the end, and expects each check to have passed.
    func finish() throws {
        let status = try withExtendedLifetime(server) { try program.waitForEnd(seconds: 600) }
        let passed = program.output.split(separator: "\n").filter { $0.hasPrefix("passed ") }
            .compactMap { $0.split(separator: " ").dropFirst().first.map { String($0) } }
        #expect(passed == checks, "\(program.output)\(program.errorOutput)")
        #expect(status == .exited(0))
        for line in program.output.split(separator: "\n") where line.hasPrefix("cold: ") {
            print(line)
        }
    }
}
