/// New pins, which replace both that the node has.
public struct PinsPayload: Equatable, Sendable {
    /// The id of the node's key.
    public var keyID: KeyID
    /// When the pins were made, in milliseconds of Unix time; only rising.
    public var number: UInt64
    /// The pin of the server's TLS key.
    public var livePin: Pin
    /// The pin of the TLS key that a re-installed server will use.
    public var recoveryPin: Pin

    /// Makes a payload.
    ///
    /// - Parameters:
    ///   - keyID: the id of the node's key.
    ///   - number: when the pins were made, in milliseconds of Unix time.
    ///   - livePin: the pin of the server's TLS key.
    ///   - recoveryPin: the pin of the key in the recovery kit.
    public init(
        keyID: KeyID, number: UInt64, livePin: Pin, recoveryPin: Pin
    ) {
        self.keyID = keyID
        self.number = number
        self.livePin = livePin
        self.recoveryPin = recoveryPin
    }

    /// Reads a payload.
    ///
    /// - Parameter bytes: the payload and nothing else.
    /// - Throws: ``WireError``, when it is anything else.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = CBORReader(bytes)
        try reader.readArray(count: 4)
        _ = try reader.readVersion()
        keyID = try reader.readBytes32()
        number = try reader.readField()
        (livePin, recoveryPin) = try reader.readPins()
        try reader.finish()
    }

    /// Writes the payload.
    ///
    /// - Returns: deterministic CBOR.
    public func encode() -> [UInt8] {
        var encoder = CBOREncoder(capacity: 256)
        encoder.array(count: 4)
        encoder.unsigned(1)
        encoder.byteString(keyID)
        encoder.unsigned(number)
        encoder.pins(live: livePin, recovery: recoveryPin)
        return encoder.bytes
    }
}
