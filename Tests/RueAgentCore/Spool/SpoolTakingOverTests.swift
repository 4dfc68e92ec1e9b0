import RueCrypto
import RueTestSupport
import RueWire
import Testing

@testable import RueAgentCore

@Suite struct SpoolTakingOverTests {
    @Test func takeOver_signsAnewWhatWasNotDelivered_andLeavesTheOtherFileAsItIs() throws {
        let folder = try ScratchFolder()
        let path = folder.file("old.sqlite")
        let old = try TestNode(seed: 1, spoolPath: path)
        try old.fill(5)
        try old.spool.markDelivered(through: 2)
        let new = try TestNode(seed: 2)
        let repacker = BatchRepacker(key: new.key, baseName: old.server.baseName, reason: "grant")

        let (taken, unreadable) = try new.spool.takeOver(path: path, by: repacker)
        #expect(taken == 3 && unreadable == 0)
        #expect(new.spool.head.sequence == 3 && new.spool.undelivered == 3)
        let batches = try new.spool.batches(from: 1, maximumItems: 9, maximumBytes: 1 << 20)
        for batch in batches {
            let envelope = try Envelope.decode(batch.message)
            #expect(envelope.verify(with: new.key.publicKey))
            #expect(envelope.chain?.sequence == batch.sequence)
        }
        #expect(batches.count == 3)
        #expect(old.spool.undelivered == 3)
        #expect(try Spool.owner(path: path) == old.key.publicKey.keyID)
    }

    @Test func takeOver_ofAnotherDevicesBatches_leavesThem() throws {
        let folder = try ScratchFolder()
        let path = folder.file("old.sqlite")
        let old = try TestNode(seed: 1, spoolPath: path)
        try old.fill(2)
        let new = try TestNode(seed: 2)
        let repacker = BatchRepacker(
            key: new.key, baseName: "urn:dev:mac:0000000000000001_", reason: "grant")
        let (taken, unreadable) = try new.spool.takeOver(path: path, by: repacker)
        #expect(taken == 0 && unreadable == 2)
        #expect(new.spool.head.sequence == 0 && new.spool.undelivered == 0)
    }
}
