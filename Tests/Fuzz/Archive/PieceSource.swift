import RueAggregatorCore

/// A file that is read in pieces of at most so many bytes.
final class PieceSource: ByteSource {
    private let bytes: [UInt8]
    private let most: Int
    private var place = 0

    init(_ bytes: [UInt8], pieces most: Int) {
        self.bytes = bytes
        self.most = most
    }

    func read(_ count: Int) throws(StateFileError) -> [UInt8] {
        require(count > 0 && count <= 16 << 20, "what is asked for is bounded")
        let end = min(bytes.count, place + min(count, most))
        defer { place = end }
        return Array(bytes[place..<end])
    }
}
