import Foundation
import RueSensors
import RueTestSupport
import Testing

/// The article by symptom quotes the programs: each of these must say so still.
@Suite struct TroubleShootingTests {
    private static let article = Repository.file(
        "Sources/rue-agent/rue-agent.docc/TroubleShooting.md")

    private static let probe = "28-0316a2795dff"
    private static let sensorErrors: [SensorError] = [
        .bus(.noAcknowledge), .bus(.timedOut), .bus(.os(errno: 5)), .unstableData,
        .bus(.addressBusy(bus: "/dev/i2c-1", address: 0x76, holder: "bmp280")),
        .bus(.cannotOpen(path: "/dev/i2c-1", errno: 2)),
        .bus(.cannotOpen(path: "/dev/i2c-1", errno: 13)),
        .bus(.cannotOpenChip(path: "/dev/gpiochip0", errno: 13)),
        .bus(.lineBusy(chip: "/dev/gpiochip0", line: 4, holder: "dht11@4")),
        .bus(.noPresence), .bus(.noOneWire(folder: "/sys/bus/w1/devices")),
        .bus(.noSuchDevice(name: probe, found: [])),
        .bus(.noSuchDevice(name: probe, found: ["28-00000bbb9b13"])),
        .powerOnValue(milli: 85_000), .noAnswer, .shortedBus, .bus(.lineHeldLow),
        .checksumMismatch(expected: 0xEE, actual: 0x05),
        .checksumMismatch(expected: 0xA2, actual: 0xB2), .truncatedFrame(edges: 37),
        .outOfRange(quantity: .relativeHumidity, milli: 1_152_000),
        .unexpectedChip(expected: "a DHT11", found: "the frame of another model"),
    ]

    private let text: String
    /// Those of the blocks, which are whole messages.
    private let quoted: Set<String>

    init() throws {
        text = try String(contentsOfFile: Self.article, encoding: .utf8)
        let blocks = text.components(separatedBy: "```").enumerated()
            .filter { $0.offset % 2 == 1 }.map(\.element)
        quoted = Set(blocks.flatMap { $0.split(separator: "\n").map(String.init) })
    }

    @Test(arguments: sensorErrors)
    func articleBySymptom_quotesASensorsErrorAsItIs(error: SensorError) {
        #expect(text.contains(error.description))
    }

    @Test func articleBySymptom_quotesWhatProbeSaysOfNoBus() throws {
        let program = try RunningProgram(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c",
                "mount -t tmpfs none /sys && mount -t tmpfs none /dev && exec \"$1\" probe", "test",
                Product.path("rue-agent"),
            ])
        #expect(try program.waitForEnd() == .exited(69), "\(program.errorOutput)")
        let first = try #require(program.errorOutput.split(separator: "\n").first)
        #expect(quoted.contains(String(first.dropFirst("rue-agent: ".count))), "\(first)")
    }

    @Test func articleBySymptom_quotesWhatHardwareSaysOfALineForTwo() throws {
        let folder = try ScratchFolder()
        let mix = try String(contentsOfFile: DeviceFile("greenhouse.yaml").path, encoding: .utf8)
        let file = try folder.write(
            mix.replacingOccurrences(of: "line: 17", with: "line: 4"), to: "mix.yaml")
        let result = try FinishedProgram.run(Product.path("rue-agent"), ["hardware", file])
        #expect(result.status == .exited(78))
        expectQuoted(result, [("\(file): ", "")])
    }

    @Test func articleBySymptom_quotesWhatANodeSaysThatIsNotEnrolled() throws {
        let node = try ScratchNode("kitchen")
        let result = try node.run(["run"])
        #expect(result.status == .exited(78))
        expectQuoted(result, [(node.state, "/var/lib/rue-agent")])
    }

    @Test func articleBySymptom_quotesWhatARunSaysBesideAnother() throws {
        let server = try ScratchAggregator()
        try server.start()
        let node = try ScratchNode("kitchen")
        try node.enrol(try server.invite("kitchen"))
        let first = try node.start()
        let second = try node.run(["run"])
        #expect(second.status == .exited(75))
        expectQuoted(
            second,
            [
                (node.state, "/var/lib/rue-agent"),
                ("process \(first.processIdentifier)", "process 812"),
            ])
        #expect(try first.stop() == .exited(0))
    }

    @Test func articleBySymptom_quotesBothSidesOfALinkThatWasUsed() throws {
        let server = try ScratchAggregator()
        try server.start()
        let link = try server.invite("kitchen")
        try ScratchNode("kitchen").enrol(link)
        let result = try ScratchNode("kitchen").run(["enrol", link])
        #expect(result.status == .exited(69))
        #expect(
            result.errorOutput.contains(
                "not enrolled: the server refused the link; its log says why"))
        #expect(text.contains("not enrolled: the server refused the link; its log says why"))
        let said = try #require(server.server).waitForLine(containing: "enrolment refused")
        #expect(
            quoted.contains(String(said.dropFirst("2026-01-31T12:00:00.000Z ".count))), "\(said)")
    }

    /// Expects that the article has the message, or its beginning, with other names in it.
    private func expectQuoted(
        _ result: FinishedProgram, _ names: [(String, String)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var message = String(result.errorOutput.dropFirst("rue-agent: ".count))
        for (own, articles) in names {
            message = message.replacingOccurrences(of: own, with: articles)
        }
        let isQuoted = quoted.contains { !$0.isEmpty && message.hasPrefix($0) }
        #expect(isQuoted, "\(message)", sourceLocation: sourceLocation)
    }
}
