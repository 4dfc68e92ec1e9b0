/// A place in a text file, both parts counting from 1.
public struct TextPlace: Equatable, Sendable {
    /// The line.
    public let line: Int

    /// The character within the line.
    public let column: Int

    /// A place in a text file.
    /// - Parameters:
    ///   - line: the line, from 1.
    ///   - column: the character within the line, from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    static let start = TextPlace(line: 1, column: 1)
}
