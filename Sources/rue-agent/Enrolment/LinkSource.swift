internal import RueCommandLine
internal import RueWire

/// Where an enrolment link comes from: the command line, or a file that is deleted after use.
enum LinkSource {
    static func read(
        _ arguments: ParsedArguments
    ) throws(AgentFailure) -> (link: EnrolmentLink, file: String?) {
        let file = arguments.value("link-file")
        switch (arguments.positionals.first, file) {
        case (let text?, nil): return (try parse(text, copying: "copy \(line), in quotes"), nil)
        case (nil, let file?): return (try link(in: file), file)
        case (_?, _?): throw AgentFailure(.usage, "give a link or --link-file, not both")
        case (nil, nil):
            throw AgentFailure(
                .usage,
                "a link is missing; 'rue-aggregator node add NAME' on the server makes one")
        }
    }

    private static let line = "the whole line that 'rue-aggregator node add NAME' prints"

    /// The link that a file holds.
    static func link(in file: String) throws(AgentFailure) -> EnrolmentLink {
        try parse(try load(file), copying: "put \(line) into \(file)")
    }

    /// A used link is worth nothing, but nobody needs to find it.
    static func delete(_ file: String) throws(AgentFailure) {
        try orFail(
            .inputOutput,
            { "the node is enrolled, but the link's file cannot be deleted: \(file): \($0.text)" }
        ) { () throws(SystemError) in try SystemFile.remove(file) }
    }

    private static func load(_ file: String) throws(AgentFailure) -> String {
        let bytes = try orFail(
            .noInput,
            { "cannot read the link from \(file): \($0.text)" + whatToDo(about: $0, file) }
        ) {
            () throws(SystemError) in try SystemFile.read(file, limit: 4096)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What root puts into a service's folder is root's, and perhaps root's alone.
    private static func whatToDo(about error: SystemError, _ file: String) -> String {
        error.code == SystemError.permissionDenied
            ? "; give it to whom this runs as, for the service: sudo chown rue-agent \(file)" : ""
    }

    private static func parse(
        _ text: String, copying advice: String
    ) throws(AgentFailure) -> EnrolmentLink {
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "\r" || $0 == "\t" }
        guard words.count == 1, let word = words.first else {
            throw AgentFailure(.data, "there should be one link and nothing else; \(advice)")
        }
        return try orFail(
            .data,
            { "this is no good link: \($0.description)" + ($0 == .version ? "" : "; \(advice)") }
        ) {
            () throws(LinkError) in try EnrolmentLink(parsing: String(word))
        }
    }
}
