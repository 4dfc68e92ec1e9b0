/// Where the head of an answer ends, and what it says of the body.
struct HeadEnd {
    let length: Int
    let status: Int
    let bodyLength: Int

    /// - Parameter bytes: the beginning of an answer; nil while its head is not whole.
    init?(_ bytes: [UInt8]) {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        let last = bytes.count - mark.count
        guard let start = (0...last).first(where: { bytes[$0..<$0 + 4].elementsEqual(mark) })
        else { return nil }
        length = start + mark.count
        let lines = bytes[..<start].split(separator: 0x0D).map {
            String(decoding: $0, as: UTF8.self).lowercased()
        }
        let words = (lines.first ?? "").split(separator: " ")
        status = words.count > 1 ? Int(words[1]) ?? 0 : 0
        let field = lines.first { $0.hasPrefix("\ncontent-length:") }
        bodyLength = field.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
