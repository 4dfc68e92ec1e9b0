import RueCrypto
import RueStore
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct NodeDirectoryTests {
    private let fixture: StoreFixture
    private let kitchen: NodeFixture
    private let now = StoreFixture.start

    init() throws {
        fixture = try StoreFixture()
        kitchen = try fixture.enrol("kitchen", seed: 1)
    }

    private func invite(
        _ name: String, hosts: [String] = ["house.local"], replacing: Bool = false, at time: Int64
    ) throws -> Invitation {
        try Invitation.make(
            for: name, isReplacement: replacing, writer: fixture.writer,
            settings: ServerSettings(hosts: hosts, port: 8443, recoveryPin: .zero),
            livePin: .zero, nowMilliseconds: time)
    }

    @Test func invitation_keepsTheHashAndGivesTheSecretAway() throws {
        let invitation = try invite("garden", hosts: ["house.local", "fd00::1"], at: now)
        let links = try invitation.links.map { try EnrolmentLink(parsing: $0) }
        #expect(links.map(\.host) == ["house.local", "fd00::1"])
        #expect(links[0].secret == links[1].secret)
        let token = try #require(try fixture.writer.token(id: links[0].tokenID))
        #expect(token.nodeName == "garden")
        #expect(token.secretHash == SHA256.hash(links[0].secret).bytes)
        #expect(token.expiresMilliseconds == now + 900_000)
        #expect(invitation.expiresMilliseconds == token.expiresMilliseconds)
    }

    @Test func invitations_neverShareATokenOrASecret() throws {
        let links = try (0..<20).map { _ in
            try EnrolmentLink(parsing: invite("garden", at: now).links[0])
        }
        #expect(Set(links.map(\.tokenID)).count == 20)
        #expect(Set(links.map(\.secret)).count == 20)
    }

    @Test func invitation_forAnExistingNode_needsReplace() throws {
        #expect(throws: NodeError.exists("kitchen")) { try invite("kitchen", at: now) }
        _ = try invite("kitchen", replacing: true, at: now)
        #expect(throws: NodeError.unknown("attic", known: ["kitchen"])) {
            try invite("attic", replacing: true, at: now)
        }
        #expect(try fixture.writer.tokens().map(\.nodeName) == ["kitchen"])
    }

    @Test(arguments: [
        "", ".", "..", "-x", " x", "a\u{1B}b", "a\nb", "\u{202E}x",
        String(repeating: "x", count: 65),
    ])
    func invitation_withAnUnusableName_isRefused(name: String) throws {
        #expect(throws: NodeError.invalidName(name)) { try invite(name, at: now) }
    }

    @Test(arguments: ["", "a b", "a/b", "a:1", "::g", "[::1]", "-x", "é", "a\u{0}"])
    func invitation_withAnUnusableHost_isRefused(host: String) throws {
        #expect(throws: NodeError.host(host)) { try invite("garden", hosts: [host], at: now) }
    }

    @Test func invitation_forAnInvitedName_endsTheOlderLink() throws {
        let first = try invite("garden", at: now)
        _ = try invite("attic", at: now)
        let second = try invite("garden", at: now + 1)
        #expect(first.replaced == 0)
        #expect(second.replaced == 1)
        let open = try NodeDirectory.openTokens(fixture.writer, nowMilliseconds: now + 1)
        let ids = try [second].map { try EnrolmentLink(parsing: $0.links[0]).tokenID }
        #expect(open.map(\.nodeName) == ["attic", "garden"])
        #expect(open.filter { $0.nodeName == "garden" }.map(\.id) == ids)
    }

    @Test func revoke_ofAnInvitedName_withdrawsTheLink() throws {
        _ = try invite("garden", at: now)
        let done = try NodeDirectory.revoke(
            "garden", writer: fixture.writer, nowMilliseconds: now + 1)
        #expect(done == .init(isNodeRevoked: false, invitations: 1))
        #expect(try NodeDirectory.openTokens(fixture.writer, nowMilliseconds: now + 1).isEmpty)
        #expect(throws: NodeError.unknown("garden", known: ["kitchen"])) {
            try NodeDirectory.revoke("garden", writer: fixture.writer, nowMilliseconds: now + 2)
        }
    }

    @Test func revoke_ofANodeThatIsInvitedAgain_doesBoth() throws {
        _ = try invite("kitchen", replacing: true, at: now)
        let done = try NodeDirectory.revoke(
            "kitchen", writer: fixture.writer, nowMilliseconds: now + 1)
        #expect(done == .init(isNodeRevoked: true, invitations: 1))
    }

    @Test func openTokens_areThoseThatCanStillBeSpent() throws {
        _ = try invite("garden", at: now)
        #expect(
            try NodeDirectory.openTokens(fixture.writer, nowMilliseconds: now + 899_999).count == 1)
        #expect(
            try NodeDirectory.openTokens(fixture.writer, nowMilliseconds: now + 900_000).isEmpty)
        _ = try invite("attic", at: now + 2 * 86_400_000)
        #expect(try fixture.writer.tokens().map(\.nodeName) == ["attic"])
    }

    @Test func overview_tellsKeyHeadAndCounts() throws {
        try fixture.append("air_temperature", milli: 1, at: now, to: kitchen)
        try fixture.append(
            kind: .batch, payload: [0x80], utc: now, times: nil, to: kitchen, quarantined: "empty")
        let overview = try NodeDirectory.overview(of: "kitchen", fixture.writer)
        #expect(overview.keyWords == Proquint.keyWords(of: kitchen.key.publicKey.keyID))
        #expect(overview.head?.sequence == 2)
        #expect(overview.head?.id == kitchen.previous)
        #expect(overview.counts.total == 2)
        #expect(overview.counts.quarantined == 1)
        #expect(try NodeDirectory.overview(fixture.writer) == [overview])
    }

    @Test func overview_ofANodeWithoutItems_hasNoHead() throws {
        #expect(try NodeDirectory.overview(of: "kitchen", fixture.writer).head == nil)
        #expect(throws: NodeError.unknown("attic", known: ["kitchen"])) {
            try NodeDirectory.overview(of: "attic", fixture.writer)
        }
    }

    @Test func revoke_endsTheKeyOnce() throws {
        try NodeDirectory.revoke("kitchen", writer: fixture.writer, nowMilliseconds: now + 5)
        let overview = try NodeDirectory.overview(of: "kitchen", fixture.writer)
        #expect(overview.node.status == .revoked)
        #expect(overview.keys.map(\.revokedMilliseconds) == [now + 5])
        #expect(throws: NodeError.alreadyRevoked("kitchen")) {
            try NodeDirectory.revoke("kitchen", writer: fixture.writer, nowMilliseconds: now + 6)
        }
    }

    @Test func rename_keepsNamesUnique() throws {
        _ = try fixture.enrol("garden", seed: 2)
        #expect(throws: NodeError.taken("garden")) {
            try NodeDirectory.rename("kitchen", to: "garden", writer: fixture.writer)
        }
        #expect(throws: NodeError.sameName("kitchen")) {
            try NodeDirectory.rename("kitchen", to: "kitchen", writer: fixture.writer)
        }
        #expect(!NodeError.taken("garden").description.contains("--replace"))
        try NodeDirectory.rename("kitchen", to: "Küche", writer: fixture.writer)
        #expect(try fixture.writer.nodes().map(\.name).sorted() == ["Küche", "garden"])
    }

    private func forget(_ node: NodeFixture, as name: String) throws {
        try fixture.writer.transaction { () throws(StoreError) in
            try fixture.writer.setStatus(.pending, node: node.row, now: now)
            try fixture.writer.rename(node: node.row, to: name)
        }
    }

    @Test func confirm_givesANameAndShowsWhatWasKept() throws {
        try fixture.append("air_temperature", milli: 21_000, at: now, to: kitchen)
        try forget(kitchen, as: "pending-lusab-babad")
        #expect(throws: QueryError.pendingNode("pending-lusab-babad")) {
            try ReadingQuery(
                reader: fixture.writer, filter: ReadingFilter(nodes: ["pending-lusab-babad"]))
        }
        let name = try NodeDirectory.confirm(
            "pending-lusab-babad", as: "Küche", writer: fixture.writer, nowMilliseconds: now + 7)
        #expect(name == "Küche")
        let node = try #require(try fixture.writer.node(named: "Küche"))
        #expect(node.status == .active)
        #expect(node.changedMilliseconds == now + 7)
        let query = try ReadingQuery(reader: fixture.writer, filter: ReadingFilter())
        #expect(try query.latest().map(\.node) == ["Küche"])
    }

    @Test func confirm_withoutAName_takesTheKeyWords() throws {
        try forget(kitchen, as: "pending-lusab-babad")
        let name = try NodeDirectory.confirm(
            "pending-lusab-babad", writer: fixture.writer, nowMilliseconds: now)
        #expect(name == "lusab-babad")
        #expect(try fixture.writer.nodes().map(\.name) == ["lusab-babad"])
    }

    @Test func confirm_ofWhatIsNotPendingOrNamedBadly_changesNothing() throws {
        #expect(throws: NodeError.notPending("kitchen", .active)) {
            try NodeDirectory.confirm("kitchen", writer: fixture.writer, nowMilliseconds: now)
        }
        _ = try fixture.enrol("garden", seed: 2)
        try forget(kitchen, as: "pending-x")
        #expect(throws: NodeError.taken("garden")) {
            try NodeDirectory.confirm(
                "pending-x", as: "garden", writer: fixture.writer, nowMilliseconds: now)
        }
        #expect(throws: NodeError.invalidName("-x")) {
            try NodeDirectory.confirm(
                "pending-x", as: "-x", writer: fixture.writer, nowMilliseconds: now)
        }
        #expect(throws: NodeError.unknown("attic", known: ["garden", "pending-x"])) {
            try NodeDirectory.confirm("attic", writer: fixture.writer, nowMilliseconds: now)
        }
        #expect(try fixture.writer.node(named: "pending-x")?.status == .pending)
    }

    @Test func confirm_ofTwoForOneDevice_makesTheAdminChoose() throws {
        let other = try fixture.enrol("old", seed: 2)
        try fixture.tamper("UPDATE node SET base_name = (SELECT min(base_name) FROM node)")
        try forget(kitchen, as: "pending-a")
        try forget(other, as: "pending-b")
        do throws(NodeError) {
            try NodeDirectory.confirm(
                "pending-a", as: "kitchen", writer: fixture.writer, nowMilliseconds: now)
            Issue.record("one of two was confirmed")
        } catch {
            for node in [kitchen, other] {
                let words = Proquint.keyWords(of: node.key.publicKey.keyID)
                #expect(error.description.contains(words))
            }
            #expect(error.description.contains("rue-aggregator node revoke pending-b"))
            #expect(!error.description.contains("node revoke pending-a"))
        }
        try NodeDirectory.revoke("pending-b", writer: fixture.writer, nowMilliseconds: now)
        try NodeDirectory.confirm(
            "pending-a", as: "kitchen", writer: fixture.writer, nowMilliseconds: now)
        #expect(try fixture.writer.node(named: "kitchen")?.status == .active)
        #expect(try fixture.writer.node(named: "pending-b")?.status == .revoked)
    }
}
