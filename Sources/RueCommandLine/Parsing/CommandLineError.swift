/// What is wrong with a command line, worded for the person who typed it.
public enum CommandLineError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No option of that spelling; with the nearest that exists.
    case unknownOption(String, nearest: String?)
    /// No subcommand of that name; with the nearest that exists.
    case unknownCommand(String, nearest: String?)
    /// A subcommand is needed and none was given.
    case missingCommand(among: [String])
    /// An option stands without its value.
    case missingValue(option: String, placeholder: String)
    /// A flag was given a value.
    case unexpectedValue(option: String)
    /// An option that may be given once was given again.
    case repeatedOption(String)
    /// A required argument is missing.
    case missingArgument(String)
    /// An argument too many.
    case unexpectedArgument(String)
    /// A value that does not fit its option or argument.
    case invalidValue(option: String, value: String, expected: String)

    /// One line: what is wrong and, where it can be guessed, what was meant.
    public var description: String {
        switch self {
        case .unknownOption(let option, let nearest):
            "unknown option '" + printable(option) + "'" + Self.hint(nearest)
        case .unknownCommand(let command, let nearest):
            "unknown command '" + printable(command) + "'" + Self.hint(nearest)
        case .missingCommand(let names):
            "a command is missing; one of: " + joined(names, by: ", ")
        case .missingValue(let option, let placeholder):
            "option '" + option + "' needs a value: " + option + " " + placeholder
        case .unexpectedValue(let option):
            "option '" + option + "' takes no value"
        case .repeatedOption(let option):
            "option '" + option + "' was given more than once"
        case .missingArgument(let name):
            "argument " + name + " is missing"
        case .unexpectedArgument(let argument):
            "unexpected argument '" + printable(argument) + "'"
        case .invalidValue(let option, let value, let expected):
            "'" + printable(value) + "' is no value for " + option + ": expected " + expected
        }
    }

    private static func hint(_ nearest: String?) -> String {
        guard let nearest else { return "" }
        return "; did you mean '" + nearest + "'?"
    }
}

/// The text with control characters made visible, so that an argument cannot drive a terminal.
private func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        result.unicodeScalars.append(isControl ? "?" : scalar)
    }
    return result
}

/// The words with `separator` between them.
func joined(_ words: [String], by separator: String) -> String {
    var result = ""
    for (index, word) in words.enumerated() {
        result += index == 0 ? word : separator + word
    }
    return result
}
