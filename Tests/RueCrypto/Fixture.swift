import Foundation
import RueWire
import Testing

/// The files in the folder Fixtures.
enum Fixture {
    static func path(_ name: String) throws -> String {
        try #require(Bundle.module.path(forResource: "Fixtures/" + name, ofType: nil))
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
        let url = URL(fileURLWithPath: try path(name))
        return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    }
}

/// Bytes that a test vector gives in hexadecimal.
func bytes(_ hex: String) throws -> [UInt8] {
    try #require(Hex.decode(hex), "not hexadecimal: \(hex)")
}
