import RueWire

/// Parts of messages for the seeds, and what packs are read against.
enum Sample {
    static let baseName = "urn:dev:mac:b827ebfffe3c9a01_"
    /// 2026-01-02T03:04:05.678Z
    static let utcMilliseconds: Int64 = 1_767_323_045_678

    static func bytes32(_ first: UInt8) -> Bytes32 {
        Bytes32((0..<32).map { first &+ $0 }) ?? .zero
    }

    static func bytes16(_ first: UInt8) -> Bytes16 {
        Bytes16((0..<16).map { first &+ $0 }) ?? .zero
    }

    static func link(
        hasClock: Bool, sequence: UInt64 = 1, previous: MessageID = bytes32(0x40)
    ) -> ChainLink {
        ChainLink(
            sequence: sequence, previous: previous, boot: bytes16(0x80),
            uptimeMilliseconds: 123_456 + sequence,
            utcMilliseconds: hasClock ? UInt64(utcMilliseconds) : nil)
    }

    /// Three numbers and a text, and a value of each other kind.
    static func pack(hasClock: Bool) -> [UInt8] {
        var encoder = PackEncoder(
            baseName: baseName, baseTimeMilliseconds: hasClock ? utcMilliseconds : nil)
        let values: [(String, String?, SenMLValue)] = [
            ("air_temperature", "Cel", .decimal(DecimalFraction(milli: 21_370))),
            ("air_humidity", "%RH", .decimal(DecimalFraction(milli: 45_000))),
            ("air_pressure", "Pa", .double(100_653.25)),
            ("attic_fault", nil, .text("no acknowledge")),
            ("door_open", nil, .bool(true)),
            ("door_card", nil, .data([1, 2, 3])),
        ]
        for (index, (name, unit, value)) in values.enumerated() {
            encoder.append(
                name: name, unit: unit, value: value, timeOffsetMilliseconds: Int64(index - 5) * 990
            )
        }
        return encoder.encode()
    }
}
