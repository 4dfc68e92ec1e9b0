/// Walks a command line once, left to right; the state of `Command.parse`.
struct ArgumentScanner {
    private let arguments: [String]
    private var index = 0
    private var command: Command
    private var options: [Option]
    private var onlyPositionals = false
    private var result = ParsedArguments()

    init(command: Command, arguments: [String]) {
        self.command = command
        self.arguments = arguments
        options = command.options + [.help]
    }

    mutating func scan() throws(CommandLineError) -> ParsedArguments {
        while let argument = next(), !result.isHelpRequested {
            try take(argument)
        }
        if !result.isHelpRequested { try checkNothingIsMissing() }
        return result
    }

    /// The subcommands chosen up to the first error.
    mutating func commandPath() -> [String] {
        do throws(CommandLineError) {
            return try scan().commandPath
        } catch {
            return result.commandPath
        }
    }

    private mutating func next() -> String? {
        guard index < arguments.count else { return nil }
        index += 1
        return arguments[index - 1]
    }

    private mutating func take(_ argument: String) throws(CommandLineError) {
        if onlyPositionals || argument == "-" || !argument.hasPrefix("-") {
            try takeWord(argument)
        } else if argument == "--" {
            onlyPositionals = true
        } else if argument.hasPrefix("--") {
            try takeLong(argument)
        } else {
            try takeShort(argument)
        }
    }

    private mutating func takeWord(_ word: String) throws(CommandLineError) {
        guard command.subcommands.isEmpty else { return try takeCommand(word) }
        let limit = command.positionals.count
        let isOpenEnded = command.positionals.last?.isRepeatable ?? false
        guard result.positionals.count < limit || isOpenEnded else {
            throw .unexpectedArgument(word)
        }
        result.positionals.append(word)
    }

    private mutating func takeCommand(_ word: String) throws(CommandLineError) {
        guard let chosen = command.subcommand(named: word) else {
            if word == Option.help.name { return try record(.help, attached: nil) }
            let names = command.subcommands.map { $0.name }
            throw .unknownCommand(word, nearest: Suggestion.nearest(word, among: names))
        }
        result.commandPath.append(word)
        options += chosen.options
        command = chosen
    }

    private mutating func takeLong(_ argument: String) throws(CommandLineError) {
        let equals = argument.firstIndex(of: "=")
        let spelling = String(argument[..<(equals ?? argument.endIndex)])
        if argument == Option.version.spelling, result.commandPath.isEmpty,
            command.subcommand(named: Option.version.name) != nil
        {
            return try takeCommand(Option.version.name)
        }
        guard let option = options.first(where: { $0.spelling == spelling }) else {
            let nearest = Suggestion.nearest(spelling, among: options.map { $0.spelling })
            throw .unknownOption(spelling, nearest: nearest)
        }
        guard let equals else { return try record(option, attached: nil) }
        try record(option, attached: String(argument[argument.index(after: equals)...]))
    }

    /// `-y`, `-o FILE`, `-oFILE` and flags run together, `-yv`.
    private mutating func takeShort(_ argument: String) throws(CommandLineError) {
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                throw .unknownOption("-" + String(letter), nearest: nil)
            }
            if !option.isFlag {
                return try record(option, attached: letters.isEmpty ? nil : String(letters))
            }
            try record(option, attached: nil)
        }
    }

    private mutating func record(
        _ option: Option, attached: String?
    ) throws(CommandLineError) {
        if option == .help { result.isHelpRequested = true }
        if result.has(option.name) && !option.isRepeatable {
            throw .repeatedOption(option.spelling)
        }
        let value = try valueText(of: option, attached: attached)
        result.given[option.name, default: []].append(value)
    }

    /// What follows an option is its value, `-24h` too; only another long option is not.
    private mutating func valueText(
        of option: Option, attached: String?
    ) throws(CommandLineError) -> String {
        guard let placeholder = option.placeholder else {
            guard attached == nil else { throw .unexpectedValue(option: option.spelling) }
            return ""
        }
        if let attached { return attached }
        guard let following = next(), !following.hasPrefix("--") else {
            throw .missingValue(option: option.spelling, placeholder: placeholder)
        }
        return following
    }

    private func checkNothingIsMissing() throws(CommandLineError) {
        guard command.subcommands.isEmpty else {
            throw .missingCommand(among: command.subcommands.map { $0.name })
        }
        let required = command.positionals.filter { $0.isRequired }
        guard result.positionals.count >= required.count else {
            throw .missingArgument(required[result.positionals.count].name)
        }
    }
}
