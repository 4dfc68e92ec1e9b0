import Foundation
import RueTestSupport
import RueWire
import Testing

/// An archive of what a real node has sent, away from its server.
@Suite struct ArchiveProgramTests {
    private let aggregator: ScratchAggregator
    private let folder: ScratchFolder
    private let proof: String

    init() throws {
        aggregator = try ScratchAggregator()
        folder = try ScratchFolder()
        proof = folder.file("house.rue")
        try aggregator.start()
        for name in ["kitchen", "attic"] {
            let node = try ScratchNode(
                name,
                description: """
                    batch: {readings: 30, seconds: 600}
                    sensors:
                      - {id: air, driver: bme280, bus: simulated, interval: 10s}
                    simulation: {seed: 7, room: \(name)}

                    """)
            try node.enrol(aggregator.invite(name))
            let past = try node.run([
                "simulate", "--count", "90", "--start", "2026-01-31T12:00:00Z",
            ])
            try #require(past.status == .exited(0), "\(past.errorOutput)")
        }
        try aggregator.run("export", "--proof", proof)
    }

    /// Without a state folder.
    private func verify(
        _ words: String..., expecting status: Int32 = 0
    ) throws -> FinishedProgram {
        let result = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["verify"] + words)
        #expect(result.status == .exited(status), "\(result.output)\(result.errorOutput)")
        return result
    }

    private func object(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any])
    }

    @Test func archive_whereItsServerIsNot_isCheckedTheSameByTwoPrograms() throws {
        let ours = try object(verify(proof, "--format", "json").output)
        #expect(ours["ok"] as? Bool == true)
        #expect(ours["nodes"] as? Int == 2)
        let script = try #require(
            Bundle.module.path(forResource: "Fixtures/archive.py", ofType: nil))
        let other = try Python.run([script, proof])
        try #require(other.status == .exited(0), "\(other.errorOutput)")
        let theirs = try object(other.output)
        for key in ["nodes", "chains", "items", "readings", "declared_gaps", "forks"] {
            #expect(ours[key] as? Int == theirs[key] as? Int, "\(key)")
        }
        #expect(ours["server"] as? String == theirs["server"] as? String)

        let shown = try aggregator.run(
            "query", "--health", "--format", "csv", "--from", "2026-01-01")
        #expect(ours["readings"] as? Int == shown.lines.count - 1)
    }

    @Test func text_tellsWhatIsThere_andWhose() throws {
        let words = try #require(
            object(verify(proof, "--format", "json").output)["server_words"] as? String)
        #expect(try aggregator.run("setup").output.contains(words))
        let text = try verify(proof, "--server", words).output
        #expect(text.hasPrefix("good: "))
        #expect(text.contains("2 nodes (attic, kitchen)"))
        #expect(text.contains("readings  2026-01-31T12:00:00.000Z to "))
        #expect(text.contains(words + "   (as you said)\n"))
        #expect(try verify(proof).output.contains(words + "   (compare with what 'setup' prints"))
        let state = try FinishedProgram.run(
            Product.path("rue-aggregator"), ["verify", "--state", proof])
        #expect(state.status == .exited(64))
        #expect(state.errorOutput.contains("an archive is checked by: rue-aggregator verify FILE"))
        let other = try verify(proof, "--server", "babab-babab-babab-babab", expecting: 1)
        #expect(other.errorOutput.contains("the archive is of another server"))
    }

    @Test func archiveThatWasChanged_isNamed() throws {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: proof)))
        bytes[bytes.count / 2] ^= 4
        let changed = folder.file("changed.rue")
        try Data(bytes).write(to: URL(fileURLWithPath: changed))
        let result = try verify(changed, expecting: 1)
        #expect(result.errorOutput.contains("node "))
        #expect(result.output.hasPrefix("BAD: "))
        try Data(bytes.prefix(bytes.count / 2)).write(to: URL(fileURLWithPath: changed))
        #expect(try verify(changed, expecting: 1).errorOutput.contains("breaks off"))
    }

    @Test func spanOfTime_isAnArchiveToo_andAnEmptyOneIsRefused() throws {
        let part = folder.file("part.rue")
        try aggregator.run(
            "export", "--proof", part, "--node", "kitchen", "--from", "2026-01-31T12:04:00Z",
            "--to", "2026-01-31T12:04:10Z")
        let report = try object(verify(part, "--format", "json").output)
        #expect(report["items"] as? Int == 1)
        let none = try aggregator.run(
            "export", "--proof", folder.file("none.rue"), "--from", "2030-01-01",
            expecting: .exited(66))
        #expect(none.errorOutput.contains("these nodes have signed nothing in that time"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("none.rue.part")))
    }

    @Test(arguments: [
        (["export", "--proof", "x", "--format", "csv"], "--format does not go with --proof"),
        (["export", "--proof", "/nowhere/x"], "/nowhere/x.part: No such file or directory"),
        (["verify", "--every-signature"], "name its FILE"),
        (["verify", "x", "--node", "kitchen"], "--node is for the store"),
        (
            ["verify", "/tmp"],
            "checked by: rue-aggregator verify --state /tmp"
        ),
        (["verify", "/nowhere/x"], "/nowhere/x: No such file or directory"),
        (["verify", "x", "--server", "kitchen"], "four words"),
    ])
    func mistake_isTold(words: [String], problem: String) throws {
        let result = try FinishedProgram.run(
            Product.path("rue-aggregator"), words + ["--state", aggregator.state])
        #expect(result.status != .exited(0))
        #expect(result.errorOutput.contains(problem), "\(result.errorOutput)")
    }
}
