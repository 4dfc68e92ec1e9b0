/// Finds where messages end as the simplest program would that stands in front of Rue: at the first
/// empty line, and so many bytes after it. What the strict parsers let pass must leave it no choice.
struct NaiveFraming {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Passes over a message that a parser has read, and ends the program where another reader
    /// could find something else in the same bytes.
    mutating func pass(bodyLength: Int, isRequest: Bool) {
        let end = endOfHead()
        let lines = NaiveFraming.lines(bytes[place..<end])
        for byte in bytes[place..<end] {
            require((byte >= 0x20 && byte < 0x7F) || byte == 9 || byte == 10 || byte == 13, "plain")
        }
        for (index, byte) in bytes[place..<end].enumerated() where byte == 10 || byte == 13 {
            let at = place + index
            let isPair = byte == 13 ? bytes[at + 1] == 10 : at > place && bytes[at - 1] == 13
            require(isPair, "CR and LF come only together in what was accepted")
        }
        require(NaiveFraming.count("transfer-encoding", in: lines) == 0, "no Transfer-Encoding")
        require(NaiveFraming.count("content-length", in: lines) <= 1, "one Content-Length")
        if isRequest {
            require(NaiveFraming.count("host", in: lines) == 1, "one Host")
            require(NaiveFraming.count("expect", in: lines) == 0, "no Expect")
            require(bytes[place] != 10 && bytes[place] != 13, "no empty line before a request")
        }
        place = end + bodyLength
        require(place <= bytes.count, "a message ends within what has come")
    }

    /// What follows the messages that were read.
    var rest: Int { bytes.count - place }

    private func endOfHead() -> Int {
        let mark: [UInt8] = [13, 10, 13, 10]
        var at = place
        while at + 4 <= bytes.count {
            if bytes[at..<(at + 4)].elementsEqual(mark) { return at + 4 }
            at += 1
        }
        end("a message was read that has no empty line")
    }

    private static func lines(_ head: ArraySlice<UInt8>) -> [String] {
        head.split(separator: 10).dropFirst().map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whatever stands before a colon in any case, spaces and tabs around it left out.
    private static func count(_ name: String, in lines: [String]) -> Int {
        lines.filter { line in
            let field = line.split(separator: ":", omittingEmptySubsequences: false)[0]
            return field.filter { $0 != " " && $0 != "\t" }.lowercased() == name
        }.count
    }
}
