import CRueSystem

/// Answers of multicast DNS, as anybody on the network can send them. The first two bytes are the id
/// that is expected.
enum FuzzMulticastDNS: FuzzTarget {
    private static let host = "server.local"

    private static var header: [UInt8] { [0x2a, 7, 0x84, 0, 0, 1, 0, 2, 0, 0, 0, 0] }
    private static var name: [UInt8] { Array("\u{06}server\u{05}local\u{00}".utf8) }

    /// An answer of Debian's avahi-daemon: the question, and both kinds of address under a pointer.
    static var seeds: [[UInt8]] {
        let question = name + [0, 1, 0x80, 1]
        let v4: [UInt8] = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 10, 0, 4, 192, 0, 2, 7]
        let v6: [UInt8] =
            [0xc0, 12, 0, 28, 0, 1, 0, 0, 0, 10, 0, 16, 0xfe, 0x80] + Array(repeating: 7, count: 14)
        let full = header + question + v4 + v6
        // A name in two pieces, a pointer to a pointer, and one that leads nowhere.
        let pieces =
            header + question + [6] + Array("server".utf8) + [0xc0, 19] + v4.dropFirst(2) + [
                0xc0, 30,
            ] + v6.dropFirst(2)
        return [full, pieces, header + question + [0xc0, 0x1e] + v4.dropFirst(2)]
    }

    static func check(_ input: [UInt8]) {
        let id = input.count < 2 ? 0 : UInt16(input[0]) << 8 | UInt16(input[1])
        let all = read(input, id, capacity: 16)
        if let all {
            require(all.count <= 16, "no more addresses than there is room for")
            for (index, address) in all.enumerated() {
                require(address.version == 4 || address.version == 6, "an address has a version")
                require(address.port == 8443, "and the port that was asked for")
                require(!all[..<index].contains { same($0, address) }, "and is told once")
            }
            let naive = NaiveMulticastDNS.addresses(
                in: input, of: [Array("server".utf8), Array("local".utf8)])
            require(
                naive == all.map { .init(version: $0.version, bytes: bytes($0)) },
                "another reader finds the same")
        }
        require(
            (read(input, id ^ 1, capacity: 16) ?? []).isEmpty,
            "an answer to another query has nothing")
        if let first = read(input, id, capacity: 1), let all {
            require(same(first, Array(all.prefix(1))), "with less room the first are told")
        }
    }

    private static func read(
        _ input: [UInt8], _ id: UInt16, capacity: Int
    ) -> [rue_address]? {
        var found = [rue_address](repeating: rue_address(), count: capacity)
        let count = rue_mdns_answer(
            input, input.count, id, host, 8443, 3, &found, Int32(capacity))
        return count < 0 ? nil : Array(found.prefix(Int(count)))
    }

    private static func bytes(_ address: rue_address) -> [UInt8] {
        var copy = address.bytes
        return withUnsafeBytes(of: &copy) { Array($0) }
    }

    private static func same(_ one: rue_address, _ other: rue_address) -> Bool {
        one.version == other.version && one.scope == other.scope && bytes(one) == bytes(other)
    }

    private static func same(_ some: [rue_address], _ others: [rue_address]) -> Bool {
        some.count == others.count && zip(some, others).allSatisfy { same($0, $1) }
    }
}
