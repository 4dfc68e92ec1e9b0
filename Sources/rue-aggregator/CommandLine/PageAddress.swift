import RueAggregatorCore
import RueCommandLine

/// Where `serve` shows the house: `[ADDRESS:]PORT`, or nowhere.
enum PageAddress: Equatable {
    case off
    /// On this machine's own addresses, `127.0.0.1` and `::1`.
    case port(UInt16)

    static let defaultPort: UInt16 = 8_080

    /// Reads the option's value.
    ///
    /// - Throws: `.usage` for what is none, and for an address that other machines reach.
    init(_ arguments: ParsedArguments) throws(Failure) {
        guard let text = arguments.value("page") else {
            self = .port(Self.defaultPort)
            return
        }
        self = try Self.parse(text)
    }

    static func parse(_ text: String) throws(Failure) -> PageAddress {
        if text == "off" { return .off }
        let (address, digits) = split(text)
        guard digits.isDigits, let port = UInt16(digits) else {
            throw Failure(
                .usage,
                "--page takes a port from 0 to 65535, ADDRESS:PORT or off, not '"
                    + text + "'")
        }
        guard let address else { return .port(port) }
        guard loopback.contains(address.lowercased()) else { throw refusal(of: address, port) }
        return .port(port)
    }

    private static let loopback = ["localhost", "127.0.0.1", "::1", "[::1]"]

    private static func split(_ text: String) -> (address: String?, port: Substring) {
        // `:8080` names no address, and the last part of `::1` is no port.
        guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
            text[..<colon] != ":"
        else { return (nil, text[...]) }
        return (String(text[..<colon]), text[text.index(after: colon)...])
    }

    private static func refusal(of address: String, _ port: UInt16) -> Failure {
        let port = port == 0 ? defaultPort : port
        return Failure(
            .usage,
            "the page is shown on this machine only: there are no accounts yet, so on '" + address
                + "' everyone in reach would see the house. From another machine: ssh -L "
                + "\(port):localhost:\(port) THIS-MACHINE, then http://localhost:\(port)/ there")
    }
}
