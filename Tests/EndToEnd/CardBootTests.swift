import Foundation
import RueTestSupport
import Testing

/// From a blank card to readings, and the power goes again and again: the image of `Deploy/image` with
/// what `Deploy/flash` puts on it, in an emulated Pi Zero W, and a real server outside.
///
/// The Pi has no clock, as a real one, and each start is in 2025. QEMU is in the place of the firmware,
/// of the Wi-Fi and of the sensors' electrics: these only a real one shows.
@Suite(
    .serialized,
    .enabled(
        if: FullRun.isWanted && EmulatedCard.image != nil,
        "half an hour long; Deploy/test --full makes the image and runs it"))
struct CardBootTests {
    /// Three readings a second, of a simulated BME280; a batch every second.
    private static let description = ScratchNode.fastBME280

    private let server: ScratchAggregator
    private let begun = Date()

    init() throws {
        server = try ScratchAggregator(host: "10.0.2.100")
        try server.start()
    }

    private func card(_ flavour: EmulatedCard.Flavour) throws -> EmulatedCard {
        // A first start may take long here.
        let link = try server.run("node", "add", "pi", "--valid", "1d").lines[0]
        return try EmulatedCard(
            "pi", description: Self.description, link: link, flavour: flavour)
    }

    private func stored() throws -> [KeptItem] { try KeptItem.stored(of: "pi", in: server) }

    /// Waits for the first batch that was signed since the power came, `count` being there before, and
    /// gives the seconds from the power to there.
    private func firstReading(of card: EmulatedCard, after count: Int) throws -> Double {
        try card.wait(for: "batch \(count + 1)") { try stored().count > count }
        return card.secondsOn
    }

    private static func tell(_ text: String) { print("card boots: " + text) }

    // MARK: The power

    @Test func card_prepared_enrolsAtItsFirstStart_andTenPowerCutsLoseNothing() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("power cuts"))
        let card = try card(.cloudInit)
        // Three of the ten while it starts, the others while it works.
        let starting = Set((2...10).shuffled(using: &random).prefix(3))
        var usual = 0.0
        var committed: [KeptItem] = []
        for cut in 1...10 {
            try card.switchOn(port: server.port)
            if starting.contains(cut) {
                try card.work(until: .random(in: 0..<usual, using: &random))
                Self.tell("cut \(cut) \(Int(card.secondsOn)) s after the power came")
            } else {
                usual = try firstReading(of: card, after: committed.count)
                try card.work(until: card.secondsOn + .random(in: 0..<10, using: &random))
                Self.tell(
                    "first reading \(Int(usual)) s after the power came, cut \(cut) "
                        + "\(Int(card.secondsOn - usual)) s later")
            }
            try card.cutPower()
            committed = try expectAllCommitted(on: card, with: committed)
        }
        try expectNoTraceOfLinkAndKey(of: card)
        try expectAllArrives(from: card, with: committed)
        try expectTimesAreRight(of: card)
    }

    /// The start after the last cut.
    private func expectAllArrives(from card: EmulatedCard, with committed: [KeptItem]) throws {
        try card.switchOn(port: server.port)
        let last = try firstReading(of: card, after: committed.count)
        try card.cutPower()
        Self.tell(
            "first reading \(Int(last)) s after the power came; \(committed.count) batches before")
        try expectAllOnce(committed)
    }

    /// What is committed stays, and nothing else was ever sent.
    private func expectAllCommitted(
        on card: EmulatedCard, with earlier: [KeptItem]
    ) throws -> [KeptItem] {
        let committed = try card.state().spooled()
        let stored = try stored()
        #expect(Array(committed.prefix(earlier.count)) == earlier)
        #expect(Array(committed.prefix(stored.count)) == stored)
        return committed
    }

    /// The server has all that was on the card, each once, and believes it.
    private func expectAllOnce(_ committed: [KeptItem]) throws {
        let stored = try stored()
        #expect(Array(stored.prefix(committed.count)) == committed)
        #expect(stored.map(\.sequence) == stored.indices.map { Int64($0 + 1) })
        let readings = try StoredReading.all(of: "air", in: server)
        #expect(readings.count >= committed.count)
        #expect(Set(readings).count == readings.count)
        #expect(readings.allSatisfy { $0.node == "pi" && $0.verified })
        let shown = try server.run("node", "show", "pi").output
        #expect(!shown.contains("\nalert "), "\(shown)")
        #expect(try server.run("verify").output.hasPrefix("good: "))
        // Where QEMU does not get a processor for long enough, a sensor is not ready in time: told, too.
        let faults = readings.compactMap(\.fault)
        Self.tell(
            "\(stored.count) batches, \(readings.count) readings, none lost, none twice; faults: \(faults)"
        )
    }

    /// The Pi's own clock is far behind, and the readings' times are right all the same.
    private func expectTimesAreRight(of card: EmulatedCard) throws {
        let written = try card.state().changed("spool.sqlite")
        #expect(begun.timeIntervalSince(written) > 86_400 * 30, "\(written)")
        for reading in try StoredReading.all(of: "air", in: server) {
            let time = try reading.seconds
            #expect(
                time > begun.timeIntervalSince1970 - 2 && time < Date().timeIntervalSince1970 + 2,
                "\(reading)")
        }
    }

    /// The link was used up, and the key is on the card's root partition and nowhere else.
    private func expectNoTraceOfLinkAndKey(of card: EmulatedCard) throws {
        let state = try card.state()
        let names = try state.names()
        #expect(names.contains("node.key") && !names.contains("link"), "\(names)")
        #expect(try !card.bootFiles().contains { $0.lowercased() == "rue/link" })

        let text = String(decoding: try state.read("node.key"), as: UTF8.self)
        let body = try #require(text.split(separator: "\n").first { !$0.hasPrefix("-") })
        let seed = try #require(Data(base64Encoded: String(body))).suffix(32)
        let hexadecimal = seed.map { String(format: "%02x", $0) }.joined()
        for form in [Data(body.utf8), seed, Data(hexadecimal.utf8)] {
            #expect(!contains(form, in: Data(card.consoles.joined().utf8)))
            #expect(!contains(form, in: try card.bootPartition()))
            for file in try FileManager.default.subpathsOfDirectory(atPath: server.folder.path) {
                let bytes = FileManager.default.contents(atPath: server.folder.file(file))
                #expect(!contains(form, in: bytes ?? Data()), "\(file)")
            }
        }
        // What looks for it would find it.
        #expect(contains(Data(body.utf8), in: Data(text.utf8)))
    }

    private func contains(_ part: Data, in whole: Data) -> Bool {
        whole.range(of: part) != nil
    }

    // MARK: The first start

    /// The power goes while the installer works, at any moment; a later start ends it.
    @Test(arguments: EmulatedCard.Flavour.allCases)
    func card_losingPowerInItsFirstStarts_isInstalledInTheEnd(
        flavour: EmulatedCard.Flavour
    ) throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("first starts cut"))
        let card = try card(flavour)
        for cut in 1...3 {
            try card.switchOn(port: server.port)
            try card.wait(for: "the installer") { try card.says("rue: ") || !stored().isEmpty }
            try card.work(until: card.secondsOn + .random(in: 0..<6, using: &random))
            Self.tell(
                "\(flavour.rawValue), cut \(cut) \(Int(card.secondsOn)) s after the power came")
            try card.cutPower()
        }
        let committed = try expectAllCommitted(on: card, with: [])
        try expectAllArrives(from: card, with: committed)
        try expectNoTraceOfLinkAndKey(of: card)
        try expectTimesAreRight(of: card)
    }
}
