/// Exactly 32 bytes: a key id, a message id, a pin. Held in four words, so that keeping, comparing
/// and hashing one allocates nothing.
public struct Bytes32: Hashable, Sendable {
    // Big-endian words, so that the first byte is the top byte of the first word.
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    /// How many bytes there are.
    public static let count = 32

    /// 32 zero bytes.
    public static let zero = Bytes32(words: 0, 0, 0, 0)

    private init(words word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        self.word0 = word0
        self.word1 = word1
        self.word2 = word2
        self.word3 = word3
    }

    /// Takes 32 bytes.
    ///
    /// - Parameter bytes: the bytes; nil results from any other number than 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Bytes32.count else { return nil }
        self.init(copying: Array(bytes), at: 0)
    }

    /// Takes 32 bytes that are known to be there.
    init(copying bytes: [UInt8], at offset: Int) {
        word0 = bytes.bigEndianWord(at: offset)
        word1 = bytes.bigEndianWord(at: offset + 8)
        word2 = bytes.bigEndianWord(at: offset + 16)
        word3 = bytes.bigEndianWord(at: offset + 24)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(Bytes32.count)
        append(to: &result)
        return result
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hex.encode(bytes) }

    /// Appends the 32 bytes to an array.
    ///
    /// - Parameter bytes: the array to extend.
    public func append(to bytes: inout [UInt8]) {
        bytes.appendBigEndian(word0)
        bytes.appendBigEndian(word1)
        bytes.appendBigEndian(word2)
        bytes.appendBigEndian(word3)
    }
}
