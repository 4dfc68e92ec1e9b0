/// Breaks text into lines at spaces.
enum TextWrap {
    /// The words of `text` in lines of at most `width` characters; a longer word stands alone.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty && line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + String(word)
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// Paragraphs, parted by line breaks, each wrapped; an indented line is kept as it is.
    static func paragraphs(_ text: String, width: Int) -> [String] {
        var result: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if paragraph.isEmpty || paragraph.hasPrefix(" ") {
                result.append(String(paragraph))
            } else {
                result += lines(String(paragraph), width: width)
            }
        }
        return result
    }
}
