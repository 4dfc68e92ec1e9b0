import RueAggregatorCore
import RueCommandLine

/// What `setup` asks of a person at a terminal, where no option says it.
struct SetupQuestions {
    private static let patience = 3
    private let mayAsk: Bool

    /// A server that is set up already needs no answers.
    init(_ arguments: ParsedArguments, _ place: Workplace) throws(Failure) {
        let isNew = try settingUp { () throws(SetupError) in
            do throws(StateFileError) {
                return try place.files.read(place.folder.settings) == nil
            } catch {
                throw .file(error)
            }
        }
        mayAsk =
            isNew && !arguments.has("yes") && Console.isInputATerminal && Console.isErrorATerminal
    }

    func host(otherwise usual: String) throws(Failure) -> String {
        guard mayAsk else { return usual }
        let answer = try Self.answer(
            to: "Under which name or address do your nodes reach this machine? [" + usual + "] ",
            orElse: "--host NAME"
        ) {
            ServerSettings.isUsable(host: $0) ? nil : SetupError.host($0).description + "."
        }
        return answer ?? usual
    }

    /// Where the recovery kit is to be written; nil for the state folder.
    func kitPath(_ arguments: ParsedArguments) throws(Failure) -> String? {
        if let path = arguments.value("write-kit") { return path }
        guard mayAsk else { return nil }
        Console.note(
            """
            The recovery kit rebuilds this server when it is lost; whoever has it can pose as it. A new
            file on a medium that you take out and put into a drawer is a good place for it, such as
            /media/usb/rue-kit.txt. Enter leaves it on this machine until you print it.
            """)
        let answer = try Self.answer(
            to: "Where shall it go? [later] ", orElse: "--write-kit FILE", complaint: complaint)
        return answer?.lowercased() == "later" ? nil : answer
    }

    private func complaint(ofKitPath path: String) throws(Failure) -> String? {
        if path.lowercased() == "later" { return nil }
        guard path.hasPrefix("/") else {
            return "'\(TerminalText.escaped(path))' is no whole path: one begins with '/'."
        }
        let folder = NamedPlace.folder(of: path)
        guard try !NamedPlace.isFolder(folder) else { return nil }
        return "There is no folder \(TerminalText.escaped(folder)); is the medium mounted?"
    }

    /// Asks until the answer will do; nil for none.
    private static func answer(
        to question: String, orElse option: String,
        complaint: (String) throws(Failure) -> String?
    ) throws(Failure) -> String? {
        for _ in 0..<patience {
            let answer = try ask(question)
            if answer.isEmpty { return nil }
            guard let complaint = try complaint(answer) else { return answer }
            Console.note(complaint)
        }
        throw Failure(.usage, "nothing was set up: give " + option)
    }

    private static func ask(_ question: String) throws(Failure) -> String {
        Console.prompt(question)
        guard let line = readLine() else { throw Failure(.usage, "nothing was set up") }
        let trimmed = line.drop { $0 == " " }
        return String(
            trimmed.prefix(
                trimmed.lastIndex { $0 != " " }.map {
                    trimmed.distance(from: trimmed.startIndex, to: $0) + 1
                } ?? 0))
    }
}
