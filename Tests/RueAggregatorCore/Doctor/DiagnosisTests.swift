import RueCommandLine
import RueServer
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore
@testable import RueStore

/// What is judged of what was seen; each check in every state that it has.
@Suite struct DiagnosisTests {
    private static let now: Int64 = 1_763_600_000_000
    private static let day: Int64 = 86_400_000

    // MARK: Machine

    @Test(arguments: [
        (Int64(0), Finding.State.problem), (99_999_999, .problem), (100_000_000, .warning),
        (999_999_999, .warning), (1_000_000_000, .ok),
    ])
    func disk_room_isJudged(free: Int64, state: Finding.State) {
        let finding = Diagnosis.disk(freeBytes: free, storeBytes: 5_000_000)
        #expect(finding.state == state)
        #expect((finding.remedy == nil) == (state == .ok))
        #expect(finding.text.hasSuffix(" free, the store takes 5 MB"), "\(finding.text)")
    }

    @Test(
        arguments: [
            (now, true, nil, Finding.State.ok), (now, true, now + 60_000, .ok),
            (now, false, now, .warning), (now, true, now + 60_001, .problem),
            (1_735_689_599_999, true, nil, .problem), (0, false, now, .problem),
        ] as [(Int64, Bool, Int64?, Finding.State)])
    func clock_settings_areJudged(
        now: Int64, isSynchronised: Bool, newest: Int64?, state: Finding.State
    ) {
        let finding = Diagnosis.clock(
            now: now, isSynchronised: isSynchronised, newestMilliseconds: newest)
        #expect(finding.state == state, "\(finding)")
        #expect(finding.text.contains(UTCTime.text(milliseconds: now)) || state == .ok)
    }

    @Test(arguments: [
        (true, true, Finding.State.ok, "the server listens on port 8443"),
        (false, false, .ok, "port 8443 is free"),
        (true, false, .problem, "nothing listens on port 8443"),
        (false, true, .problem, "port 8443 is taken by another program"),
    ])
    func nodePort_runningAndListening_areCompared(
        isRunning: Bool, isListening: Bool, state: Finding.State, text: String
    ) {
        let findings = Diagnosis.ports(
            node: Diagnosis.Port(number: 8_443, isListening: isListening),
            page: Diagnosis.Port(number: 8_080, isListening: false), isRunning: isRunning)
        #expect(findings.map(\.state) == [state])
        #expect(findings.first?.text.contains(text) == true)
    }

    @Test(arguments: [(true, 1), (false, 2)])
    func pagePort_taken_mattersBeforeTheStartOnly(isRunning: Bool, count: Int) {
        let findings = Diagnosis.ports(
            node: Diagnosis.Port(number: 8_443, isListening: isRunning),
            page: Diagnosis.Port(number: 8_080, isListening: true), isRunning: isRunning)
        #expect(findings.count == count)
        #expect(findings.dropFirst().allSatisfy { $0.state == .warning && $0.check == "page" })
    }

    @Test(arguments: [
        ("home.example", Diagnosis.Reach.here, false, Finding.State.ok, "leads to this machine"),
        ("home.example", .nowhere, true, .warning, "leads nowhere"),
        ("home.example", .elsewhere("192.0.2.7"), true, .warning, "192.0.2.7"),
        ("localhost", .here, true, .warning, "from itself only"),
        ("127.0.0.1", .here, true, .warning, "from itself only"),
        ("::1", .here, true, .warning, "from itself only"),
        ("127.example", .here, true, .ok, "leads to this machine"),
        ("home.local", .nowhere, true, .ok, "avahi answers"),
        ("home.local", .here, false, .warning, "nobody on this machine answers"),
        ("Home.LOCAL", .nowhere, false, .warning, "nobody on this machine answers"),
    ])
    func name_reach_isJudged(
        host: String, reach: Diagnosis.Reach, avahi: Bool, state: Finding.State, text: String
    ) {
        let findings = Diagnosis.names([(host, reach)], isLocalAnswered: avahi)
        #expect(findings.map(\.state) == [state])
        #expect(findings.first?.text.contains(text) == true, "\(findings)")
    }

