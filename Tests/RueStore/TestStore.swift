import RueStore
import RueTestSupport
import RueWire

func bytes32(_ byte: UInt8) -> Bytes32 { Bytes32([UInt8](repeating: byte, count: 32)) ?? .zero }

func bytes16(_ byte: UInt8) -> Bytes16 { Bytes16([UInt8](repeating: byte, count: 16)) ?? .zero }

/// A store in a folder of its own, with one node, key, chain and boot.
final class TestStore {
    static let serverID = bytes32(0x5e)
    static let kitchen = "urn:dev:mac:b827ebfffe3c9a01_"

    let folder: ScratchFolder
    let store: SQLiteStore
    let writer: any StoreWriter
    let reader: any StoreReader
    private(set) var node: RowID = 0
    private(set) var chain: RowID = 0
    private(set) var key: RowID = 0
    private(set) var boot: RowID = 0

    init() throws {
        folder = try ScratchFolder()
        store = try SQLiteStore(
            path: folder.file("store.sqlite"), serverID: Self.serverID, now: 1_000)
        writer = try store.makeWriter()
        reader = try store.makeReader()
        try writer.transaction { () throws(StoreError) in
            node = try writer.addNode(
                name: "kitchen", baseName: Self.kitchen, status: .active, now: 2_000)
            chain = try writer.addChain(newChain(node: node))
            key = try writer.addKey(
                NewKey(
                    keyID: bytes32(1), publicKey: [UInt8](repeating: 7, count: 32), node: node,
                    chain: chain, now: 2_000))
            boot = try writer.addBoot(chain: chain, id: bytes16(9), firstSequence: 1, counts: true)
        }
    }

    func newChain(node: RowID, token: UInt8 = 3, at time: Int64 = 2_000) -> NewChain {
        NewChain(
            node: node, keyID: bytes32(1), grant: [1, 2, 3], grantID: bytes32(2),
            tokenID: [UInt8](repeating: token, count: 8), grantedMilliseconds: time)
    }

    func item(_ position: Int64, times: ItemTimes? = nil, uptimes: ItemTimes? = nil) -> NewItem {
        NewItem(
            position: position, node: node, chain: chain, sequence: UInt64(position), kind: .batch,
            quarantineReason: nil, bytes: [UInt8(position), 0, 255], receivedMilliseconds: 5_000,
            boot: boot, times: times, uptimes: uptimes, isUncertain: false,
            logHead: bytes32(UInt8(position)))
    }

    func append(_ items: NewItem...) throws {
        try writer.transaction { () throws(StoreError) in
            for item in items { try writer.append(item) }
        }
    }

    func write(_ change: (any StoreWriter) throws(StoreError) -> Void) throws {
        try writer.transaction { () throws(StoreError) in try change(writer) }
    }
}
