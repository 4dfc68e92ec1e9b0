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

    private static let air = ["air_temperature", "air_humidity", "air_pressure"]

    /// With the kernel's simulators for hardware. Happens once, when the first test asks.
    static let simulators = Result {
        let bath = ["bath_temperature", "bath_humidity", "bath_fault"]
        let window = ["window_temperature", "window_humidity", "window_pressure", "window_fault"]
        let faults = ["air_fault", "shed_fault", "hall_fault", "roof_fault", "void_fault"]
        return try TestbedVisit("simulators", exporting: air + bath + window + faults)
    }

    /// With a chip on the I²C controller of a real Pi. Happens once.
    static let controller = Result {
        try TestbedVisit("controller", options: ["--real-i2c"], exporting: air + ["roof_fault"])
    }

    private init(_ name: String, options: [String] = [], exporting series: [String]) throws {
        let testbed = try #require(
            ProcessInfo.processInfo.environment["RUE_TESTBED"],
            "RUE_TESTBED names no script; run Deploy/test, or Deploy/testbed")
        let server = try ScratchAggregator(host: "10.0.2.100")
        try server.start()
        let job = try Self.job(name, link: try server.invite("pi"))
        let result = try FinishedProgram.run(
            testbed, ["--boot"] + options + [job.path, String(server.port)], seconds: 1500)
        try #require(result.status == .exited(0), "\(result.output)\n\(result.errorOutput)")
        output = result.output
        sections = Self.sections(of: result.lines)
        exported = try Dictionary(
            uniqueKeysWithValues: series.map {
                ($0, try server.run("export", "--series", $0, "--format", "json").lines)
            })
        verdict = try server.run("verify").output
    }

    /// A folder with all that the guest gets.
    private static func job(_ name: String, link: String) throws -> ScratchFolder {
        let agent = try #require(
            AgentBuild.armv6(), "RUE_ARMV6_AGENT names no program; run Deploy/test, which makes it")
        let fixtures = try #require(
            Bundle.module.path(forResource: "Fixtures/Testbed", ofType: nil))
        let program = try #require(agent.leadingArguments.last)
        let snippet = URL(fileURLWithPath: program).deletingLastPathComponent()
            .appendingPathComponent("SwitchFan")
        let files = [
            fixtures + "/common", fixtures + "/\(name)/run", fixtures + "/\(name)/node.yaml",
            program, snippet.path,
        ]
        let folder = try ScratchFolder()
        for file in files {
            let name = URL(fileURLWithPath: file).lastPathComponent
            try FileManager.default.copyItem(atPath: file, toPath: folder.file(name))
        }
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

    /// Expects of the sensor `air` what the kernel's own driver says of the same registers.
    func expectAirAsTheKernelHasIt(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let kernel = try section("kernel")
        let said = kernel.lines.compactMap { Double($0) }
        // Known beforehand, so that a kernel that read nothing is no judge: millidegrees,
        // kilopascal, thousandths of a percent.
        try #require(said == [25080, 100.653253906, 54997], sourceLocation: sourceLocation)
        for (series, value, resolution) in [
            ("air_temperature", said[0] / 1000, 0.0001), ("air_pressure", said[1] * 1000, 0.001),
            ("air_humidity", said[2] / 1000, 0.0001),
        ] {
            let readings = try values(series, as: Double.self)
            #expect(readings.count >= 5, sourceLocation: sourceLocation)
            #expect(
                readings.allSatisfy { abs($0.value - value) <= resolution && $0.verified },
                "\(series): \(readings)", sourceLocation: sourceLocation)
        }
    }
}
