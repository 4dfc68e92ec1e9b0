import RueHTTP
import RueStore
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

/// The server's store while the disk fails from any one write on, and works again.
@Suite struct StoreFullDiskTests {
    /// SQLite's codes (https://sqlite.org/rescode.html) of a disk without room, and of one that
    /// has become read-only under an open file; and the server's answers to a node.
    private static let failures: [(code: Int32, status: Int)] = [(13, 503), (778, 500)]

    /// Takes ten batches while the disk fails from one write on.
    ///
    /// - Returns: whether all were taken before that write.
    private func serve(failingFrom operation: Int, _ code: Int32, _ status: Int) throws -> Bool {
        let disk = try UnreliableDisk()
        let house = try TestHouse(vfs: disk.name)
        let node = try house.newNode("kitchen")
        let names = (0..<60).map { "air_\($0)" }
        disk.fail(fromOperation: operation, code: code)
        var isHit = false
        for _ in 0..<10 {
            let batch = try node.next(payload: node.pack(names))
            var response = try house.batches(batch)
            if response.status != 200 {
                isHit = true
                #expect(response.status == status)
                // It goes on refusing, and telling what it knows, until there is room.
                #expect(try house.batches(batch).status == status)
                #expect(try house.items().count < 10)
                disk.work()
                response = try house.batches(batch)
            }
            _ = try house.receipt(response)
        }
        disk.work()
        #expect(try house.items().map(\.sequence) == (1...10).map { UInt64($0) })
        try house.expectVerified()
        try house.restart()
        try house.expectVerified()
        return !isHit
    }

    @Test(arguments: failures.indices)
    func disk_failingFromAnyWriteOn_isTold_losesNothing_andWorksAgain(index: Int) throws {
        let (code, status) = Self.failures[index]
        var operation = 1
        while try !serve(failingFrom: operation, code, status) { operation += 1 }
        print(
            "store, disk failing with \(code): from each of \(operation - 1) writes on, none lost")
        #expect(operation > 30)
    }
}
