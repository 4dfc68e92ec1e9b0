/// A node's question where its chain stands at the server.
public struct HeadRequestPayload: Equatable, Sendable {
    /// Fresh random bytes, which the answer repeats.
    public var nonce: Bytes16
    /// The node's grant, a whole message, for a server that may have forgotten it.
    public var grant: [UInt8]?
    /// All rotations since the grant, whole messages in order.
    public var rotations: [[UInt8]]
    /// The first item that the node still has after the server's head, if it lacks the next one.
    public var oldest: Oldest?

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - nonce: fresh random bytes, which the answer repeats.
    ///   - grant: the node's grant, a whole message, or nil.
    ///   - rotations: all rotations since the grant, whole messages in order.
    ///   - oldest: the first item that the node still has, or nil.
    public init(
        nonce: Bytes16, grant: [UInt8]?, rotations: [[UInt8]], oldest: Oldest?
    ) {
        self.nonce = nonce
        self.grant = grant
        self.rotations = rotations
        self.oldest = oldest
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 5)
        _ = try reader.readVersion()
        nonce = try reader.readBytes16()
        grant = try reader.readOptionalByteString()
        rotations = try HeadRequestPayload.readRotations(from: &reader)
        oldest = try HeadRequestPayload.readOldest(from: &reader)
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 5)
        encoder.unsigned(1)
        encoder.byteString(nonce)
        if let grant { encoder.byteString(grant) } else { encoder.null() }
        encoder.array(count: rotations.count)
        for rotation in rotations { encoder.byteString(rotation) }
        encodeOldest(to: &encoder)
        return encoder.bytes
    }

    /// An item of the node's chain.
    public struct Oldest: Equatable, Sendable {
        /// The item's number, 1 or more.
        public var sequence: UInt64
        /// The id of the item before it.
        public var previous: MessageID

        /// Names an item.
        ///
        /// - Parameters:
        ///   - sequence: the item's number, 1 or more.
        ///   - previous: the id of the item before it.
        public init(sequence: UInt64, previous: MessageID) {
            self.sequence = sequence
            self.previous = previous
        }
    }

    private static func readRotations(
        from reader: inout CBORReader
    ) throws(WireError) -> [[UInt8]] {
        var rotations: [[UInt8]] = []
        for _ in 0..<(try reader.readArray()) { rotations.append(try reader.readByteString()) }
        return rotations
    }

    private static func readOldest(from reader: inout CBORReader) throws(WireError) -> Oldest? {
        guard !reader.isNextNull else {
            try reader.readNull()
            return nil
        }
        try reader.readArray(count: 2)
        let sequence = try reader.readField(atLeast: 1)
        return Oldest(sequence: sequence, previous: try reader.readBytes32())
    }

    private func encodeOldest(to encoder: inout CBOREncoder) {
        guard let oldest else { return encoder.null() }
        encoder.array(count: 2)
        encoder.unsigned(oldest.sequence)
        encoder.byteString(oldest.previous)
    }
}
