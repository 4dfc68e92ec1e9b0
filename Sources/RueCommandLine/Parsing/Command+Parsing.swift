extension Command {
    /// Takes a command line apart.
    ///
    /// Understood: `--option value`, `--option=value`, `-o value`, `-ovalue`, flags run together
    /// (`-yv`), and `--`, after which all are arguments by place.
    ///
    /// - Parameter arguments: the words after the program's own name.
    /// - Returns: what was chosen and given; defaults are the caller's.
    /// - Throws: the first error found, left to right; what is missing comes last.
    public func parse(_ arguments: [String]) throws(CommandLineError) -> ParsedArguments {
        var scanner = ArgumentScanner(command: self, arguments: arguments)
        return try scanner.scan()
    }
}
