/// What a file of the kernel holds, for a message.
enum Excerpt {
    /// The beginning of a text: printable, and short.
    static func of(_ text: ArraySlice<UInt8>) -> String {
        let shown = text.prefix(48).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
        return String(decoding: shown, as: UTF8.self) + (text.count > 48 ? "..." : "")
    }
}
