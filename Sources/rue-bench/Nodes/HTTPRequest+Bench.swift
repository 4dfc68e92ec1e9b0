import RueHTTP

extension HTTPRequest {
    static func node(path: String, type: String, _ host: String, _ body: [UInt8]) -> HTTPRequest {
        HTTPRequest(
            method: "POST", path: path, headers: ["Host": host, "Content-Type": type], body: body)
    }
}
