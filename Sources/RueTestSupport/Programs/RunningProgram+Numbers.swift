import Foundation

extension RunningProgram {
    /// Waits until it has told a number that is large enough: one that counts may leave some out.
    ///
    /// - Parameters:
    ///   - text: what stands before the number, its space included.
    ///   - least: the least number that will do.
    ///   - seconds: how long at most.
    /// - Returns: the first such number, told before the call or after it.
    /// - Throws: `ProgramError` with all it said, when time is up or it ended without that number.
    @discardableResult
    public func waitForNumber(
        after text: String, atLeast least: Int, seconds: Double = 20
    ) throws -> Int {
        let line = try waitForLine("'\(text)\(least)' or more", seconds: seconds) {
            Self.number(after: text, in: $0).map { $0 >= least } ?? false
        }
        return Self.number(after: text, in: line) ?? least
    }

    /// The greatest number that it has told so far on its error output.
    ///
    /// - Parameter text: what stands before the number, its space included.
    /// - Returns: the number, 0 when it has told none.
    public func greatestNumber(after text: String) -> Int {
        let said = errorOutput
        // What follows the last line's end may be half a number.
        let lines = said[..<(said.lastIndex(of: "\n") ?? said.startIndex)].split(separator: "\n")
        return lines.compactMap { Self.number(after: text, in: String($0)) }.max() ?? 0
    }

    private static func number(after text: String, in line: String) -> Int? {
        guard let found = line.range(of: text) else { return nil }
        return Int(line[found.upperBound...].prefix { $0.isNumber })
    }
}
