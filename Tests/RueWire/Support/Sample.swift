import RueWire
import Testing

/// Messages and records for tests.
enum Sample {
    static let baseName = "urn:dev:mac:b827ebfffe3c9a01_"
    /// 2026-01-02T03:04:05.678Z
    static let utcMilliseconds: Int64 = 1_767_323_045_678

    static func bytes32(_ first: UInt8) -> Bytes32 {
        var bytes = [UInt8](repeating: 0, count: 32)
        for index in bytes.indices { bytes[index] = first &+ UInt8(index) }
        return Bytes32(bytes) ?? .zero
    }

    static func bytes16(_ first: UInt8) -> Bytes16 {
        Bytes16(bytes32(first).bytes.prefix(16)) ?? .zero
    }

    static func link(hasClock: Bool = true) -> ChainLink {
        ChainLink(
            sequence: 7, previous: bytes32(0x40), boot: bytes16(0x80),
            uptimeMilliseconds: 123_456, utcMilliseconds: hasClock ? UInt64(utcMilliseconds) : nil)
    }

    /// Three readings and a fault.
    static func pack(hasClock: Bool = true) -> [UInt8] {
        var encoder = PackEncoder(
            baseName: baseName, baseTimeMilliseconds: hasClock ? utcMilliseconds : nil)
        encoder.append(
            name: "air_temperature", unit: "Cel", value: .decimal(DecimalFraction(milli: 21_370)),
            timeOffsetMilliseconds: -10_000)
        encoder.append(
            name: "air_humidity", unit: "%RH", value: .decimal(DecimalFraction(milli: 45_000)),
            timeOffsetMilliseconds: -10_000)
        encoder.append(
            name: "air_pressure", unit: "Pa", value: .decimal(DecimalFraction(milli: 100_653_270)),
            timeOffsetMilliseconds: -9_950)
        encoder.append(
            name: "attic_fault", unit: nil, value: .text("no acknowledge"),
            timeOffsetMilliseconds: 0)
        return encoder.encode()
    }

    static func message(_ kind: MessageKind, payload: [UInt8]) -> Envelope {
        Envelope(
            kind: kind, keyID: bytes32(0), chain: kind.isChained ? link() : nil, payload: payload
        ).signed([UInt8](repeating: 0xee, count: 64))
    }

    static let enrol = EnrolPayload(
        tokenID: Array(bytes32(1).bytes.prefix(8)), mac: bytes32(2), publicKey: bytes32(3).bytes,
        baseName: baseName)
    static let grant = GrantPayload(
        publicKey: bytes32(3).bytes, baseName: baseName, serverID: bytes32(4),
        livePin: bytes32(5), recoveryPin: bytes32(6), serverKey: bytes32(7).bytes,
        tokenID: Array(bytes32(1).bytes.prefix(8)), utcMilliseconds: UInt64(utcMilliseconds))
    static let headRequest = HeadRequestPayload(
        nonce: bytes16(8), grant: [1, 2, 3], rotations: [[4], [5, 6]],
        oldest: .init(sequence: 3, previous: bytes32(9)))
    static let shortHeadRequest = HeadRequestPayload(
        nonce: bytes16(8), grant: nil, rotations: [], oldest: nil)
    static let head = HeadPayload(
        nonce: bytes16(8), keyID: bytes32(0), sequence: 6, id: bytes32(0x40),
        utcMilliseconds: UInt64(utcMilliseconds), serverID: bytes32(4))
    static let receipt = ReceiptPayload(
        keyID: bytes32(0), sequence: 7, id: bytes32(0x41), status: .quarantined,
        utcMilliseconds: UInt64(utcMilliseconds), logID: bytes16(0x90), logSize: 12,
        logHead: bytes32(0xa0))
    static let rotate = RotatePayload(
        newKey: bytes32(0xb0).bytes, proof: bytes32(0xc0).bytes + bytes32(0xd0).bytes)
    static let poll = PollPayload(
        commandSequence: 4, pinsNumber: 0, boot: bytes16(0x80), uptimeMilliseconds: 123_456,
        logID: bytes16(0x90), logSize: 12, logHead: bytes32(0xa0))
    static let command = CommandPayload(
        keyID: bytes32(0), commandSequence: 5, boot: bytes16(0x80),
        untilUptimeMilliseconds: 200_000, action: "valve_close", arguments: [0x81, 0x18, 0x2a])
    static let archive = ArchivePayload(
        utcMilliseconds: 1_767_225_600_000, from: nil, to: 1_767_225_500_000,
        logID: bytes16(0x90), logSize: 12, logHead: bytes32(0xa0), chains: 2, items: 9,
        digest: bytes32(0xb0))
    static let pins = PinsPayload(
        keyID: bytes32(0), number: UInt64(utcMilliseconds), livePin: bytes32(5),
        recoveryPin: bytes32(6))
}
