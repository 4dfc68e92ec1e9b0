/// Exactly 16 bytes: a boot id, a nonce, the id of a log. Held in two words, so that keeping,
/// comparing and hashing one allocates nothing.
public struct Bytes16: Hashable, Sendable {
    // Big-endian words, so that the first byte is the top byte of the first word.
    private let word0: UInt64
    private let word1: UInt64

    /// How many bytes there are.
    public static let count = 16

    /// 16 zero bytes.
    public static let zero = Bytes16(words: 0, 0)

    private init(words word0: UInt64, _ word1: UInt64) {
        self.word0 = word0
        self.word1 = word1
    }

    /// Takes 16 bytes.
    ///
    /// - Parameter bytes: the bytes; nil results from any other number than 16.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Bytes16.count else { return nil }
        self.init(copying: Array(bytes), at: 0)
    }

    /// Takes 16 bytes that are known to be there.
    init(copying bytes: [UInt8], at offset: Int) {
        word0 = bytes.bigEndianWord(at: offset)
        word1 = bytes.bigEndianWord(at: offset + 8)
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(Bytes16.count)
        append(to: &result)
        return result
    }

    /// 32 lower-case hexadecimal digits.
    public var hex: String { Hex.encode(bytes) }

    /// Appends the 16 bytes to an array.
    ///
    /// - Parameter bytes: the array to extend.
    public func append(to bytes: inout [UInt8]) {
        bytes.appendBigEndian(word0)
        bytes.appendBigEndian(word1)
    }
}
