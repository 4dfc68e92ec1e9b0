internal import RueHTTP

extension HTTPRequest {
    /// A request as a node makes it.
    static func node(
        path: String, host: String, port: UInt16, type: String, body: [UInt8]
    ) -> HTTPRequest {
        let isIPv6 = host.utf8.contains(UInt8(ascii: ":"))
        let name = isIPv6 ? "[\(host)]" : host
        return HTTPRequest(
            method: "POST", path: path,
            headers: ["Host": "\(name):\(port)", "Content-Type": type], body: body)
    }
}
