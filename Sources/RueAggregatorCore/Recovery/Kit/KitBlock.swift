import RueCrypto
import RueWire

/// A key or a certificate in a kit: PEM, and a check of four digits for each of its lines.
struct KitBlock {
    enum Label: String {
        case privateKey = "PRIVATE KEY"
        case certificate = "CERTIFICATE"
    }

    /// A character and the number of the line that it stands in.
    typealias Place = (character: Character, line: Int)

    let label: Label
    /// Where it begins.
    let line: Int
    /// Its base64, without blanks.
    var base64: [Place] = []
    /// The checks behind it; none in a kit of the first days.
    var checks: [(text: String, line: Int)] = []

    init(_ label: Label, line: Int) {
        self.label = label
        self.line = line
    }

    /// RFC 7468 §2.
    static let lineCharacters = 64

    /// As PEM again, however it was broken into lines.
    var pem: String {
        var text = "-----BEGIN \(label.rawValue)-----\n"
        for piece in pieces { text += String(piece.map { $0.character }) + "\n" }
        return text + "-----END \(label.rawValue)-----\n"
    }

    /// The lines of 64 characters, as they were before they were typed in.
    var pieces: [ArraySlice<Place>] {
        stride(from: 0, to: base64.count, by: Self.lineCharacters).map {
            base64[$0..<min($0 + Self.lineCharacters, base64.count)]
        }
    }

    /// The block of a kit's text.
    static func text(_ pem: String, _ label: Label) -> String {
        let lines = pem.split { $0.isNewline }.map { String($0) }
        let checks = lines.filter { !$0.hasPrefix("-") }.map(check)
        return pem + "Checks: " + checks.joined(separator: " ") + "\n"
    }

    static func check(_ line: String) -> String {
        String(SHA256.hash(Array(line.utf8)).hex.prefix(checkDigits))
    }

    /// One in 65,536 mistyped lines passes; the key is then none, or another server's.
    static let checkDigits = 4

    /// Compares it with its checks.
    ///
    /// - Throws: the first line that does not fit.
    func verify() throws(RecoveryKitError) {
        guard !checks.isEmpty else { return }
        for (piece, check) in zip(pieces, checks) {
            guard Self.check(String(piece.map { $0.character })) != check.text else { continue }
            throw .mistyped(
                first: piece.first?.line ?? line, last: piece.last?.line ?? line,
                check: check.text, at: check.line)
        }
        guard pieces.count == checks.count else {
            throw .wrongLength(line: line, found: pieces.count, expected: checks.count)
        }
    }
}