    @Test(
        arguments: [
            // installed, enabled, managed, running
            ([true, true, true, true], Finding.State.ok, nil),
            ([true, false, true, true], .warning, "systemctl enable rue-aggregator"),
            ([true, true, true, false], .problem, "journalctl -u rue-aggregator"),
            ([true, false, true, false], .problem, "enable --now rue-aggregator"),
            ([false, false, true, true], .ok, nil),
            ([false, false, true, false], .warning, "rue-aggregator serve"),
            ([true, true, false, false], .warning, "rue-aggregator serve"),
        ] as [([Bool], Finding.State, String?)])
    func service_seen_isJudged(seen: [Bool], state: Finding.State, advice: String?) {
        let finding = Diagnosis.service(
            Diagnosis.Service(
                isInstalled: seen[0], isEnabled: seen[1], isManaged: seen[2], isRunning: seen[3]))
        #expect(finding.state == state)
        #expect(finding.remedy?.contains(advice ?? "") ?? (advice == nil))
    }

    // MARK: State

    private func permissions(
        _ files: [(owner: String, mode: UInt32)], folder: (String, UInt32) = ("rue", 0o700),
        service: String? = nil
    ) -> Finding {
        Diagnosis.permissions(
            folder: Diagnosis.Entry(path: "/s", owner: folder.0, mode: folder.1),
            files: files.enumerated().map {
                Diagnosis.Entry(path: "/s/\($0)", owner: $1.owner, mode: $1.mode)
            }, service: service)
    }

    @Test func permissions_ownersAlone_areRight() {
        #expect(permissions([("rue", 0o600), ("rue", 0o400)]).state == .ok)
        #expect(permissions([], service: "rue").state == .ok)
    }

