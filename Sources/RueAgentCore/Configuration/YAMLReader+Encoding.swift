extension YAMLReader {
    /// What makes a file no text that could be parsed: its size, or bytes that are not UTF-8.
    static func problemBeforeParsing(_ bytes: [UInt8]) -> ConfigurationProblem? {
        if bytes.count > maximumBytes {
            return ConfigurationProblem(
                place: .start,
                message: "the file is larger than \(maximumBytes / 1024) KiB; is it the right one?")
        }
        return placeOfBadUTF8(bytes).map {
            ConfigurationProblem(
                place: $0, message: "this is not UTF-8 text; save the file as UTF-8")
        }
    }

    private static func placeOfBadUTF8(_ bytes: [UInt8]) -> TextPlace? {
        var line = 1
        var column = 1
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .emptyInput: return nil
            case .error: return TextPlace(line: line, column: column)
            case .scalarValue(let scalar):
                if scalar.value == 0 { return TextPlace(line: line, column: column) }
                column = scalar == "\n" ? 1 : column + 1
                if scalar == "\n" { line += 1 }
            }
        }
    }
}
