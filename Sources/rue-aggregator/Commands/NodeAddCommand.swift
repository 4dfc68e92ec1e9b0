import RueAggregatorCore
import RueCommandLine
import RueStore

enum NodeAddCommand {
    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        let place = Workplace(arguments)
        let identity = try place.identity()
        var settings = identity.settings
        if arguments.has("host") { settings.hosts = arguments.values("host") }
        let port = try parsing { () throws(CommandLineError) in
            try arguments.integer("port", in: 1...65_535)
        }
        if let port { settings.port = UInt16(port) }
        let lifetime = try lifetime(arguments)
        let store = try place.store(of: identity)
        let writer = try storing { () throws(StoreError) in try store.makeWriter() }
        let file = try arguments.value("link-file").map(SecretFile.init)
        do throws(Failure) {
            let invitation = try directing { () throws(NodeError) in
                try Invitation.make(
                    for: arguments.positionals[0], isReplacement: arguments.has("replace"),
                    writer: writer, settings: settings, livePin: identity.livePin,
                    nowMilliseconds: SystemClock.nowMilliseconds, lifetime: lifetime)
            }
            try tell(invitation, file: file)
        } catch {
            file?.discard()
            throw error
        }
        return .success
    }

    private static func lifetime(_ arguments: ParsedArguments) throws(Failure) -> Int64 {
        guard let text = arguments.value("valid") else {
            return EnrolmentToken.lifetimeMilliseconds
        }
        guard let span = TimeExpression.parseSpan(text), EnrolmentToken.lifetimes.contains(span)
        else {
            throw Failure(
                CommandLineError.invalidValue(
                    option: "--valid", value: text, expected: "a time like 15m, 6h or 2d, up to 7d")
            )
        }
        return span
    }

    private static func tell(_ invitation: Invitation, file: SecretFile?) throws(Failure) {
        if let file {
            try file.write((invitation.links.first ?? "") + "\n")
            Console.note("The link is in " + file.path)
        } else {
            try Console.write(invitation.links.map { $0 + "\n" }.joined())
        }
        if invitation.replaced > 0 {
            Console.note("The older link for '" + invitation.nodeName + "' no longer works.")
        }
        Console.note(
            "It enrols '" + invitation.nodeName + "' once, until "
                + UTCTime.text(milliseconds: invitation.expiresMilliseconds)
                + ". Keep it secret. On the node: rue-agent enrol "
                + (file == nil ? "LINK" : "--link-file FILE"))
    }
}
