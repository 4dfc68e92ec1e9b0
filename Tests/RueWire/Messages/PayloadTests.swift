import Testing

@testable import RueWire

/// The same sweep over the payload of every kind of message.
@Suite struct PayloadTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let encoded: [UInt8]
        /// Decodes and encodes again.
        let rewrite: @Sendable ([UInt8]) throws -> [UInt8]
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "enrol", encoded: Sample.enrol.encode()) {
            try EnrolPayload(decoding: $0).encode()
        },
        Case(name: "grant", encoded: Sample.grant.encode()) {
            try GrantPayload(decoding: $0).encode()
        },
        Case(name: "head-request", encoded: Sample.headRequest.encode()) {
            try HeadRequestPayload(decoding: $0).encode()
        },
        Case(name: "short head-request", encoded: Sample.shortHeadRequest.encode()) {
            try HeadRequestPayload(decoding: $0).encode()
        },
        Case(name: "head", encoded: Sample.head.encode()) {
            try HeadPayload(decoding: $0).encode()
        },
        Case(name: "receipt", encoded: Sample.receipt.encode()) {
            try ReceiptPayload(decoding: $0).encode()
        },
        Case(name: "rotate", encoded: Sample.rotate.encode()) {
            try RotatePayload(decoding: $0).encode()
        },
        Case(name: "poll", encoded: Sample.poll.encode()) {
            try PollPayload(decoding: $0).encode()
        },
        Case(name: "command", encoded: Sample.command.encode()) {
            try CommandPayload(decoding: $0).encode()
        },
        Case(name: "pins", encoded: Sample.pins.encode()) {
            try PinsPayload(decoding: $0).encode()
        },
        Case(name: "archive", encoded: Sample.archive.encode()) {
            try ArchivePayload(decoding: $0).encode()
        },
    ]

    @Test func payloads_decoded_areThoseEncoded() throws {
        #expect(try EnrolPayload(decoding: Sample.enrol.encode()) == Sample.enrol)
        #expect(try GrantPayload(decoding: Sample.grant.encode()) == Sample.grant)
        #expect(try HeadRequestPayload(decoding: Sample.headRequest.encode()) == Sample.headRequest)
        #expect(
            try HeadRequestPayload(decoding: Sample.shortHeadRequest.encode())
                == Sample.shortHeadRequest)
        #expect(try HeadPayload(decoding: Sample.head.encode()) == Sample.head)
        #expect(try ReceiptPayload(decoding: Sample.receipt.encode()) == Sample.receipt)
        #expect(try RotatePayload(decoding: Sample.rotate.encode()) == Sample.rotate)
        #expect(try PollPayload(decoding: Sample.poll.encode()) == Sample.poll)
        #expect(try CommandPayload(decoding: Sample.command.encode()) == Sample.command)
        #expect(try PinsPayload(decoding: Sample.pins.encode()) == Sample.pins)
        #expect(try ArchivePayload(decoding: Sample.archive.encode()) == Sample.archive)
    }

    @Test(arguments: cases)
    func payload_cutAnywhere_isRefused(item: Case) {
        for count in 0..<item.encoded.count {
            #expect(throws: WireError.self) { try item.rewrite(Array(item.encoded.prefix(count))) }
        }
    }

    @Test(arguments: cases)
    func payload_withMoreBytes_isRefused(item: Case) {
        #expect(throws: WireError.trailingBytes(at: item.encoded.count)) {
            try item.rewrite(item.encoded + [0])
        }
    }

    @Test(arguments: cases)
    func payload_ofAnotherVersion_isRefused(item: Case) {
        var bytes = item.encoded
        #expect(bytes[1] == 1)
        bytes[1] = 2
        #expect(throws: WireError.version(2)) { try item.rewrite(bytes) }
    }

    @Test(arguments: cases)
    func payload_withAnotherCount_isRefused(item: Case) {
        for count in 0...12 where UInt8(0x80 + count) != item.encoded[0] {
            #expect(throws: WireError.self) {
                try item.rewrite([UInt8(0x80 + count)] + item.encoded.dropFirst() + [0xf6, 0xf6])
            }
        }
    }

    @Test func key_otherThanEd25519_isRefused() throws {
        // {1: 1, -1: 6, -2: h'…'} begins at byte 2 of a rotation.
        let bytes = Sample.rotate.encode()
        for (index, value, error) in [
            (4, 2, WireError.unexpectedValue(at: 4)), (6, 4, .unexpectedValue(at: 6)),
            (5, 0x22, .unexpectedValue(at: 5)), (5, 0x01, .duplicateKey(at: 5)),
            (2, 0xa2, .unexpectedCount(at: 2, expected: 3)),
        ] {
            var changed = bytes
            changed[index] = UInt8(value)
            #expect(throws: error) { try RotatePayload(decoding: changed) }
        }
    }

    @Test func key_labelsInAnyOrder_areRead() throws {
        let key = Sample.bytes32(0xb0).bytes
        let bytes = [0x83, 0x01, 0xa3, 0x21, 0x58, 0x20] + key + [0x20, 0x06, 0x01, 0x01]
        #expect(
            try RotatePayload(decoding: bytes + [0x58, 0x40] + Sample.rotate.proof)
                == Sample.rotate)
    }

    @Test func receipt_statusAbove1_isRefused() {
        var bytes = Sample.receipt.encode()
        let offset = 1 + 1 + 34 + 1 + 34
        #expect(bytes[offset] == 1)
        bytes[offset] = 2
        #expect(throws: WireError.unexpectedValue(at: offset)) {
            try ReceiptPayload(decoding: bytes)
        }
    }

    @Test func baseName_ofAnotherForm_isRefused() {
        var enrol = Sample.enrol
        enrol.baseName = "urn:dev:mac:B827EBFFFE3C9A01_"
        #expect(throws: WireError.invalidBaseName) { try EnrolPayload(decoding: enrol.encode()) }
    }

    @Test func command_argumentsBeyondTheLimits_areRefused() {
        var command = Sample.command
        command.arguments = [0x81, 0x81, 0x81, 0x80]
        #expect(throws: WireError.self) { try CommandPayload(decoding: command.encode()) }
        command.arguments = [0xa2, 0x00, 0x00, 0x00, 0x00]
        #expect(throws: WireError.self) { try CommandPayload(decoding: command.encode()) }
    }

    @Test func inputs_ofMACAndProof_areInTheOrderOfTheProtocol() {
        let mac = EnrolPayload.macInput(
            keyID: Sample.bytes32(0), serverPin: Sample.bytes32(32), baseName: "ab")
        #expect(mac == Array(0..<64) + [0x61, 0x62])
        let proof = RotatePayload.proofInput(
            oldKeyID: Sample.bytes32(0), newKeyID: Sample.bytes32(32), link: Sample.link())
        #expect(
            proof == Array("rue-rotate-1".utf8) + Array(0..<64) + [0, 0, 0, 0, 0, 0, 0, 7]
                + Sample.bytes32(0x40).bytes)
    }
}
