internal import COpenSSL
internal import CRueSystem

/// Why a connection could not be made or did not last.
public enum TLSError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There are no pins, more than four, or one that is not 32 bytes.
    case invalidPins
    /// The server's key is none of the pinned ones; holds its pin and those expected, 32 bytes
    /// each.
    case notPinned(seen: [UInt8], expected: [[UInt8]])
    /// The server cannot speak TLS 1.3.
    case tooOld
    /// What answers does not speak TLS.
    case notTLS
    /// The server refused with an alert (RFC 8446 §6); holds its number.
    case alert(Int32)
    /// The connection was cut: it ended without TLS's own good-bye.
    case cut
    /// The system failed a call; holds the errno.
    case system(errno: Int32)
    /// The server broke the protocol; holds OpenSSL's words.
    case broken(reason: String)
    /// The connection was closed by this side before.
    case closed
    /// OpenSSL refused to start: out of memory.
    case library

    /// What is wrong and what to do, for a person, of a node that was enrolled with the pins.
    public var description: String { description(pinsFrom: .enrolment) }

    /// What is wrong and what to do, for a person.
    /// - Parameter source: where the pins come from.
    /// - Returns: the text.
    public func description(pinsFrom source: PinSource) -> String {
        switch self {
        case .invalidPins: "a connection needs one to four pins of 32 bytes each"
        case .notPinned(let seen, let expected):
            "the server's key (pin \(Self.prefix(seen))) is not the one \(source.words) (pin "
                + expected.map(Self.prefix).reduce("") { $0.isEmpty ? $1 : $0 + " or " + $1 }
                + "): another machine may answer at this address. \(source.remedy)"
        case .tooOld: "the server does not offer TLS 1.3; is this Rue's node port?"
        case .notTLS: "what answers there does not speak TLS; is this Rue's node port?"
        case .alert(let number):
            "the server refused the connection: \(String(cString: rue_tls_alert_text(number)))"
                + " (TLS alert \(number))"
        case .cut: "the server cut the connection"
        case .system(let errno): "the connection broke: \(String(cString: rue_error_text(errno)))"
        case .broken(let reason): "the TLS connection broke: \(reason)"
        case .closed: "the connection is closed"
        case .library: "OpenSSL could not start a connection: out of memory"
        }
    }

    /// The first four bytes, enough to compare by eye.
    private static func prefix(_ pin: [UInt8]) -> String {
        pin.prefix(4).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.reduce("", +) + "..."
    }
}
