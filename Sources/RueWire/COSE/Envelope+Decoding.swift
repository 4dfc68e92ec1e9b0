extension Envelope {
    /// Reads a message strictly: envelope and protected header must be deterministic, with the
    /// labels of the message's kind and no others. The payload is not looked into.
    ///
    /// - Parameter bytes: one message and nothing else, at most 64 KiB.
    /// - Returns: the message; its signature is not verified.
    /// - Throws: ``WireError``; the answer to it is 400 `malformed`.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> Envelope {
        try decode(bytes, in: 0..<bytes.count)
    }

    /// Reads a message that is part of a larger array, for instance an item of a sequence.
    ///
    /// - Parameters:
    ///   - bytes: an array with the message in it.
    ///   - range: where the message is; at most 64 KiB.
    /// - Returns: the message; its signature is not verified.
    /// - Throws: ``WireError``, with offsets in `bytes`; the answer to it is 400 `malformed`.
    public static func decode(
        _ bytes: [UInt8], in range: Range<Int>
    ) throws(WireError) -> Envelope {
        guard range.count <= WireLimits.itemBytes else { throw .itemTooLarge(bytes: range.count) }
        var reader = CBORReader(bytes, range: range, rules: .deterministic)
        guard reader.peekMajorType() == .tag, try reader.readTag() == 18 else {
            throw .notSign1(at: range.lowerBound)
        }
        try reader.readArray(count: 4)
        let headerRange = try reader.readByteStringRange()
        let header = try ProtectedHeader(decoding: bytes, in: headerRange)
        let unprotected = reader.offset
        guard try reader.readMap() == 0 else { throw .unprotectedHeader(at: unprotected) }
        let payload = try reader.readByteStringRange()
        let signature = try reader.readByteStringRange(count: 64)
        try reader.finish()
        return Envelope(
            kind: header.kind, keyID: header.keyID, chain: header.chain,
            protectedHeader: Array(bytes[headerRange]), payload: Array(bytes[payload]),
            signature: Array(bytes[signature]))
    }

    /// Checks that a message is of the kind that belongs where it came from.
    ///
    /// - Parameter kinds: the kinds that are allowed.
    /// - Throws: ``WireError/unexpectedKind(_:)``.
    public func require(_ kinds: MessageKind...) throws(WireError) {
        for allowed in kinds where allowed == kind { return }
        throw .unexpectedKind(kind)
    }
}
