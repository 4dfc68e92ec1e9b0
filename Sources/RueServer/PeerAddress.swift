internal import CEvent
import Glibc

/// The address at the other end of a connection, without its port: what limits count by.
public struct PeerAddress: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64
    private let scope: UInt32
    /// Whether it is an IPv6 address. (An IPv4 one never comes mapped into IPv6.)
    public let isIPv6: Bool

    /// `127.0.0.1`, for callers without a network.
    public static let loopback = PeerAddress(
        high: UInt64(bigEndian: 0), low: 0x7F00_0001, scope: 0, isIPv6: false)

    private init(high: UInt64, low: UInt64, scope: UInt32, isIPv6: Bool) {
        self.high = high
        self.low = low
        self.scope = scope
        self.isIPv6 = isIPv6
    }

    init(_ peer: rue_peer) {
        let bytes = withUnsafeBytes(of: peer.address) { [UInt8]($0) }
        let first = PeerAddress.number(bytes[0..<8])
        self.init(
            high: peer.is_ipv6 != 0 ? first : 0,
            low: peer.is_ipv6 != 0 ? PeerAddress.number(bytes[8..<16]) : first >> 32,
            scope: peer.scope, isIPv6: peer.is_ipv6 != 0)
    }

    /// Whether the peer is on this machine.
    public var isLoopback: Bool {
        isIPv6 ? high == 0 && low == 1 : low >> 24 == 127
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension PeerAddress: CustomStringConvertible {
    /// `192.168.1.5` or `fe80::1%2`.
    public var description: String {
        guard isIPv6 else {
            return [24, 16, 8, 0].map { String(low >> UInt64($0) & 0xFF) }.joined(separator: ".")
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        var address = (high.bigEndian, low.bigEndian)
        guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "?" }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self) + (scope == 0 ? "" : "%\(scope)")
    }
}
