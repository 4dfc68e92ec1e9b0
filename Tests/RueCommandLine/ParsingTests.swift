import RueCommandLine
import Testing

@Suite struct ParsingTests {
    private func parse(_ words: String...) throws(CommandLineError) -> ParsedArguments {
        try SampleCommand.root.parse(words)
    }

    private func failure(_ words: String...) -> CommandLineError? {
        do {
            _ = try SampleCommand.root.parse(words)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [["--port", "1"], ["--port=1"], ["-p", "1"], ["-p1"]])
    func value_givenInEverySpelling_isRead(spelling: [String]) throws {
        let parsed = try SampleCommand.root.parse(["serve"] + spelling)
        #expect(parsed.commandPath == ["serve"])
        #expect(parsed.value("port") == "1")
    }

    @Test func versionFlag_isTheCommand_whereThereIsOne() throws {
        let parsed = try HelpTests.versioned.parse(["--version"])
        #expect(parsed.commandPath == ["version"])
        #expect(
            failure("--version") == .unknownOption("--version", nearest: nil))
        // A subcommand does not understand it.
        #expect(throws: CommandLineError.self) {
            try HelpTests.versioned.parse(["node", "list", "--version"])
        }
    }

    @Test func helpWord_whereACommandIsDue_isTheOption() throws {
        #expect(try HelpTests.versioned.parse(["help"]).isHelpRequested)
        let node = try HelpTests.versioned.parse(["node", "help"])
        #expect(node.isHelpRequested && node.commandPath == ["node"])
        // Elsewhere it is a word like any other.
        #expect(try parse("copy", "help").positionals == ["help"])
    }

    @Test func value_withEqualsSignInside_isKeptWhole() throws {
        #expect(try parse("serve", "--since=a=b").value("since") == "a=b")
        #expect(try parse("serve", "--since=").value("since") == "")
    }

    @Test func value_startingWithOneDash_isAValue() throws {
        #expect(try parse("serve", "--since", "-24h").value("since") == "-24h")
    }

    @Test func value_missing_namesTheOption() {
        let missing = CommandLineError.missingValue(option: "--since", placeholder: "TIME")
        #expect(failure("serve", "--since") == missing)
        #expect(failure("serve", "--since", "--quiet") == missing)
    }

    @Test func flags_runTogether_areAllSet() throws {
        let parsed = try parse("serve", "-qvp", "7")
        #expect(parsed.has("quiet") && parsed.has("verbose"))
        #expect(parsed.value("port") == "7")
    }

    @Test func flag_withValue_isRefused() {
        #expect(failure("serve", "--quiet=yes") == .unexpectedValue(option: "--quiet"))
    }

    @Test func option_repeated_isRefusedUnlessRepeatable() throws {
        #expect(failure("serve", "-p", "1", "--port=2") == .repeatedOption("--port"))
        #expect(try parse("serve", "-l", "::", "-l", "::1").values("listen") == ["::", "::1"])
    }

    @Test func option_ofTheProgram_isUnderstoodBeforeAndAfterTheCommand() throws {
        #expect(try parse("-s", "x", "node", "list").value("state") == "x")
        #expect(try parse("node", "list", "-s", "x").value("state") == "x")
        #expect(try parse("node", "-s", "x", "list").commandPath == ["node", "list"])
    }

    @Test func option_unknown_suggestsTheNearest() {
        #expect(failure("serve", "--prot=1") == .unknownOption("--prot", nearest: "--port"))
        #expect(failure("serve", "--zzzzzz") == .unknownOption("--zzzzzz", nearest: nil))
        #expect(failure("serve", "-z") == .unknownOption("-z", nearest: nil))
        // Another command's option is unknown here.
        #expect(failure("node", "list", "--port=1") == .unknownOption("--port", nearest: nil))
    }

    @Test func command_unknownOrMissing_isToldWithWhatThereIs() {
        #expect(failure("sevre") == .unknownCommand("sevre", nearest: "serve"))
        #expect(failure() == .missingCommand(among: ["serve", "node", "copy"]))
        #expect(failure("node") == .missingCommand(among: ["add", "list"]))
    }

    @Test func positional_missingOrTooMany_isRefused() throws {
        #expect(failure("node", "add") == .missingArgument("NAME"))
        #expect(failure("node", "add", "a", "b") == .unexpectedArgument("b"))
        #expect(try parse("copy", "a", "b", "c").positionals == ["a", "b", "c"])
        #expect(try parse("copy", "a").positionals == ["a"])
    }

    @Test func doubleDash_endsOptions() throws {
        #expect(try parse("node", "add", "--", "--replace").positionals == ["--replace"])
        #expect(try parse("copy", "-", "--", "-q").positionals == ["-", "-q"])
    }

    @Test func help_asked_needsNothingElse() throws {
        #expect(try parse("node", "add", "--help").isHelpRequested)
        #expect(try parse("node", "add", "-h").commandPath == ["node", "add"])
        #expect(try parse("--help").isHelpRequested)
        #expect(try parse("serve", "--help", "--nonsense").isHelpRequested)
        #expect(try parse("node", "add", "--", "--help").isHelpRequested == false)
    }

    @Test func integer_outsideItsRange_isRefused() throws {
        #expect(try parse("serve", "-p", "80").integer("port", in: 0...65535) == 80)
        #expect(try parse("serve").integer("port", in: 0...65535) == nil)
        for text in ["65536", "-1", "x", "", "1.0"] {
            let parsed = try parse("serve", "--port=" + text)
            #expect(throws: CommandLineError.self) { try parsed.integer("port", in: 0...65535) }
        }
    }

    @Test func choice_unknown_suggestsTheNearest() throws {
        let parsed = try parse("serve", "--since=jsn")
        #expect(
            throws: CommandLineError.invalidValue(
                option: "--since", value: "jsn",
                expected: "one of table, json (did you mean 'json'?)")
        ) { try parsed.choice("since", among: ["table", "json"]) }
        #expect(try parse("serve", "--since=csv").choice("since", among: ["csv"]) == "csv")
    }

    @Test func description_ofAnError_cannotDriveTheTerminal() {
        let error = CommandLineError.unexpectedArgument("a\u{1B}[2Jb\u{9B}")
        #expect(error.description == "unexpected argument 'a?[2Jb?'")
    }
}
