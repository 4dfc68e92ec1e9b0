import RueCrypto
import RueServer
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct RecoveryKitTests {
    private let kit: RecoveryKit

    init() throws {
        let key = try TLSKey.generate()
        kit = RecoveryKit(
            signingKey: try SigningKey(seed: Array(repeating: 7, count: 32)),
            recovery: try TLSIdentity(key: key, certificatePEM: try key.makeCertificate()),
            hosts: ["house.local", "fd00::1"], port: 9443, madeAtMilliseconds: StoreFixture.start)
    }

    /// The error that a text gives.
    private func fault(_ text: String) -> RecoveryKitError? {
        do throws(RecoveryKitError) {
            _ = try RecoveryKit(reading: text)
            return nil
        } catch {
            return error
        }
    }

    private func expectSame(_ text: String, _ what: String) throws {
        let read = try RecoveryKit(reading: text)
        #expect(read.serverID == kit.serverID, "\(what)")
        #expect(read.recovery.key == kit.recovery.key, "\(what)")
        #expect(read.recovery.pin == kit.recovery.pin, "\(what)")
    }

    /// The number of the first line that holds a text.
    private func line(of part: String, in text: String) -> Int {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return (lines.firstIndex { $0.contains(part) } ?? -1) + 1
    }

    @Test func text_readsBack() throws {
        let read = try RecoveryKit(reading: kit.text)
        #expect(read.serverID == kit.serverID)
        #expect(read.signingKey.seed == kit.signingKey.seed)
        #expect(read.recovery == kit.recovery)
        #expect(read.hosts == kit.hosts)
        #expect(read.port == 9443)
    }

    @Test func text_isFitForPaper() {
        #expect(kit.text.utf8.allSatisfy { $0 < 0x80 })
        let prose = kit.text.split { $0.isNewline }.filter { !$0.contains("pin ") }
        #expect(prose.map(\.count).max() ?? 0 <= 80)
        #expect(kit.text.contains("rue-aggregator setup --recovery-kit FILE"))
        #expect(kit.text.contains("recovery-kit --check FILE"))
    }

    @Test func text_afterPrintersAndEditors_readsTheSame() throws {
        let text = kit.text
        try expectSame(text.replacing("\n", with: "\r\n"), "CR LF")
        try expectSame("\u{FEFF}" + text, "byte order mark")
        try expectSame(text.replacing("\n", with: "  \n\u{00A0}\t "), "indented")
        try expectSame(text.replacing("\n", with: "\n\n"), "double spaced")
        try expectSame(text.replacing("-----", with: "\u{2014}\u{2014}-"), "dashes of an editor")
        try expectSame(wrapped(text, at: 50), "wrapped")
        try expectSame(wrapped(text, at: 29), "wrapped to narrow lines")
    }

    private func wrapped(_ text: String, at width: Int) -> String {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
            guard !line.hasPrefix("-"), !line.contains(":") || line.hasPrefix("Checks") else {
                return String(line)
            }
            var (rest, pieces) = (line, [String]())
            while rest.count > width {
                // A printer breaks at a blank where there is one.
                let head = rest.prefix(width)
                let end = head.lastIndex(of: " ") ?? head.endIndex
                pieces.append(String(rest[..<end]))
                rest = rest[end...]
            }
            return (pieces + [String(rest)]).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    @Test func blocksAlone_suffice() throws {
        let blocks = try #require(kit.text.firstRange(of: "-----BEGIN"))
        let read = try RecoveryKit(reading: String(kit.text[blocks.lowerBound...]))
        #expect(read.serverID == kit.serverID)
        #expect(read.hosts.isEmpty)
        #expect(read.port == nil)
    }

    @Test func withoutTheCertificate_aNewOneIsMade() throws {
        let begin = try #require(kit.text.firstRange(of: "-----BEGIN CERTIFICATE"))
        let text = String(kit.text[..<begin.lowerBound])
        try expectSame(text, "no certificate")
        #expect(try !RecoveryKit(reading: text).hasCertificate)
        #expect(try RecoveryKit(reading: kit.text).hasCertificate)
    }

    @Test func kitOfTheFirstDays_withoutChecks_isRead() throws {
        let lines = kit.text.split(omittingEmptySubsequences: false) { $0.isNewline }
        try expectSame(
            lines.filter { !$0.hasPrefix("Checks:") }.joined(separator: "\n"), "no checks")
    }

    /// Every character of every block, each mistyped once: a reader that only looks whether keys
    /// can be read takes many of them.
    @Test func everyMistypedCharacter_isFoundInItsLine() throws {
        let lines = kit.text.split(omittingEmptySubsequences: false) { $0.isNewline }
            .map { String($0) }
        var random = SeededRandom(seed: 5)
        var naive = 0
        var tried = 0
        var isInside = false
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("-----") { isInside = line.contains("BEGIN") }
            guard isInside, !line.hasPrefix("-") else { continue }
            for place in line.indices {
                let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                let wrong = try #require(
                    letters.filter { $0 != line[place] }.randomElement(using: &random))
                var changed = lines
                changed[index].replaceSubrange(place...place, with: String(wrong))
                let text = changed.joined(separator: "\n")
                tried += 1
                guard case .mistyped(let first, let last, _, _) = fault(text) else {
                    Issue.record("line \(index + 1), character \(place): \(wrong) was taken")
                    continue
                }
                #expect(first == index + 1 && last == index + 1)
                let unchecked = changed.filter {
                    !$0.hasPrefix("Checks:") && !$0.hasPrefix("Server:")
                }
                if fault(unchecked.joined(separator: "\n")) == nil { naive += 1 }
            }
        }
        #expect(tried > 400)
        #expect(naive > 40, "what reads as a key is not checked by reading it")
    }

    @Test func lineLeftOutOrTwice_isNamed() throws {
        let lines = kit.text.split(omittingEmptySubsequences: false) { $0.isNewline }
            .map { String($0) }
        let certificate = line(of: "BEGIN CERTIFICATE", in: kit.text)
        var shorter = lines
        shorter.remove(at: certificate)
        var longer = lines
        longer.insert(lines[certificate], at: certificate)
        for text in [shorter, longer] {
            let fault = try #require(self.fault(text.joined(separator: "\n")))
            // Both begin to differ in the block's first or second line.
            let named =
                "\(fault)".contains("line \(certificate + 1)")
                || "\(fault)".contains("line \(certificate + 2)")
                || "\(fault)".contains("line \(certificate)")
            #expect(named, "\(fault)")
        }
    }

    @Test func mistypedCheck_isNamedWithItsLine() throws {
        let place = line(of: "Checks:", in: kit.text)
        let text = kit.text.replacing("Checks: ", with: "Checks: x", maxReplacements: 1)
        let fault = try #require(self.fault(text))
        #expect("\(fault)".hasPrefix("line \(place): 'x"), "\(fault)")
    }

    @Test func foreignCharacter_isNamedWithItsLine() throws {
        let place = line(of: "BEGIN PRIVATE KEY", in: kit.text) + 1
        let text = kit.text.replacing("MC4CAQ", with: "MC4_AQ")
        #expect(fault(text) == .foreign(character: "_", line: place))
    }

    @Test func missingParts_areNamed() throws {
        #expect(fault("") == .notAKit)
        #expect(fault("Dear diary,\n\nit rained.") == .notAKit)
        #expect(
            fault("RUE RECOVERY KIT\n") == .missing(what: "the server's signing key"))
        let begin = try #require(kit.text.firstRange(of: "The recovery TLS key"))
        #expect(
            fault(String(kit.text[..<begin.lowerBound])) == .missing(what: "the recovery TLS key"))
        let end = try #require(kit.text.firstRange(of: "-----END CERTIFICATE"))
        #expect(
            fault(String(kit.text[..<end.lowerBound]))
                == .unended(
                    label: "CERTIFICATE", line: line(of: "BEGIN CERTIFICATE", in: kit.text)))
    }

    @Test func wordsOfAnotherServer_areRefused() throws {
        let words = Proquint.keyWords(of: kit.serverID)
        let text = kit.text.replacing(words, with: "lusab-babad-lusab-babad")
        #expect(
            fault(text)
                == .otherServer(
                    line: line(of: "Server:", in: text), words: "lusab-babad-lusab-babad",
                    key: words))
    }

    @Test func partsOfTwoKits_areRefused() throws {
        let key = try TLSKey.generate()
        let other = RecoveryKit(
            signingKey: kit.signingKey,
            recovery: try TLSIdentity(key: key, certificatePEM: try key.makeCertificate()),
            hosts: [], port: nil, madeAtMilliseconds: 0)
        let mine = try #require(kit.text.firstRange(of: "-----BEGIN CERTIFICATE"))
        let theirs = try #require(other.text.firstRange(of: "-----BEGIN CERTIFICATE"))
        let mixed = String(kit.text[..<mine.lowerBound]) + other.text[theirs.lowerBound...]
        guard case .unusable(let what, let place, _) = fault(mixed) else {
            Issue.record("a certificate for another key was taken")
            return
        }
        #expect(what.contains("certificate"))
        #expect(place == line(of: "BEGIN CERTIFICATE", in: mixed))
    }

    @Test func hostAndPort_thatCannotBe_areNamed() {
        let host = kit.text.replacing("Host: fd00::1", with: "Host: house,local")
        #expect(
            fault(host)
                == .badValue(
                    name: "host", value: "house,local", line: line(of: "house,local", in: host)))
        let port = kit.text.replacing("Port: 9443", with: "Port: 94430")
        #expect(
            fault(port)
                == .badValue(name: "port", value: "94430", line: line(of: "94430", in: port)))
    }
}
