/// The addresses in an answer, read in the plainest way, to compare with.
struct NaiveMulticastDNS {
    struct Address: Equatable {
        let version: UInt8
        let bytes: [UInt8]
    }

    private let packet: [UInt8]
    private var offset = 12

    /// Each address once and in its order, sixteen at most. The packet is one that is not broken.
    static func addresses(in packet: [UInt8], of host: [[UInt8]]) -> [Address] {
        var reader = NaiveMulticastDNS(packet: packet)
        return reader.addresses(of: host)
    }

    private init(packet: [UInt8]) {
        self.packet = packet
    }

    private func number(_ at: Int) -> Int { Int(packet[at]) << 8 | Int(packet[at + 1]) }

    private mutating func addresses(of host: [[UInt8]]) -> [Address] {
        guard packet[2] & 0xf8 == 0x80, packet[3] & 0x0f == 0 else { return [] }
        for _ in 0..<number(4) {
            skipName()
            offset += 4
        }
        var found: [Address] = []
        for _ in 0..<(number(6) + number(8) + number(10)) where found.count < 16 {
            if let address = record(of: host), !found.contains(address) { found.append(address) }
        }
        return found
    }

    private mutating func record(of host: [[UInt8]]) -> Address? {
        let name = labels(at: offset)
        skipName()
        let (type, kind, size) = (number(offset), number(offset + 2) & 0x7fff, number(offset + 8))
        let isOver = packet[(offset + 4)..<(offset + 8)].allSatisfy { $0 == 0 }
        let data = Array(packet[(offset + 10)..<(offset + 10 + size)])
        offset += 10 + size
        guard kind == 1, !isOver, name == host else { return nil }
        if type == 1, size == 4 {
            return Address(version: 4, bytes: data + Array(repeating: 0, count: 12))
        }
        return type == 28 && size == 16 ? Address(version: 6, bytes: data) : nil
    }

    private mutating func skipName() {
        while packet[offset] != 0 {
            if packet[offset] >= 0xc0 { return offset += 2 }
            offset += 1 + Int(packet[offset])
        }
        offset += 1
    }

    /// In lower case; nil for a name that is too long to be a host's, or that goes nowhere.
    private func labels(at start: Int) -> [[UInt8]]? {
        var labels: [[UInt8]] = []
        var offset = start
        while labels.count < 3, offset < packet.count {
            let head = Int(packet[offset])
            if head == 0 { return labels }
            if head >= 0xc0 {
                guard offset + 1 < packet.count else { return nil }
                let target = number(offset) & 0x3fff
                if target >= offset { return nil }
                offset = target
                continue
            }
            guard head < 64, offset + 1 + head <= packet.count else { return nil }
            labels.append(
                packet[(offset + 1)...(offset + head)].map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 })
            offset += 1 + head
        }
        return nil
    }
}
