import Foundation
import RueTestSupport
import Testing

/// A node in Python that was written from the protocol's page alone, against the real server.
@Suite struct InteroperationTests {
    @Test(arguments: ["path", "answers", "transport", "polls", "replacement"])
    func nodeInPython_everyCheck_holdsAndOnlyItsReadingsAreShown(scenario: String) throws {
        let aggregator = try ScratchAggregator()
        try aggregator.start()
        let sent = aggregator.folder.file("sent")
        let node = try #require(Bundle.module.path(forResource: "Fixtures/node.py", ofType: nil))
        let invite = [Product.path("rue-aggregator"), "node", "add", "--state", aggregator.state]
        let run = try Python.run(
            [node, scenario, aggregator.invite("python"), sent] + invite, seconds: 120)
        try #require(run.status == .exited(0), "\(run.output)\(run.errorOutput)")
        #expect(run.lines.last == "all checks passed")

        try aggregator.run("verify")
        let query = try aggregator.run("query", "--health", "--format", "json", "--from", "-1d")
        let lines = try String(contentsOfFile: sent, encoding: .utf8).split(separator: "\n")
        try #require(!lines.isEmpty)
        #expect(try ShownReading.sorted(query.lines) == ShownReading.sorted(lines))
        #expect(query.lines.allSatisfy { $0.contains("\"verified\":true") })
        #expect(try aggregator.stop() == .exited(0))
    }

    @Test func python_withoutTheModules_namesTheCommand() throws {
        let folder = try ScratchFolder()
        let script = try folder.write("import rue_is_not_a_module", to: "script.py")
        let error = #expect(throws: Python.ModulesMissing.self) { try Python.run([script]) }
        #expect("\(try #require(error))".contains("-m pip install cbor2 cryptography"))
    }
}
