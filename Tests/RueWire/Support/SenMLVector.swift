import Foundation

import Testing

@testable import RueWire

/// An example of RFC 8428 in JSON, turned into CBOR without being resolved.
enum SenMLVector {
    private static let labels = [
        "bver": -1, "bn": -2, "bt": -3, "bu": -4, "bv": -5, "bs": -6, "n": 0, "u": 1, "v": 2,
        "vs": 3, "vb": 4, "s": 5, "t": 6, "ut": 7, "vd": 8,
    ]

    static func pack(_ path: String) throws -> [UInt8] {
        let records = try #require(try Fixture.json(path) as? [[String: Any]])
        var encoder = CBOREncoder()
        encoder.array(count: records.count)
        for record in records {
            encoder.map(count: record.count)
            for (label, value) in record { try encode(label, value, to: &encoder) }
        }
        return encoder.bytes
    }

    private static func encode(
        _ label: String, _ value: Any, to encoder: inout CBOREncoder
    ) throws {
        if let known = labels[label] {
            encoder.integer(Int64(known))
        } else {
            encoder.text(label)
        }
        switch (label, value) {
        case ("vb", let truth as Bool): encoder.bool(truth)
        case ("bver", let version as Int): encoder.integer(Int64(version))
        case ("vd", let text as String):
            encoder.byteString(try #require(Base64URL.decode(text)))
        case (_, let text as String): encoder.text(text)
        case (_, let number as Double): encoder.double(number)
        default: Issue.record("\(label)")
        }
    }

    /// What the example resolves to, as the RFC's authors resolved it.
    static func resolved(_ path: String) throws -> [SenMLRecord] {
        let records = try #require(try Fixture.json(path) as? [[String: Any]])
        return try records.map { record in
            let seconds = try #require(record["t"] as? Double)
            return SenMLRecord(
                name: try #require(record["n"] as? String), unit: record["u"] as? String,
                value: try value(of: record),
                time: .absolute(milliseconds: Int64((seconds * 1_000).rounded())))
        }
    }

    private static func value(of record: [String: Any]) throws -> SenMLValue {
        if let truth = record["vb"] as? Bool { return .bool(truth) }
        if let text = record["vs"] as? String { return .text(text) }
        return .double(try #require(record["v"] as? Double))
    }

    /// Resolves a pack by RFC 8428 alone, decimals as doubles.
    static func resolve(_ pack: [UInt8]) throws -> [SenMLRecord] {
        var records: [SenMLRecord] = []
        var resolver = try SenMLResolver(pack)
        while let record = try resolver.next() {
            var resolved = record.resolved
            if case .decimal(let number) = resolved.value {
                resolved.value = .double(number.doubleValue)
            }
            records.append(resolved)
        }
        return records
    }
}
