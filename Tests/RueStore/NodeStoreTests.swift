import RueStore
import RueTestSupport
import RueWire
import Testing

@Suite struct NodeStoreTests {
    let it: TestStore

    init() throws { it = try TestStore() }

    func token(_ byte: UInt8, expires: Int64 = 10_000) -> TokenRecord {
        TokenRecord(
            id: [UInt8](repeating: byte, count: 8), secretHash: bytes32(byte).bytes,
            nodeName: "kitchen", createdMilliseconds: 100, expiresMilliseconds: expires)
    }

    @Test func node_added_isFoundByNameAndRow() throws {
        let node = try #require(try it.reader.node(named: "kitchen"))
        #expect(node.id == it.node)
        #expect(node.baseName == TestStore.kitchen)
        #expect(node.status == .active)
        #expect(try it.reader.node(it.node) == node)
        #expect(try it.reader.nodes() == [node])
        #expect(try it.reader.node(named: "cellar") == nil)
    }

    @Test func node_nameTaken_isAConstraintAndKeepsNothing() throws {
        let error = #expect(throws: StoreError.self) {
            try it.write { writer throws(StoreError) in
                _ = try writer.addNode(name: "cellar", baseName: "x", status: .active, now: 1)
                _ = try writer.addNode(name: "kitchen", baseName: "y", status: .active, now: 1)
            }
        }
        #expect(error?.kind == .constraint)
        #expect(try it.reader.nodes().count == 1)
    }

    @Test func node_renamedAndRevoked_isReadSo() throws {
        try it.write { writer throws(StoreError) in
            try writer.rename(node: it.node, to: "pantry")
            try writer.setStatus(.revoked, node: it.node, now: 77)
            try writer.revokeKeys(node: it.node, now: 77)
        }
        let node = try #require(try it.reader.node(named: "pantry"))
        #expect(node.status == .revoked)
        #expect(node.changedMilliseconds == 77)
        #expect(try it.reader.keys(node: it.node).map(\.revokedMilliseconds) == [77])
    }

    @Test func key_found_byThumbprint() throws {
        let key = try #require(try it.reader.key(bytes32(1)))
        #expect(key.id == it.key)
        #expect(key.publicKey == [UInt8](repeating: 7, count: 32))
        #expect(key.chain == it.chain)
        #expect(key.untilSequence == nil)
        #expect(key.revokedMilliseconds == nil)
        #expect(try it.reader.key(bytes32(2)) == nil)
    }

    @Test func key_endedAndMoved_isReadSo() throws {
        try it.write { writer throws(StoreError) in try writer.endKey(it.key, atSequence: 40) }
        #expect(try it.reader.keys().first?.untilSequence == 40)
        var second: RowID = 0
        try it.write { writer throws(StoreError) in
            second = try writer.addChain(it.newChain(node: it.node, token: 4, at: 3_000))
            try writer.moveKey(it.key, toChain: second)
        }
        let key = try #require(try it.reader.keys().first)
        #expect(key.chain == second)
        #expect(key.untilSequence == nil)
        #expect(try it.reader.chains(node: it.node).map(\.id) == [it.chain, second])
        #expect(try it.reader.chain(tokenID: [UInt8](repeating: 4, count: 8))?.id == second)
    }

    @Test func chain_grant_comesBackByteForByte() throws {
        let chain = try #require(try it.reader.chain(it.chain))
        #expect(chain.grant == [1, 2, 3])
        #expect(chain.grantID == bytes32(2))
        #expect(try it.reader.chains() == [chain])
    }

    @Test func token_spent_onlyOnceAndOnlyInTime() throws {
        try it.write { writer throws(StoreError) in
            try writer.addToken(token(1))
            try writer.addToken(token(2, expires: 500))
        }
        var spent: [Bool] = []
        try it.write { writer throws(StoreError) in
            spent.append(
                try writer.spendToken(id: token(1).id, key: bytes32(8), now: 9_999))
            spent.append(
                try writer.spendToken(id: token(1).id, key: bytes32(9), now: 9_999))
            spent.append(try writer.spendToken(id: token(2).id, key: bytes32(9), now: 500))
            spent.append(try writer.spendToken(id: token(3).id, key: bytes32(9), now: 0))
        }
        #expect(spent == [true, false, false, false])
        #expect(try it.reader.token(id: token(1).id)?.spentBy == bytes32(8))
        #expect(try it.reader.token(id: token(2).id)?.spentBy == nil)
    }

    @Test func tokens_expired_areRemovedUnlessSpent() throws {
        try it.write { writer throws(StoreError) in
            for number: UInt8 in 1...3 { try writer.addToken(token(number)) }
            _ = try writer.spendToken(id: token(1).id, key: bytes32(8), now: 1)
            try writer.addToken(token(4, expires: 20_000))
            try writer.removeUnspentTokens(expiredBy: 10_000)
        }
        #expect(try it.reader.tokens().map { $0.id[0] } == [1, 4])
    }

    @Test func dataVersion_changesWithAnotherConnection() throws {
        let before = try it.reader.dataVersion()
        try it.write { writer throws(StoreError) in try writer.addToken(token(1)) }
        #expect(try it.reader.dataVersion() != before)
    }

    @Test func event_repeated_isCounted() throws {
        try it.write { writer throws(StoreError) in
            try writer.recordEvent(.fork, node: it.node, detail: "at 4", now: 10)
            try writer.recordEvent(.fork, node: it.node, detail: "at 5", now: 20)
            try writer.recordEvent(.clone, node: nil, detail: "boot", now: 15)
        }
        let events = try it.reader.events()
        #expect(events.map(\.kind) == [.clone, .fork])
        #expect(events.map(\.count) == [1, 2])
        #expect(events[0].node == nil)
        #expect(events[1].detail == "at 5")
        #expect(events[1].firstMilliseconds == 10)
        #expect(events[1].lastMilliseconds == 20)
    }
}
