import CRueSystem
import Foundation
import Glibc
import RueTestSupport
import Testing

@Suite struct MulticastDNSTests {
    /// An answer as a printer's or a Pi's responder sends it: two records, the name in full and
    /// then a pointer to it.
    private let answer: [UInt8] =
        [0x2a, 7, 0x84, 0, 0, 0, 0, 2, 0, 0, 0, 0]
        + Array("\u{06}SERVER\u{05}local\u{00}".utf8) + [0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4]
        + [192, 0, 2, 7]
        + [0xc0, 12, 0, 28, 0x80, 1, 0, 0, 0, 120, 0, 16]
        + [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]

    private func read(_ packet: [UInt8], host: String = "server.local") -> (Int32, [String]) {
        var addresses = [rue_address](repeating: rue_address(), count: 4)
        let result = rue_mdns_answer(packet, packet.count, 0x2a07, host, 8443, 1, &addresses, 4)
        return (result, addresses.prefix(max(0, Int(result))).map(text))
    }

    private func text(_ address: rue_address) -> String {
        var address = address
        var text = [CChar](repeating: 0, count: Int(RUE_ADDRESS_TEXT_SIZE))
        rue_address_text(&address, &text)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }

    @Test(arguments: [
        ("server.local", true), ("SERVER.LOCAL.", true), ("a.b.local", true), ("local", false),
        (".local", false), ("server.locale", false), ("example.org", false), ("", false),
    ])
    func isLocal_name_isTrueForLocalAlone(host: String, isLocal: Bool) {
        #expect((rue_mdns_is_local(host) == 1) == isLocal)
    }

    @Test(arguments: ["server.local", "server.local."])
    func query_name_asksForBothKindsOfAddress(host: String) {
        var packet = [UInt8](repeating: 0xff, count: Int(RUE_MDNS_QUERY_SIZE))
        let count = rue_mdns_query(host, 0x2a07, &packet)
        let name = Array("\u{06}server\u{05}local\u{00}".utf8)
        let expected: [UInt8] =
            [0x2a, 7, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0] + name + [0, 1, 0x80, 1] + name + [
                0, 28, 0x80, 1,
            ]
        #expect(Array(packet.prefix(Int(count))) == expected)
    }

    @Test func query_longestName_fits() {
        // 255 bytes on the wire (RFC 1035 §2.3.4): 61 each, 64 and 6 for the others, and the end.
        let label = String(repeating: "a", count: 60)
        let host = [label, label, label, String(repeating: "b", count: 64 - 1), "local"]
            .joined(separator: ".")
        #expect(host.utf8.count == 252)
        var packet = [UInt8](repeating: 0, count: Int(RUE_MDNS_QUERY_SIZE))
        #expect(rue_mdns_query(host, 0x2a07, &packet) == 12 + 2 * (254 + 4))
        #expect(rue_mdns_query(host + ".", 0x2a07, &packet) == 12 + 2 * (254 + 4))
        #expect(rue_mdns_query("a" + host, 0x2a07, &packet) == 12 + 2 * (255 + 4))
        #expect(rue_mdns_query("aa" + host, 0x2a07, &packet) == -EINVAL)
    }

    @Test(arguments: [
        "a..local", ".local", String(repeating: "a", count: 64) + ".local",
        String(repeating: "a.", count: 130) + "local",
    ])
    func query_nameThatDNSDoesNotHave_isRefused(host: String) {
        var packet = [UInt8](repeating: 0, count: Int(RUE_MDNS_QUERY_SIZE))
        #expect(rue_mdns_query(host, 0x2a07, &packet) == -EINVAL)
    }

    @Test func answer_bothKinds_givesBothAndTheInterface() {
        let (count, addresses) = read(answer)
        #expect(count == 2)
        #expect(addresses == ["192.0.2.7:8443", "[fe80::7%lo]:8443"])
    }

