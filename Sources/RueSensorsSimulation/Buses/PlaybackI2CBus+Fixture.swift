internal import RueSensors

/// The text form of transfers, one a line:
///
///     # anything after a number sign
///     76 d0 60                        wrote d0 to the chip at 0x76, which answered 60
///     76 f401 -                       wrote two bytes, read none
///     76 d0 !no-acknowledge 1         wanted one byte, and nobody answered
///
/// All numbers but the count at the end are hexadecimal, and `-` stands for no bytes.
extension PlaybackI2CBus {
    /// Why a text is no fixture.
    public struct FixtureError: Error, Equatable, Sendable, CustomStringConvertible {
        /// The line, counted from 1.
        public let line: Int
        /// What the line holds.
        public let text: String

        /// Where the mistake is, for a person.
        public var description: String {
            "line " + String(line) + " is no transfer of a fixture: \"" + text + "\""
        }
    }

    /// Makes a bus that plays what a ``RecordingI2CBus`` recorded.
    ///
    /// - Parameter fixture: the text; empty lines and comments are skipped.
    /// - Throws: ``FixtureError`` for the first line that is no transfer.
    public convenience init(fixture: String) throws(FixtureError) {
        var steps: [Step] = []
        var number = 0
        // As Unicode has it, CR LF is one character, and no line feed.
        for line in fixture.split(
            omittingEmptySubsequences: false, whereSeparator: { $0.isNewline })
        {
            number += 1
            let content = line.prefix { $0 != "#" }
            let words = content.split { $0 == " " || $0 == "\t" }
            if words.isEmpty { continue }
            guard let step = Step(fixtureWords: words) else {
                throw FixtureError(line: number, text: String(line))
            }
            steps.append(step)
        }
        self.init(steps)
    }
}

extension PlaybackI2CBus.Step {
    /// The step as a line of a fixture.
    var fixtureLine: String {
        let request = Self.digits([address]) + " " + Self.digits(written) + " "
        guard let error else { return request + Self.digits(answer) }
        return request + "!" + error.fixtureWord + " " + String(readCount)
    }

    init?(fixtureWords words: [Substring]) {
        guard words.count >= 3, let place = Self.bytes(words[0]), place.count == 1,
            let written = Self.bytes(words[1])
        else { return nil }
        if words[2].utf8.first == 0x21 {
            guard words.count == 4, let count = Int(words[3]), (0...8192).contains(count),
                let error = BusError(fixtureWord: words[2].dropFirst())
            else { return nil }
            self = .failure(place[0], written, reading: count, error)
        } else {
            guard words.count == 3, let answer = Self.bytes(words[2]) else { return nil }
            self = .transfer(place[0], written, answer: answer)
        }
    }

    private static func digits(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "-" }
        var text = ""
        for byte in bytes { text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return text
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        if text.utf8.count == 1, text.utf8.first == 0x2D { return [] }
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x61 + 10
            default: nil
            }
        }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}

extension BusError {
    /// The error's name in a fixture. Who held an address is not kept, and what is no affair of an
    /// I²C bus becomes the system's EIO.
    fileprivate var fixtureWord: String {
        switch self {
        case .noAcknowledge: "no-acknowledge"
        case .arbitrationLost: "arbitration-lost"
        case .timedOut: "timed-out"
        case .busy, .addressBusy: "busy"
        case .unsupported: "unsupported"
        case .closed: "closed"
        case .shortTransfer(let expected, let actual):
            "short:" + String(expected) + ":" + String(actual)
        case .os(let errno): "os:" + String(errno)
        default: "os:5"
        }
    }

    fileprivate init?(fixtureWord word: Substring) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        switch (String(parts[0]), parts.count) {
        case ("no-acknowledge", 1): self = .noAcknowledge
        case ("arbitration-lost", 1): self = .arbitrationLost
        case ("timed-out", 1): self = .timedOut
        case ("busy", 1): self = .busy
        case ("unsupported", 1): self = .unsupported
        case ("closed", 1): self = .closed
        case ("short", 3):
            guard let expected = Int(parts[1]), let actual = Int(parts[2]) else { return nil }
            self = .shortTransfer(expected: expected, actual: actual)
        case ("os", 2):
            guard let errno = Int32(parts[1]) else { return nil }
            self = .os(errno: errno)
        default: return nil
        }
    }
}
