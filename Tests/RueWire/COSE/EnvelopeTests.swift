import Testing

@testable import RueWire

@Suite struct EnvelopeTests {
    /// A message with any header and body, deterministic or not.
    static func message(
        protected: [UInt8], unprotected: [UInt8] = [0xa0], payload: [UInt8] = [0x80],
        signatureCount: Int = 64
    ) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.tag(18)
        encoder.array(count: 4)
        encoder.byteString(protected)
        encoder.encoded(unprotected)
        encoder.byteString(payload)
        encoder.byteString([UInt8](repeating: 0, count: signatureCount))
        return encoder.bytes
    }

    typealias Pair = (label: Int64, value: [UInt8])

    static func item(_ write: (inout CBOREncoder) -> Void) -> [UInt8] {
        var encoder = CBOREncoder()
        write(&encoder)
        return encoder.bytes
    }

    static let algorithm: Pair = (1, item { $0.integer(-19) })
    static let critical: Pair = (
        2,
        item {
            $0.array(count: 1); $0.integer(-65537)
        }
    )
    static let contentType: Pair = (3, item { $0.unsigned(112) })
    static let keyID: Pair = (4, item { $0.byteString(Bytes32.zero) })
    static let chain: Pair = (-65537, item { Sample.link().encode(to: &$0) })

    static func type(_ kind: MessageKind) -> Pair { (16, item { $0.text(kind.mediaType) }) }

    static func header(_ pairs: [Pair]) -> [UInt8] {
        item { encoder in
            encoder.map(count: pairs.count)
            for pair in pairs {
                encoder.integer(pair.label)
                encoder.encoded(pair.value)
            }
        }
    }

    static func refusal(_ pairs: [Pair]) -> WireError? {
        refusal(message(protected: header(pairs)))
    }

    static func refusal(_ bytes: [UInt8]) -> WireError? {
        do throws(WireError) {
            _ = try Envelope.decode(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: MessageKind.allCases)
    func envelope_everyKind_comesBack(kind: MessageKind) throws {
        let envelope = Sample.message(kind, payload: [0x81, 0x01])
        let decoded = try Envelope.decode(envelope.encode())
        #expect(decoded == envelope)
        #expect(decoded.chain == (kind.isChained ? Sample.link() : nil))
    }

    @Test func envelope_withoutClock_comesBack() throws {
        let envelope = Envelope(
            kind: .batch, keyID: .zero, chain: Sample.link(hasClock: false), payload: []
        ).signed([UInt8](repeating: 1, count: 64))
        #expect(try Envelope.decode(envelope.encode()) == envelope)
    }

    @Test func envelope_withinALargerArray_isReadInPlace() throws {
        let envelope = Sample.message(.batch, payload: Sample.pack())
        let bytes = envelope.encode()
        let range = 5..<5 + bytes.count
        #expect(try Envelope.decode([1, 2, 3, 4, 5] + bytes + [6], in: range) == envelope)
    }

    // The vector's algorithm is -8; Rue takes only -19, which RFC 9864 put in its place.
    @Test func eddsaSig01_algorithmMinus8_isRefusedByName() throws {
        let vector = try EdDSAVector()
        #expect(Self.refusal(vector.message) == .algorithm(-8))
    }

    @Test func eddsaSig01_signingInput_isTheVectors() throws {
        let vector = try EdDSAVector()
        var reader = CBORReader(vector.message, rules: .deterministic)
        #expect(try reader.readTag() == 18)
        #expect(try reader.readArray() == 4)
        let protected = try reader.readByteString()
        try reader.skipItem(maximumDepth: 4)
        let payload = try reader.readByteString()
        #expect(String(decoding: payload, as: UTF8.self) == "This is the content.")
        #expect(
            Envelope.signingInput(protectedHeader: protected, payload: payload)
                == vector.toBeSigned)
    }

    @Test func signingInput_ofAMessage_coversHeaderAndPayloadAsReceived() throws {
        let envelope = Sample.message(.batch, payload: [0x9f, 0xff])
        let expected = Self.item { encoder in
            encoder.array(count: 4)
            encoder.text("Signature1")
            encoder.byteString(envelope.protectedHeader)
            encoder.byteString([])
            encoder.byteString([0x9f, 0xff])
        }
        #expect(try Envelope.decode(envelope.encode()).signingInput == expected)
    }

    @Test func header_complete_isAccepted() {
        let batch = [
            Self.algorithm, Self.critical, Self.contentType, Self.keyID, Self.type(.batch),
            Self.chain,
        ]
        #expect(Self.refusal(batch) == nil)
        #expect(Self.refusal([Self.algorithm, Self.keyID, Self.type(.poll)]) == nil)
    }

    @Test func header_missingOrForeignLabels_areRefusedByName() {
        let batch = [
            Self.algorithm, Self.critical, Self.contentType, Self.keyID, Self.type(.batch),
            Self.chain,
        ]
        for missing in batch.indices {
            var pairs = batch
            let label = pairs.remove(at: missing).label
            #expect(Self.refusal(pairs) == .headerMissing(label))
        }
        let plain = [Self.algorithm, Self.keyID, Self.type(.receipt)]
        for extra in [Self.critical, Self.contentType, Self.chain] {
            let pairs = (plain + [extra]).sorted { Self.order($0.label) < Self.order($1.label) }
            #expect(Self.refusal(pairs) == .headerLabel(extra.label))
        }
        #expect(Self.refusal(plain + [(17, [0])]) == .headerLabel(17))
        #expect(Self.refusal(plain + [(-1, [0])]) == .headerLabel(-1))
    }

    // The order of deterministic maps: by encoded bytes, so negative labels come last.
    private static func order(_ label: Int64) -> UInt64 {
        label < 0 ? 1 << 32 + UInt64(~label) : UInt64(label)
    }

    @Test func header_wrongValues_areRefusedByName() {
        let plain = [Self.algorithm, Self.keyID, Self.type(.receipt)]
        let es256: Pair = (1, Self.item { $0.integer(-7) })
        #expect(Self.refusal([es256] + plain[1...]) == .algorithm(-7))
        #expect(
            Self.refusal([Self.algorithm, Self.keyID, (16, Self.item { $0.text("text/plain") })])
                == .messageType)
        #expect(
            Self.refusal([Self.algorithm, (4, [0x41, 0]), Self.type(.receipt)])
                == .unexpectedLength(at: 8, expected: 32))
        for list: [Int64] in [[], [-65536], [-65537, -65537], [4]] {
            let value = Self.item { encoder in
                encoder.array(count: list.count)
                for label in list { encoder.integer(label) }
            }
            #expect(Self.refusal([Self.algorithm, (2, value)]) == .critical(at: 7))
        }
        #expect(Self.refusal([Self.algorithm, (3, [0x18, 60])]) == .contentType(60))
    }

    @Test func header_keysTwiceOrOutOfOrder_areRefusedByName() {
        #expect(Self.refusal([Self.algorithm, Self.algorithm]) == .duplicateKey(at: 6))
        #expect(
            Self.refusal([Self.keyID, Self.algorithm, Self.type(.receipt)]) == .keyOrder(at: 40))
    }

    @Test func header_notDeterministic_isRefusedByName() {
        let wide = [0xb8, 0x01, 0x01, 0x32] as [UInt8]
        #expect(Self.refusal(Self.message(protected: wide)) == .notShortest(at: 3))
        let indefinite = [0xbf, 0x01, 0x32, 0xff] as [UInt8]
        #expect(Self.refusal(Self.message(protected: indefinite)) == .indefiniteLength(at: 3))
        let trailing = Self.header([Self.algorithm, Self.keyID, Self.type(.poll)]) + [0]
        #expect(
            Self.refusal(Self.message(protected: trailing))
                == .trailingBytes(at: 4 + trailing.count - 1))
        #expect(Self.refusal(Self.message(protected: [])) == .truncated(at: 3))
    }

    @Test func chain_wrongFields_areRefusedByName() {
        func refusal(_ write: (inout CBOREncoder) -> Void) -> WireError? {
            let chain: Pair = (-65537, Self.item(write))
            return Self.refusal([
                Self.algorithm, Self.critical, Self.contentType, Self.keyID, Self.type(.batch),
                chain,
            ])
        }
        func link(version: UInt64 = 1, sequence: UInt64 = 1, uptime: UInt64 = 0, utc: UInt64? = nil)
            -> WireError?
        {
            var link = ChainLink(
                sequence: sequence, previous: .zero, boot: .zero, uptimeMilliseconds: uptime,
                utcMilliseconds: utc)
            link.version = version
            return refusal { link.encode(to: &$0) }
        }
        let largest: UInt64 = 9_007_199_254_740_991
        #expect(link(sequence: largest, uptime: largest, utc: largest) == nil)
        #expect(link(version: 2) == .version(2))
        #expect(link(version: 0) == .version(0))
        #expect(link(sequence: 0) == .integerOutOfRange(at: 92))
        #expect(link(sequence: largest + 1) == .integerOutOfRange(at: 92))
        #expect(link(uptime: largest + 1) == .integerOutOfRange(at: 144))
        #expect(link(utc: largest + 1) == .integerOutOfRange(at: 145))
        #expect(refusal { $0.array(count: 0) } == .unexpectedCount(at: 90, expected: 6))
    }

    @Test func envelope_otherShapes_areRefusedByName() throws {
        let protected = Self.header([Self.algorithm, Self.keyID, Self.type(.poll)])
        let good = Self.message(protected: protected)
        #expect(Self.refusal(good) == nil)
        #expect(Self.refusal([] as [UInt8]) == .notSign1(at: 0))
        #expect(Self.refusal(Array(good.dropFirst())) == .notSign1(at: 0))
        #expect(Self.refusal([0xd1] + good.dropFirst()) == .notSign1(at: 0))
        #expect(Self.refusal([0xd8, 18] + good.dropFirst()) == .notShortest(at: 0))
        #expect(Self.refusal([0xd2, 0x9f, 0xff]) == .indefiniteLength(at: 1))
        #expect(Self.refusal([0xd2, 0x80]) == .unexpectedCount(at: 1, expected: 4))
        #expect(Self.refusal(good + [0]) == .trailingBytes(at: good.count))
        let unprotected = Self.message(protected: protected, unprotected: [0xa1, 0x04, 0x40])
        #expect(Self.refusal(unprotected) == .unprotectedHeader(at: 4 + protected.count))
        let detached = Self.message(protected: protected, unprotected: [0xa0, 0xf6])
        #expect(
            Self.refusal(detached)
                == .unexpectedType(at: 5 + protected.count, expected: .byteString))
        for count in [0, 63, 65] {
            let short = Self.message(protected: protected, signatureCount: count)
            #expect(
                Self.refusal(short)
                    == .unexpectedLength(at: 6 + protected.count + 1, expected: 64))
        }
    }

    @Test func envelope_aboveTheLimits_isRefusedByName() {
        let protected = Self.header([Self.algorithm, Self.keyID, Self.type(.poll)])
        let overhead = Self.message(protected: protected, payload: []).count + 2
        let largest = [UInt8](repeating: 0, count: 65_536 - overhead)
        #expect(Self.refusal(Self.message(protected: protected, payload: largest)) == nil)
        #expect(
            Self.refusal(Self.message(protected: protected, payload: largest + [0]))
                == .itemTooLarge(bytes: 65_537))
        let header = Self.message(protected: [UInt8](repeating: 0xa0, count: 513))
        #expect(Self.refusal(header) == .headerTooLarge(bytes: 513))
    }

    @Test func envelope_cutAnywhere_isRefused() {
        let bytes = Sample.message(.batch, payload: Sample.pack()).encode()
        for count in 0..<bytes.count {
            #expect(Self.refusal(Array(bytes.prefix(count))) != nil)
        }
    }

    @Test func envelope_anyFlippedBit_changesWhatIsSignedOrIsRefused() throws {
        let envelope = Sample.message(.batch, payload: Sample.pack())
        let bytes = envelope.encode()
        for bit in 0..<bytes.count * 8 {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            guard Self.refusal(flipped) == nil else { continue }
            let decoded = try Envelope.decode(flipped)
            #expect(
                decoded.signingInput != envelope.signingInput
                    || decoded.signature != envelope.signature)
        }
    }

    @Test func require_otherKinds_areRefusedByName() throws {
        let envelope = Sample.message(.receipt, payload: [])
        try envelope.require(.batch, .receipt)
        #expect(throws: WireError.unexpectedKind(.receipt)) {
            try envelope.require(.batch, .rotate)
        }
    }
}
