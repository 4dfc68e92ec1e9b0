/// An option that takes a value (`--port 8443`) or stands alone as a flag (`--yes`).
public struct Option: Equatable, Sendable {
    /// The long name, without its dashes.
    public let name: String
    /// The one-letter name, if it has one.
    public let short: Character?
    /// What stands for the value in the help text (`PORT`); nil for a flag.
    public let placeholder: String?
    /// What the option is for, one sentence or two.
    public let help: String
    /// The default as the help text tells it; it is not applied here.
    public let defaultText: String?
    /// Whether it may be given more than once.
    public let isRepeatable: Bool

    /// An option with a value.
    ///
    /// - Parameters:
    ///   - name: the long name, without its dashes.
    ///   - short: the one-letter name.
    ///   - placeholder: what stands for the value in the help text.
    ///   - help: what it is for.
    ///   - defaultText: the default as the help text tells it.
    ///   - isRepeatable: whether it may be given more than once.
    public init(
        _ name: String, short: Character? = nil, placeholder: String, help: String,
        default defaultText: String? = nil, isRepeatable: Bool = false
    ) {
        self.name = name
        self.short = short
        self.placeholder = placeholder
        self.help = help
        self.defaultText = defaultText
        self.isRepeatable = isRepeatable
    }

    /// A flag: present or not.
    ///
    /// - Parameters:
    ///   - name: the long name, without its dashes.
    ///   - short: the one-letter name.
    ///   - help: what it is for.
    public init(flag name: String, short: Character? = nil, help: String) {
        self.name = name
        self.short = short
        self.placeholder = nil
        self.help = help
        self.defaultText = nil
        self.isRepeatable = false
    }

    /// Whether it stands alone, without a value.
    public var isFlag: Bool { placeholder == nil }

    /// `--name`, as a person types it.
    public var spelling: String { "--" + name }

    /// Every command understands it.
    static let help = Option(flag: "help", short: "h", help: "Show this text.")

    /// A program with a subcommand of this name understands it in that one's place.
    static let version = Option(flag: "version", help: "Print the version.")
}
