/// A program or one of its subcommands, as declared: what it takes and what its help says.
///
/// Options of a command are understood by its subcommands too, before or after their names. Where a
/// program has a subcommand `version`, `--version` in place of a subcommand means the same.
public struct Command: Equatable, Sendable {
    /// The word that selects it; for the root, the program's name.
    public let name: String
    /// One line for the list of commands.
    public let summary: String
    /// More, shown only in its own help: paragraphs parted by an empty line.
    public let discussion: String
    /// Its options and flags, in the order the help shows them.
    public let options: [Option]
    /// Its arguments by place.
    public let positionals: [Positional]
    /// Its subcommands; one of them is then required.
    public let subcommands: [Command]
    /// Whether its help shows the options of the commands above it.
    public let showsInheritedOptions: Bool

    /// Declares a command.
    ///
    /// - Parameters:
    ///   - name: the word that selects it.
    ///   - summary: one line for the list of commands.
    ///   - discussion: more, shown only in its own help.
    ///   - options: its options and flags.
    ///   - positionals: its arguments by place.
    ///   - subcommands: its subcommands.
    ///   - showsInheritedOptions: whether its help shows the options of the commands above it;
    ///     false where they have no effect.
    public init(
        _ name: String, summary: String, discussion: String = "", options: [Option] = [],
        positionals: [Positional] = [], subcommands: [Command] = [],
        showsInheritedOptions: Bool = true
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.options = options
        self.positionals = positionals
        self.subcommands = subcommands
        self.showsInheritedOptions = showsInheritedOptions
    }

    /// The subcommand of that name.
    func subcommand(named word: String) -> Command? {
        for command in subcommands where command.name == word { return command }
        return nil
    }

    /// Follows `path`, the names of subcommands, as far as they exist: this command first.
    func descend(along path: [String]) -> [Command] {
        var commands = [self]
        var current = self
        for word in path {
            guard let next = current.subcommand(named: word) else { break }
            commands.append(next)
            current = next
        }
        return commands
    }
}
