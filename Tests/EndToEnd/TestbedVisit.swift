import Foundation
import RueTestSupport
import Testing

/// One life of an emulated Pi Zero W with simulated hardware, which all tests of it look at: what its
/// job printed, and what a real server outside has of it.
struct TestbedVisit: Sendable {
    /// What a section of the job printed, and how its command ended.
    struct Section: Sendable {
        var lines: [String] = []
        var status: Int?
    }

    /// A line of `rue-aggregator export`.
    struct Exported<Value: Decodable & Sendable>: Decodable, Sendable {
        let value: Value
        let verified: Bool
    }

    let output: String
    let verdict: String
    private let sections: [String: Section]
    private let exported: [String: [String]]

    /// Happens once, when the first test asks.
    static let only = Result { try TestbedVisit() }

    private static let series =
        ["air_temperature", "air_humidity", "air_pressure", "air_fault"]
        + ["bath_temperature", "bath_humidity", "bath_fault"]
        + ["shed_fault", "hall_fault", "roof_fault"]

    private init() throws {
        let environment = ProcessInfo.processInfo.environment
        let testbed = try #require(
            environment["RUE_TESTBED"],
            "RUE_TESTBED names no script; run Deploy/test, or Deploy/testbed")
        let server = try ScratchAggregator(host: "10.0.2.100")
        try server.start()
        let job = try Self.job(link: try server.invite("pi"))
        let result = try FinishedProgram.run(
            testbed, ["--boot", job.path, String(server.port)], seconds: 900)
        try #require(result.status == .exited(0), "\(result.output)\n\(result.errorOutput)")
        output = result.output
        sections = Self.sections(of: result.lines)
        exported = try Dictionary(
            uniqueKeysWithValues: Self.series.map {
                ($0, try server.run("export", "--series", $0, "--format", "json").lines)
            })
        verdict = try server.run("verify").output
    }

    private static func job(link: String) throws -> ScratchFolder {
        let agent = try #require(
            AgentBuild.armv6(), "RUE_ARMV6_AGENT names no program; run Deploy/test, which makes it")
        let program = try #require(agent.leadingArguments.last)
        let fixtures = try #require(
            Bundle.module.path(forResource: "Fixtures/Testbed", ofType: nil))
        let folder = try ScratchFolder()
        for name in ["run", "node.yaml"] {
            try FileManager.default.copyItem(
                atPath: fixtures + "/" + name, toPath: folder.file(name))
        }
        try FileManager.default.copyItem(atPath: program, toPath: folder.file("rue-agent"))
        try folder.write(link, to: "link")
        try folder.write(TestbedFrame.all.map(\.bytes).joined(separator: " "), to: "frames")
        try Data(TestbedRegisters.bytes).write(
            to: URL(fileURLWithPath: folder.file("registers.bin")))
        return folder
    }

    /// The sections, which may lie inside each other: `== name`, lines, `-- status`.
    private static func sections(of lines: [String]) -> [String: Section] {
        var sections: [String: Section] = [:]
        var open: [String] = []
        for line in lines {
            if line.hasPrefix("== ") {
                open.append(String(line.dropFirst(3)))
            } else if line.hasPrefix("-- "), let name = open.popLast() {
                sections[name, default: Section()].status = Int(line.dropFirst(3))
            } else if let name = open.last {
                sections[name, default: Section()].lines.append(line)
            }
        }
        return sections
    }

    func section(_ name: String) throws -> Section {
        try #require(sections[name], "the job printed no section '\(name)':\n\(output)")
    }

    /// What the server has of a series, oldest first.
    func values<Value>(_ series: String, as type: Value.Type) throws -> [Exported<Value>] {
        let lines = try #require(exported[series])
        return try lines.map {
            try JSONDecoder().decode(Exported<Value>.self, from: Data($0.utf8))
        }
    }
}
