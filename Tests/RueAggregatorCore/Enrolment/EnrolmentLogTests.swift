import RueCrypto
import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// What the admin is told of an enrolment that the node was refused without a reason.
@Suite struct EnrolmentLogTests {
    let house: TestHouse

    init() throws { house = try TestHouse() }

    private func node(_ seed: UInt8) throws -> TestNode {
        try TestNode(seed: seed, clock: house.clock)
    }

    private func reason(_ message: [UInt8]) throws -> String {
        let before = house.log.lines.count
        #expect(try house.enrol(message).status != 200)
        #expect(house.log.lines.count == before + 1)
        return house.log.lines.last ?? ""
    }

    @Test func refusal_tellsTheRealReason() throws {
        let used = try house.token("kitchen")
        #expect(try house.enrol(node(1).enrolment(used, house.authority)).status == 200)
        #expect(
            try reason(node(2).enrolment(used, house.authority))
                == "enrolment refused: the link for 'kitchen' was used already, by another key")
        let garden = try house.token("garden")
        let wrong = EnrolmentToken.with(garden, secret: [UInt8](repeating: 0, count: 16))
        #expect(try reason(node(2).enrolment(wrong, house.authority)).contains("wrong secret"))
        #expect(
            try reason(node(1).enrolment(garden, house.authority))
                .contains("the link for 'garden' came with the key of node 'kitchen'"))
        let nobody = try EnrolmentToken(nodeName: "nobody", now: 0)
        #expect(try reason(node(2).enrolment(nobody, house.authority)).contains("does not know"))
        #expect(try reason([0x01]).contains("not a message of this protocol"))
        house.clock.advance(milliseconds: EnrolmentToken.lifetimeMilliseconds)
        #expect(
            try reason(node(2).enrolment(garden, house.authority))
                == "enrolment refused: the link for 'garden' has expired")
    }

    @Test func refusal_ofAnotherBoard_namesTheOneItIsFor() throws {
        let token = try house.token("kitchen")
        let first = try node(1)
        #expect(try house.enrol(first.enrolment(token, house.authority)).status == 200)
        let again = try house.token("kitchen")
        let text = try reason(node(2).enrolment(again, house.authority))
        #expect(text.contains("is for the device \(first.baseName) alone"))
    }

    @Test func refusal_ofAWithdrawnLink_saysSo() throws {
        let token = try house.token("kitchen", lifetime: EnrolmentToken.lifetimes.upperBound)
        house.clock.advance(milliseconds: EnrolmentToken.lifetimeMilliseconds)
        try house.elsewhere { (writer) throws(StoreError) in
            _ = try writer.withdrawTokens(nodeName: "kitchen", now: house.clock.utcMilliseconds)
        }
        #expect(
            try reason(node(1).enrolment(token, house.authority))
                == "enrolment refused: the link for 'kitchen' was withdrawn, or replaced by a newer one"
        )
    }

    @Test func refusals_ofOneKind_areOneLineASecondWithTheirCount() throws {
        for _ in 0..<5 { _ = try house.enrol([0x01]) }
        #expect(house.log.lines.count == 1)
        let token = try EnrolmentToken(nodeName: "x\u{1B}", now: 0)
        _ = try house.enrol(node(1).enrolment(token, house.authority))
        #expect(house.log.lines.count == 2)
        house.clock.advance(milliseconds: EnrolmentLog.intervalMilliseconds)
        _ = try house.enrol([0x01])
        #expect(house.log.lines.count == 3)
        #expect(house.log.lines.last?.hasSuffix(" (and 4 more like it before)") == true)
    }
}
