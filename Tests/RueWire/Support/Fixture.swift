import Foundation
import RueWire
import Testing

/// Reads the vectors beside the tests.
enum Fixture {
    static func bytes(_ path: String) throws -> [UInt8] {
        let folder = try #require(Bundle.module.resourceURL)
        return [UInt8](try Data(contentsOf: folder.appendingPathComponent("Fixtures/" + path)))
    }

    static func json(_ path: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(try bytes(path)))
    }

    static func hex(_ text: String) throws -> [UInt8] { try #require(Hex.decode(text)) }
}
