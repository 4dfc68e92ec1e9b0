extension Command {
    /// The help text of this program or of one of its subcommands, at most 80 columns wide.
    ///
    /// - Parameter path: the names of the subcommands, as in `ParsedArguments.commandPath`.
    /// - Returns: lines of text, the last one ended too.
    public func help(for path: [String] = []) -> String {
        let chain = descend(along: path)
        let command = chain.last ?? self
        var inherited: [Option] = []
        if command.showsInheritedOptions {
            for ancestor in chain.dropLast() { inherited += ancestor.options }
        }
        let hasVersion = chain.count == 1 && command.subcommand(named: Option.version.name) != nil
        let options = command.options + inherited + [.help] + (hasVersion ? [.version] : [])

        var text = ""
        for line in TextWrap.lines(usage(of: chain), width: HelpTable.width - 4) {
            text += text.isEmpty ? line + "\n" : "    " + line + "\n"
        }
        let about =
            command.discussion.isEmpty
            ? command.summary : command.summary + "\n\n" + command.discussion
        text += "\n"
        for line in TextWrap.paragraphs(about, width: HelpTable.width) { text += line + "\n" }
        return text + command.argumentTable() + command.commandTable() + optionTable(options)
    }

    /// Where help on a command line is found, to follow an error's text on its line:
    /// `(see 'program command --help')`.
    ///
    /// - Parameter arguments: the words after the program's own name, wrong as they may be.
    /// - Returns: the help of the subcommand that they had come to, in parentheses.
    public func helpHint(for arguments: [String]) -> String {
        var scanner = ArgumentScanner(command: self, arguments: arguments)
        let words = [name] + scanner.commandPath() + [Option.help.spelling]
        return "(see '" + joined(words, by: " ") + "')"
    }

    private func usage(of chain: [Command]) -> String {
        var usage = "Usage: " + joined(chain.map { $0.name }, by: " ")
        guard let command = chain.last else { return usage }
        if !command.subcommands.isEmpty { return usage + " COMMAND [options]" }
        usage += " [options]"
        for positional in command.positionals { usage += " " + positional.usage }
        return usage
    }

    private func argumentTable() -> String {
        var table = HelpTable("Arguments")
        table.rows = positionals.map { ($0.name, $0.help) }
        return table.render()
    }

    private func commandTable() -> String {
        var table = HelpTable("Commands")
        table.rows = subcommands.map { ($0.name, $0.summary) }
        return table.render()
    }

    private func optionTable(_ options: [Option]) -> String {
        var table = HelpTable("Options")
        table.rows = options.map { (Self.label(of: $0), Self.text(of: $0)) }
        return table.render()
    }

    private static func label(of option: Option) -> String {
        var label = "    "
        if let short = option.short { label = "-" + String(short) + ", " }
        label += option.spelling
        if let placeholder = option.placeholder { label += " " + placeholder }
        return label
    }

    private static func text(of option: Option) -> String {
        var text = option.help
        if option.isRepeatable { text += " May be repeated." }
        if let defaultText = option.defaultText { text += " (default: " + defaultText + ")" }
        return text
    }
}
