extension RequestHead {
    /// Whether a method must declare its body's length, even when that is 0.
    static func needsLength(_ method: String) -> Bool {
        method == "POST" || method == "PUT" || method == "PATCH"
    }

    /// Puts a complete header section together and checks what concerns it as a whole.
    init(line: RequestLine, headers: HTTPHeaders) throws(HTTPError) {
        try RequestHead.checkHost(headers)
        let declared = try headers.declaredLength()
        if headers["Expect"] != nil { throw .expectation }
        if declared == nil && RequestHead.needsLength(line.method) { throw .lengthRequired }
        self.init(
            method: line.method, path: line.path, query: line.query, headers: headers,
            contentLength: declared ?? 0, keepsAlive: !headers.hasConnectionOption("close"))
    }

    private static func checkHost(_ headers: HTTPHeaders) throws(HTTPError) {
        let hosts = headers.values("Host")
        guard let host = hosts.first else { throw .hostMissing }
        guard hosts.count == 1 else { throw .hostRepeated }
        guard isHost(Array(host.utf8)[...]) else { throw .hostInvalid }
    }

    /// `uri-host [":" port]` (RFC 9110 §7.2): a name, an IPv4 address, or anything of an IPv6
    /// address's letters in brackets.
    private static func isHost(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        var rest = text
        if first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")), end > text.startIndex + 1
            else { return false }
            let address = text[(text.startIndex + 1)..<end]
            guard address.allSatisfy({ isAddress($0) }) else { return false }
            rest = text[(end + 1)...]
        } else {
            let name = text.prefix { ByteClass.isName($0) }
            guard !name.isEmpty else { return false }
            rest = text[name.endIndex...]
        }
        guard let colon = rest.first else { return true }
        let port = rest.dropFirst()
        return colon == ByteClass.colon && port.count <= 5
            && port.allSatisfy { ByteClass.isDigit($0) }
    }

    private static func isAddress(_ byte: UInt8) -> Bool {
        ByteClass.hexValue(byte) != nil || byte == ByteClass.colon || byte == UInt8(ascii: ".")
    }
}
