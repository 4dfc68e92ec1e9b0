/// The first line of a request (RFC 9112 §3), in origin form only: Rue is no proxy.
struct RequestLine: Equatable, Sendable {
    let method: String
    let path: String
    let query: String?

    init(line: ArraySlice<UInt8>) throws(HTTPError) {
        let parts = line.split(
            separator: ByteClass.space, maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .requestLine }
        guard !parts[0].isEmpty else { throw .requestLine }
        for byte in parts[0] where !ByteClass.isToken(byte) { throw .method }
        guard parts[2].elementsEqual("HTTP/1.1".utf8) else { throw .version }
        method = String(decoding: parts[0], as: UTF8.self)
        (path, query) = try RequestLine.target(parts[1])
    }

    private static func target(
        _ target: ArraySlice<UInt8>
    ) throws(HTTPError) -> (path: String, query: String?) {
        // `//host/…` would be read as a host by whatever resolves it as a reference.
        guard target.first == ByteClass.slash,
            target.count < 2 || target[target.startIndex + 1] != ByteClass.slash
        else { throw .target }
        let question = target.firstIndex(of: ByteClass.question)
        let path = target[..<(question ?? target.endIndex)]
        try check(path, allowsQuestion: false)
        guard let question else { return (String(decoding: path, as: UTF8.self), nil) }
        let query = target[(question + 1)...]
        try check(query, allowsQuestion: true)
        return (String(decoding: path, as: UTF8.self), String(decoding: query, as: UTF8.self))
    }

    /// `pchar`, slash, and in a query the question mark; a percent sign with two hex digits.
    private static func check(
        _ text: ArraySlice<UInt8>, allowsQuestion: Bool
    ) throws(HTTPError) {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == ByteClass.percent {
                guard text.endIndex - index > 2, ByteClass.hexValue(text[index + 1]) != nil,
                    ByteClass.hexValue(text[index + 2]) != nil
                else { throw .target }
                index += 3
            } else if ByteClass.isPath(byte) || (allowsQuestion && byte == ByteClass.question) {
                index += 1
            } else {
                throw .target
            }
        }
    }
}
