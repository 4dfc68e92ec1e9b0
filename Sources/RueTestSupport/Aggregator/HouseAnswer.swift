import Foundation

/// An answer of the household's port.
public struct HouseAnswer {
    /// The status.
    public let status: Int
    /// The fields, their names in lower case.
    public let headers: [String: String]
    /// The body as it came.
    public let body: [UInt8]

    /// Takes an answer apart.
    ///
    /// - Parameter bytes: head and body.
    /// - Throws: `HouseClient.Failure.malformed`.
    public init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw HouseClient.Failure.malformed(text)
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else {
            throw HouseClient.Failure.malformed(text)
        }
        self.status = status
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2 else { continue }
            headers[sides[0].lowercased()] = sides[1].trimmingCharacters(in: .whitespaces)
        }
        self.headers = headers
        body = Array(bytes[end.upperBound...])
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object.
    ///
    /// - Returns: its members.
    /// - Throws: what the parser says, and for what is no object.
    public func object() throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(body))
        guard let object = value as? [String: Any] else { throw CocoaError(.coderReadCorrupt) }
        return object
    }
}