    @Test func permissions_ofSomebodyElse_areAProblemWithTheFirstNamed() {
        let finding = permissions([("rue", 0o600), ("root", 0o600), ("root", 0o600)])
        #expect(finding.state == .problem)
        #expect(finding.text == "/s/1 belongs to root (and 1 more), the server is rue")
        #expect(finding.remedy == "chown -R rue: /s")
        #expect(
            permissions([("root", 0o600)], folder: ("root", 0o700), service: "rue").state
                == .problem)
    }

    @Test(arguments: [0o640, 0o604, 0o601] as [UInt32])
    func permissions_openToOthers_areAProblem(mode: UInt32) {
        #expect(permissions([("rue", mode)]).remedy == "chmod -R go= /s")
        #expect(permissions([], folder: ("rue", mode | 0o100)).state == .problem)
    }

    @Test func identity_failure_isAProblemWithItsReason() throws {
        let findings = Diagnosis.identity(
            .failure(.tls(.mismatch)), expiryMilliseconds: nil, nowMilliseconds: Self.now)
        #expect(findings.map(\.state) == [.problem])
        #expect(findings.first?.text == "the TLS certificate belongs to another key")
        #expect(findings.first?.remedy?.contains("restore") == true)
    }

    @Test func recoveryKit_here_isAWarning() {
        #expect(Diagnosis.recoveryKit(isHere: false).state == .ok)
        let finding = Diagnosis.recoveryKit(isHere: true)
        #expect(finding.state == .warning && finding.remedy?.contains("--write-kit") == true)
    }

    @Test(
        arguments: [
            (nil, Finding.State.warning, "no backup was ever made"),
            ("", .warning, "cannot be read"),
            ("made = yesterday\nplace = /m\n", .warning, "cannot be"),
            ("made = 2025-11-01T00:00:00Z\n", .warning, "cannot be read"),
            ("made = 2025-11-01T00:00:00Z\nplace = /m\nmore = 1\n", .warning, "cannot be read"),
            ("no words\n", .warning, "cannot be read"),
            ("# x\nmade = 2025-11-01T00:00:00Z\nplace = /m\n", .ok, "/m, 19 d old"),
            (
                "made = 2027-01-01T00:00:00Z\nplace = /m\n", .warning,
                "is of 2027-01-01T00:00:00.000Z, which is to come"
            ),
            (
                "made = 2025-10-01T00:00:00Z\nplace = /m\n", .warning,
                "the newest backup is /m, 50 d old"
            ),
        ] as [(String?, Finding.State, String)])
    func backup_record_isJudged(record: String?, state: Finding.State, text: String) {
        let finding = Diagnosis.backup(record, place: .elsewhere, nowMilliseconds: Self.now)
        #expect(finding.state == state)
        #expect(finding.text.contains(text), "\(finding.text)")
    }

    @Test(arguments: [
        (Diagnosis.BackupPlace.besideTheServer, "on the server's own disk", "DIR-ON-ANOTHER-DISK"),
        (.gone, "/m, 19 d old, and is not there now", "right if its medium is in a drawer"),
    ])
    func backup_whereItIsOfNoUse_isWarnedOf(
        place: Diagnosis.BackupPlace, text: String, remedy: String
    ) {
        let record = "made = 2025-11-01T00:00:00Z\nplace = /m\n"
        let finding = Diagnosis.backup(record, place: place, nowMilliseconds: Self.now)
        #expect(finding.state == .warning)
        #expect(finding.text.contains(text), "\(finding.text)")
        #expect(finding.remedy?.contains(remedy) == true)
    }

    @Test func backupRecord_text_readsBack() {
        let record = BackupRecord(madeMilliseconds: Self.now, path: "/media/usb/a b = c")
        #expect(BackupRecord(parsing: record.text) == record)
        let odd = BackupRecord(madeMilliseconds: Self.now, path: "/a\nmade = 0")
        #expect(BackupRecord(parsing: odd.text)?.path == "/a")
    }

    @Test(arguments: [
        (StoreError.Kind.newer, "install the newer program"), (.missing, "setup"),
        (.corrupt, "verify"), (.notAStore, "restore"), (.busy, "try again"),
        (.diskFull, "free some space"), (.failed, "do what it says"),
    ])
    func store_failure_isAProblemWithWhatToDo(kind: StoreError.Kind, advice: String) {
        let finding = Diagnosis.store(
            .failure(StoreError(kind, message: "what it is", sql: "")), isOwn: true)
        #expect(finding.state == .problem && finding.text.contains("what it is"))
        #expect(finding.remedy?.contains(advice) == true)
    }

    @Test func store_ofAnotherServer_isAProblem() {
        let log = LogState(size: 7, head: bytes32(1), id: bytes16(2))
        #expect(Diagnosis.store(.success(log), isOwn: true).text.hasSuffix("holds 7 items"))
        #expect(Diagnosis.store(.success(log), isOwn: false).state == .problem)
    }

    // MARK: Nodes

    private func node(
        _ status: NodeStatus = .active, enrolled: Int64 = now - 90 * day, seen: Int64? = now,
        events: [EventKind] = [], quarantined: Int64 = 0
    ) -> NodeOverview {
        NodeOverview(
            node: NodeRecord(
                id: 1, name: "kitchen", baseName: "urn:dev:mac:0_", status: status,
                createdMilliseconds: enrolled, changedMilliseconds: enrolled),
            keys: [],
            head: seen.map {
                NodeOverview.Head(sequence: 1, id: nil, receivedMilliseconds: $0)
            }, counts: ItemCounts(total: 9, quarantined: quarantined),
            events: events.map {
                EventRecord(
                    node: 1, kind: $0, detail: "", firstMilliseconds: 0, lastMilliseconds: 0,
                    count: 3)
            }, gaps: [])
    }

    private func judged(_ nodes: NodeOverview...) -> [Finding] {
        Diagnosis.nodes(nodes, nowMilliseconds: Self.now)
    }

    @Test func nodes_well_areOneFinding() {
        #expect(judged(node(), node(seen: Self.now - Self.day)).map(\.state) == [.ok])
        #expect(judged().first?.text == "no node has enrolled yet")
    }

    @Test func nodes_revoked_areNobodysConcern() {
        #expect(judged(node(.revoked, seen: nil, events: [.fork])).map(\.state) == [.ok])
    }

    @Test func nodes_silent_areWarnedOf() {
        let silent = judged(node(seen: Self.now - 3 * Self.day), node())
        #expect(silent.map(\.text) == ["kitchen: silent for 3 d"])
        let never = judged(node(enrolled: Self.now - 5 * Self.day, seen: nil))
        #expect(never.map(\.text) == ["kitchen: enrolled 5 d ago, never seen"])
        #expect(judged(node(enrolled: Self.now, seen: nil)).map(\.state) == [.ok])
    }

    @Test func nodes_pending_areToBeConfirmed() {
        let findings = judged(node(.pending))
        #expect(findings.map(\.state) == [.warning])
        #expect(findings.first?.remedy?.contains("node confirm kitchen NAME") == true)
    }

    @Test func nodes_oddities_areTold() {
        #expect(
            judged(node(events: [.fork, .clone])).map(\.text) == [
                "kitchen: fork, 3 ×; two devices, one key, 3 ×"
            ])
        #expect(judged(node(quarantined: 2)).map(\.text) == ["kitchen: 2 items in quarantine"])
        #expect(
            judged(node(events: [.quarantine], quarantined: 3)).map(\.text) == [
                "kitchen: quarantined item, 3 ×"
            ])
        let mended = judged(node(events: [.learnt, .lostItems]), node())
        #expect(mended.map(\.state) == [.ok])
        #expect(
            mended.first?.text
                == "2 nodes, seen within a day, 6 alerts of what is made good already")
        #expect(judged(node()).first?.text.hasSuffix("nothing odd about them") == true)
    }
}
