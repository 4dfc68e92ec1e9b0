import Foundation
import RueSQLite
import RueTestSupport
import Testing

/// One signed message of a node's chain, as a file of the node's or of the server's holds it.
struct KeptItem: Equatable {
    let sequence: Int64
    let message: [UInt8]

    /// All that a node's spool holds, oldest first.
    static func spooled(by node: ScratchNode) throws -> [KeptItem] {
        try spooled(in: node.state)
    }

    /// The same of a state folder, of which the spool's files are enough.
    static func spooled(in state: String) throws -> [KeptItem] {
        let path = state + "/spool.sqlite"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        // A copy: the file itself is left as the program left it.
        let folder = try ScratchFolder()
        for end in ["", "-wal"] where FileManager.default.fileExists(atPath: path + end) {
            try FileManager.default.copyItem(
                atPath: path + end, toPath: folder.file("copy.sqlite" + end))
        }
        let copy = try Database(path: folder.file("copy.sqlite"), mode: .readWrite)
        guard try copy.userVersion() > 0 else { return [] }
        #expect(try copy.integrityCheck().isEmpty)
        return try all(copy.prepare("SELECT seq, message FROM batch ORDER BY chain, seq"))
    }

    /// All that the server's store holds of a node, in the order of the chain.
    static func stored(of name: String, in server: ScratchAggregator) throws -> [KeptItem] {
        let store = try Database(path: server.state + "/store.sqlite", mode: .readWrite)
        let statement = try store.prepare(
            """
            SELECT seq, bytes FROM item JOIN node ON node.id = item.node
            WHERE node.name = ? ORDER BY seq
            """)
        try statement.bind(name, at: 1)
        return try all(statement)
    }

    private static func all(_ statement: Statement) throws -> [KeptItem] {
        var items: [KeptItem] = []
        while try statement.step() {
            items.append(
                KeptItem(sequence: statement.integer(at: 0), message: statement.blob(at: 1)))
        }
        return items
    }

    /// Expects that the server has what the node has, each item once, from the first to the last,
    /// and among them what there was before.
    ///
    /// - Parameters:
    ///   - node: the node, stopped.
    ///   - server: the server.
    ///   - earlier: what the node had committed before something was done to it.
    ///   - least: how many items there must be.
    ///   - what: what was done, for the test's log.
    ///   - sourceLocation: where the test stands.
    /// - Throws: what SQLite says.
    static func expectAllOnce(
        of node: ScratchNode, in server: ScratchAggregator, with earlier: [KeptItem] = [],
        atLeast least: Int = 1, after what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let (spooled, stored) = (try spooled(by: node), try stored(of: node.name, in: server))
        let told = Comment(
            rawValue: "after \(what): \(spooled.count) in the spool, \(stored.count) in the store")
        #expect(spooled == stored, told, sourceLocation: sourceLocation)
        #expect(stored.count >= least, told, sourceLocation: sourceLocation)
        #expect(
            stored.map(\.sequence) == stored.indices.map { Int64($0 + 1) }, told,
            sourceLocation: sourceLocation)
        #expect(
            Array(spooled.prefix(earlier.count)) == earlier, told, sourceLocation: sourceLocation)
    }
}
