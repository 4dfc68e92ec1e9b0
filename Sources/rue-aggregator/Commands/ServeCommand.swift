import CRueSystem
import RueAggregatorCore
import RueCommandLine
import RueCrypto
import RueServer
import RueStore
import RueWire

enum ServeCommand {
    /// Leaves room within the two seconds that a stop may take.
    private static let stopMilliseconds: UInt64 = 1_500

    static func run(_ arguments: ParsedArguments) throws(Failure) -> ExitCode {
        // Before any thread is started: threads inherit the signal mask.
        let signals = rue_signals_open()
        guard signals >= 0 else {
            throw Failure(.temporary, "signals: " + String(cString: rue_error_text(signals)))
        }
        let port = try parsing { () throws(CommandLineError) in
            try arguments.integer("port", in: 0...65_535)
        }
        let page = try PageAddress(arguments)
        let place = Workplace(arguments)
        let identity = try place.identity()
        let nodePort = port.map { UInt16($0) } ?? identity.settings.port
        if nodePort != 0, page == .port(nodePort) {
            throw Failure(
                .usage, "port \(nodePort) is that of the nodes: give --page another, or off")
        }
        try place.refuseBackup()
        try StateLock.take(place.folder)
        let store = try place.store(of: identity)
        defer { finish(store) }
        let house = try House(page, store)
        defer { house?.stop() }
        let service = try start(store, identity, house)
        defer { service.stop() }
        let server = try listen(
            service, identity, port: nodePort,
            isLoopbackOnly: arguments.has("loopback"), house)
        defer { server.stop(deadlineMilliseconds: stopMilliseconds) }
        defer { house?.service.stop() }
        defer { service.endPolls() }
        try keep(server.ports[0], identity.settings, place)
        Log.write(greeting(server.ports[0], identity, place.folder))
        if server.ports.count > 1 { Log.write("the page: http://127.0.0.1:\(server.ports[1])/") }
        var news = try NewsDesk(store: store)
        rue_service_notify("READY=1")
        var watchdog = Watchdog([
            ("the writer", { service.silence(at: $0) }),
            ("an event loop", { server.silence(at: $0) }),
        ])
        wait(signals, &news, &watchdog)
        rue_service_notify("STOPPING=1")
        news.log()
        Log.write("stopping")
        return .success
    }

    /// Whoever copies the store's file after a stop shall have all of it.
    private static func finish(_ store: SQLiteStore) {
        do throws(StoreError) {
            try store.checkpoint()
        } catch {
            Log.write("cannot move the store's log into its file: " + error.description)
        }
    }

    private static func start(
        _ store: SQLiteStore, _ identity: ServerIdentity, _ house: House?
    ) throws(Failure) -> NodeService {
        let board = house?.board
        return try storing { () throws(StoreError) in
            try NodeService(
                store: store,
                authority: NodeAuthority(
                    signingKey: identity.signingKey, livePin: identity.livePin,
                    recoveryPin: identity.settings.recoveryPin),
                clock: { SystemClock.nowMilliseconds }, log: { Log.write($0) },
                afterCommit: { board?.wake() }, show: { board?.show($0) })
        }
    }

    private static func listen(
        _ service: NodeService, _ identity: ServerIdentity, port: UInt16, isLoopbackOnly: Bool,
        _ house: House?
    ) throws(Failure) -> Server {
        var listeners = [
            Listener(
                port: port, isLoopbackOnly: isLoopbackOnly, tls: identity.tls,
                application: .nodePort(service))
        ]
        if let house { listeners.append(house.listener) }
        do throws(ServerError) {
            return try Server.start(ServerConfiguration(listeners: listeners))
        } catch {
            throw house?.failure(error, nodePort: port) ?? Failure(error)
        }
    }

    /// Notes the port for links, and for the next start.
    private static func keep(
        _ port: UInt16, _ settings: ServerSettings, _ place: Workplace
    ) throws(Failure) {
        guard port != settings.port else { return }
        var changed = settings
        changed.port = port
        let text = Array(changed.text.utf8)
        do throws(StateFileError) {
            try place.files.write(place.folder.settings, text)
        } catch {
            throw Failure(SetupError.file(error))
        }
    }

    private static func greeting(
        _ port: UInt16, _ identity: ServerIdentity, _ folder: StateFolder
    ) -> String {
        "rue-aggregator " + VersionCommand.version + ", server "
            + Proquint.keyWords(of: identity.signingKey.publicKey.keyID) + ", state " + folder.path
            + ", listening on port " + String(port)
    }

    /// Until a signal asks to end. Looks for news once a second, and shows systemd that all lives.
    private static func wait(
        _ signals: Int32, _ news: inout NewsDesk, _ watchdog: inout Watchdog
    ) {
        while true {
            var entry = rue_poll_entry(
                descriptor: signals, wanted: Int16(RUE_POLL_READ), ready: 0)
            let ready = rue_poll(&entry, 1, watchdog.pauseMilliseconds)
            if ready > 0, isEnd(rue_signals_next(signals)) { return }
            watchdog.showLife()
            news.log()
        }
    }

    private static func isEnd(_ signal: Int32) -> Bool {
        signal == RUE_SIGNAL_TERMINATE || signal == RUE_SIGNAL_INTERRUPT
    }
}