    @Test func answer_toSomethingElse_givesNothing() {
        #expect(read(answer, host: "servers.local").0 == 0)
        #expect(read(answer, host: "server.loca").0 == 0)
        #expect(read(answer, host: "erver.local").0 == 0)
        var query = answer
        query[2] = 0
        #expect(read(query).0 == 0)
        var failure = answer
        failure[3] = 3
        #expect(read(failure).0 == 0)
        var notAQuery = answer
        notAQuery[2] |= 0x10  // another opcode
        #expect(read(notAQuery).0 == 0)
        var otherClass = answer
        otherClass[29] = 3
        #expect(read(otherClass).1 == ["[fe80::7%lo]:8443"])
    }

    /// RFC 6762 §18.1. Naive: it takes whatever comes, as an answer to any question.
    @Test func answer_toAnotherQuery_givesNothing() {
        var guessed = answer
        guessed[1] = 8
        #expect(read(guessed).0 == 0)
    }

    /// RFC 6762 §10.1: with a life of 0 s a host takes its address back.
    @Test func answer_addressThatIsGivenUp_isNotTaken() {
        var goodbye = answer
        goodbye[33] = 0
        #expect(read(goodbye).1 == ["[fe80::7%lo]:8443"])
    }

    @Test func answer_sameAddressTwice_givesItOnce() {
        let record = answer[12..<40]
        let twice = [0x2a, 7, 0x84, 0, 0, 0, 0, 2, 0, 0, 0, 0] + Array(record) + Array(record)
        #expect(read(twice).1 == ["192.0.2.7:8443"])
    }

    @Test func answer_pointerInACircle_givesNothing() {
        let circle: [UInt8] =
            [0x2a, 7, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0]
            + [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 120, 0, 4, 192, 0, 2, 7]
        #expect(read(circle).0 == 0)
    }

    @Test func answer_cutAnywhere_isBroken() {
        for count in 0..<answer.count {
            #expect(read(Array(answer.prefix(count))).0 == -EBADMSG, "cut at \(count)")
        }
    }

    @Test func answer_randomChanges_neverCrash() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<20_000 {
            var packet = answer
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: packet.indices, using: &random)
                packet[index] = UInt8.random(in: .min ... .max, using: &random)
            }
            let (count, _) = read(packet)
            #expect(count <= 4 && count >= -EBADMSG, "seed \(seed)")
        }
    }

    @Test func ask_realResponder_givesItsAddresses() throws {
        let python = ProcessInfo.processInfo.environment["RUE_TEST_PYTHON"] ?? "python3"
        let responder = try RunningProgram(python, [Fixture.path("mdns.py"), "server.local"])
        let line = try responder.waitForLine(containing: "PORT ")
        var to = rue_address()
        #expect(rue_address_parse("127.0.0.1", try #require(UInt16(line.dropFirst(5))), &to) == 0)
        var found = [rue_address](repeating: rue_address(), count: 4)
        let count = rue_mdns_ask(&to, "server.local", 8443, 10_000, &found, 4)
        #expect(count == 2)
        #expect(found.prefix(2).map(text) == ["192.0.2.9:8443", "[fe80::9]:8443"])
    }

    /// The responder answers from another port too, where anybody may listen (RFC 6762 §6).
    @Test func ask_answerFromAnotherPort_isNotTaken() throws {
        let python = ProcessInfo.processInfo.environment["RUE_TEST_PYTHON"] ?? "python3"
        let responder = try RunningProgram(
            python, [Fixture.path("mdns.py"), "server.local", "--elsewhere"])
        let line = try responder.waitForLine(containing: "PORT ")
        var to = rue_address()
        #expect(rue_address_parse("127.0.0.1", try #require(UInt16(line.dropFirst(5))), &to) == 0)
        var found = [rue_address](repeating: rue_address(), count: 4)
        #expect(rue_mdns_ask(&to, "server.local", 8443, 300, &found, 4) == 0)
        try responder.waitForLine(containing: "ANSWERED")
    }

    @Test func ask_noAnswer_isOverInTime() {
        var to = rue_address()
        #expect(rue_address_parse("127.0.0.1", 9, &to) == 0)
        var found = [rue_address](repeating: rue_address(), count: 4)
        let start = rue_boottime_ms()
        #expect(rue_mdns_ask(&to, "server.local", 8443, 100, &found, 4) == 0)
        #expect(rue_boottime_ms() - start >= 99)
    }
}
