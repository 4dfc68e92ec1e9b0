import Testing

@testable import RueCommandLine

@Suite struct HelpTests {
    @Test func help_ofACommand_isExact() {
        let expected = """
            Usage: house node add [options] NAME

            Adds a node.

            A paragraph.

                indented  example

            Arguments:
              NAME  Its name.

            Options:
              -r, --replace    Replace it.
              -s, --state DIR  Where. (default: /var/house)
              -h, --help       Show this text.

            """
        #expect(SampleCommand.root.help(for: ["node", "add"]) == expected)
    }

    @Test func help_ofTheProgram_listsItsCommands() {
        let text = SampleCommand.root.help()
        #expect(text.hasPrefix("Usage: house COMMAND [options]\n"))
        #expect(text.contains("\nCommands:\n  serve  Serves.\n  node   Nodes.\n"))
        #expect(SampleCommand.root.help(for: ["nonsense"]) == text)
    }

    @Test func help_withLongTexts_staysWithinEightyColumns() {
        let words = Array(repeating: "many words", count: 30).joined(separator: " ")
        let command = Command(
            "program", summary: words, discussion: words,
            options: [
                Option("a-rather-long-option-name", placeholder: "PLACEHOLDER", help: words),
                Option("o", placeholder: "X", help: words, isRepeatable: true),
            ],
            positionals: (1...20).map { Positional("ARGUMENT\($0)", help: words) })
        let lines = command.help().split(separator: "\n")
        #expect(lines.count > 40)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines.contains { $0 == "      --a-rather-long-option-name PLACEHOLDER" })
    }

    @Test func help_ofACommandOnItsOwn_leavesOutWhatIsAboveIt() {
        let text = Self.versioned.help(for: ["version"])
        #expect(!text.contains("--state"))
        #expect(text.contains("--help"))
        #expect(Self.versioned.help().contains("      --version    Print the version.\n"))
        #expect(!SampleCommand.root.help().contains("--version"))
    }

    static let versioned = Command(
        "house", summary: "Looks after a house.", options: SampleCommand.root.options,
        subcommands: SampleCommand.root.subcommands + [
            Command("version", summary: "Prints it.", showsInheritedOptions: false)
        ])

    @Test(arguments: [
        ([], "(see 'house --help')"), (["srve"], "(see 'house --help')"),
        (["--state", "x", "node", "add", "--replce"], "(see 'house node add --help')"),
        (["node"], "(see 'house node --help')"), (["copy", "a"], "(see 'house copy --help')"),
    ])
    func helpHint_namesTheCommandReached(words: [String], hint: String) {
        #expect(SampleCommand.root.helpHint(for: words) == hint)
    }

    @Test func wrap_aWordLongerThanTheLine_standsAlone() {
        #expect(TextWrap.lines("a bbbbbb c d", width: 3) == ["a", "bbbbbb", "c d"])
        #expect(TextWrap.lines("", width: 3) == [])
    }
}
