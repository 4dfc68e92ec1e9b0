import RueWire
import Testing

/// cose-wg's eddsa-sig-01.
struct EdDSAVector {
    let message: [UInt8]
    let toBeSigned: [UInt8]

    init() throws {
        let json = try #require(try Fixture.json("cose/eddsa-sig-01.json") as? [String: Any])
        let output = try #require(json["output"] as? [String: Any])
        message = try Fixture.hex(try #require(output["cbor"] as? String))
        let intermediates = try #require(json["intermediates"] as? [String: Any])
        toBeSigned = try Fixture.hex(try #require(intermediates["ToBeSign_hex"] as? String))
    }
}
