/// Takes a kit's text apart, whatever a printer, an editor or a person did to its blanks and line
/// ends.
struct KitReader {
    private(set) var blocks: [KitBlock] = []
    private(set) var server: (words: String, line: Int)?
    private(set) var hosts: [(name: String, line: Int)] = []
    private(set) var port: (text: String, line: Int)?
    private(set) var hasTitle = false

    private var open: KitBlock?
    /// How many checks the block above still wants.
    private var wantedChecks = 0

    init(_ text: String) throws(RecoveryKitError) {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let words = line.split { $0.isWhitespace || $0 == "\u{FEFF}" }.map { String($0) }
            guard !words.isEmpty else { continue }
            try take(words, line: index + 1)
        }
        if let open { throw .unended(label: open.label.rawValue, line: open.line) }
    }

    private mutating func take(_ words: [String], line: Int) throws(RecoveryKitError) {
        if open != nil { return try takeInside(words, line) }
        if let label = Self.label(words, after: "BEGIN") {
            open = KitBlock(label, line: line)
            wantedChecks = 0
        } else if words[0].lowercased() == "checks:" {
            wantedChecks = blocks.last?.pieces.count ?? 0
            try takeChecks(words.dropFirst(), line)
        } else if wantedChecks > 0, words.allSatisfy(Self.isCheck) {
            try takeChecks(words[...], line)
        } else {
            wantedChecks = 0
            takeProse(words, line)
        }
    }

    private mutating func takeInside(_ words: [String], _ line: Int) throws(RecoveryKitError) {
        if let label = Self.label(words, after: "END"), label == open?.label, let block = open {
            blocks.append(block)
            open = nil
            return
        }
        if Self.label(words, after: "BEGIN") != nil, let open {
            throw .unended(label: open.label.rawValue, line: open.line)
        }
        for character in words.joined() {
            guard Self.isBase64(character) else { throw .foreign(character: character, line: line) }
            open?.base64.append((character, line))
        }
    }

    /// They may go on in the next line.
    private mutating func takeChecks(
        _ words: ArraySlice<String>, _ line: Int
    ) throws(RecoveryKitError) {
        for word in words {
            let word = word.lowercased()
            guard Self.isCheck(word) else { throw .badCheck(word, line: line) }
            blocks.indices.last.map { blocks[$0].checks.append((word, line)) }
            wantedChecks -= 1
        }
    }

    private static func isCheck(_ word: String) -> Bool {
        word.utf8.count == KitBlock.checkDigits && word.allSatisfy(\.isHexDigit)
    }

    private mutating func takeProse(_ words: [String], _ line: Int) {
        if words.joined(separator: " ").uppercased().contains("RUE RECOVERY KIT") {
            hasTitle = true
        }
        guard words.count == 2 else { return }
        switch words[0].lowercased() {
        case "server:": server = (words[1], line)
        case "host:": hosts.append((words[1], line))
        case "port:" where words[1] != "-": port = (words[1], line)
        default: break
        }
    }

    /// A word processor makes other dashes of these.
    private static func label(_ words: [String], after word: String) -> KitBlock.Label? {
        let dashes: Set<Character> = ["-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}"]
        guard words[0].first.map({ dashes.contains($0) }) == true else { return nil }
        let bare = words.map { String($0.filter { !dashes.contains($0) }) }
            .filter { !$0.isEmpty }
        guard bare.first == word else { return nil }
        return KitBlock.Label(rawValue: bare.dropFirst().joined(separator: " "))
    }

    private static func isBase64(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return false }
        return switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }
}
