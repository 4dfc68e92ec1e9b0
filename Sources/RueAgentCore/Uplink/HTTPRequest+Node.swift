internal import RueHTTP

extension HTTPRequest {
    /// A request as a node makes it.
    static func node(
        path: String, host: String, port: UInt16, type: String, body: [UInt8]
    ) -> HTTPRequest {
        let isIPv6 = host.utf8.contains(UInt8(ascii: ":"))
        // A zone (`%eth0`) means something on this machine only (RFC 6874 §1).
        let address = String(decoding: host.utf8.prefix { $0 != UInt8(ascii: "%") }, as: UTF8.self)
        let name = isIPv6 ? "[\(address)]" : host
        return HTTPRequest(
            method: "POST", path: path,
            headers: ["Host": "\(name):\(port)", "Content-Type": type], body: body)
    }
}
