internal import CRueSystem

/// Standard output and standard error. A reader that has gone away is no failure of the program.
enum Console {
    static func print(_ text: String) { write(text, to: 1) }

    static func printError(_ text: String) { write(text, to: 2) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)
        if bytes.last != 0x0A { bytes.append(0x0A) }
        _ = rue_write_all(descriptor, bytes, bytes.count)
    }
}
