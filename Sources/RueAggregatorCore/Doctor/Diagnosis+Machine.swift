public import RueCommandLine

extension Diagnosis {
    /// Below this the store is soon full, and the server refuses what nodes send.
    static let leastFreeBytes: Int64 = 100_000_000
    /// Below this it is time to think of it.
    static let lowFreeBytes: Int64 = 1_000_000_000
    /// 2025-01-01: no clock that is set shows less.
    static let leastTime: Int64 = 1_735_689_600_000

    /// The room on the state folder's disk.
    ///
    /// - Parameters:
    ///   - freeBytes: what the server can still write there.
    ///   - storeBytes: what the store takes.
    /// - Returns: the finding.
    public static func disk(freeBytes: Int64, storeBytes: Int64) -> Finding {
        let text = "the disk has " + size(freeBytes) + " free, the store takes " + size(storeBytes)
        if freeBytes < leastFreeBytes {
            return Finding(
                problem: "disk", text,
                remedy:
                    "free some space soon: a server whose disk is full refuses what its nodes send "
                    + "(they keep it meanwhile)")
        }
        if freeBytes < lowFreeBytes {
            return Finding(
                warning: "disk", text, remedy: "free some space, or move the store to a larger disk"
            )
        }
        return Finding(ok: "disk", text)
    }

    /// The clock: nodes without one of their own take the server's.
    ///
    /// - Parameters:
    ///   - now: what it shows, in milliseconds since 1970.
    ///   - isSynchronised: whether the kernel knows of something that sets it.
    ///   - newest: when the newest item came, in milliseconds since 1970; nil before the first.
    /// - Returns: the finding.
    public static func clock(
        now: Int64, isSynchronised: Bool, newestMilliseconds newest: Int64?
    ) -> Finding {
        let time = UTCTime.text(milliseconds: now)
        let advice =
            "switch on time synchronisation (apt install systemd-timesyncd, or chrony), and look at "
            + "'timedatectl'"
        if now < leastTime {
            return Finding(
                problem: "clock", "the clock shows " + time + ", which is long past", remedy: advice
            )
        }
        if let newest, newest > now + 60_000 {
            return Finding(
                problem: "clock",
                "the clock shows " + time + ", but the newest item came at "
                    + UTCTime.text(milliseconds: newest), remedy: advice)
        }
        if !isSynchronised {
            return Finding(
                warning: "clock", "the clock shows " + time + ", and nothing keeps it right",
                remedy: advice)
        }
        return Finding(ok: "clock", "the clock is kept right: " + time)
    }

    /// What was seen of a port.
    public struct Port: Equatable, Sendable {
        /// Its number.
        public let number: UInt16
        /// Whether something answers there.
        public let isListening: Bool

        /// Notes a port.
        ///
        /// - Parameters:
        ///   - number: its number.
        ///   - isListening: whether something answers there.
        public init(number: UInt16, isListening: Bool) {
            self.number = number
            self.isListening = isListening
        }
    }

    /// The ports of nodes and page.
    ///
    /// - Parameters:
    ///   - node: that of the settings.
    ///   - page: the usual one of the page.
    ///   - isRunning: whether the server runs.
    /// - Returns: one for the nodes' port, and one for the page's where it is in the way.
    public static func ports(node: Port, page: Port, isRunning: Bool) -> [Finding] {
        let number = "port " + String(node.number)
        let nodes: Finding =
            switch (isRunning, node.isListening) {
            case (true, true): Finding(ok: "node port", "the server listens on " + number)
            case (false, false): Finding(ok: "node port", number + " is free")
            case (true, false):
                Finding(
                    problem: "node port", "the server runs, but nothing listens on " + number,
                    remedy: "restart it: the settings may have changed since it was started")
            case (false, true):
                Finding(
                    problem: "node port", number + " is taken by another program",
                    remedy:
                        "find it (ss -ltnp) and stop it, or change 'port' in the settings and enrol "
                        + "nodes for the new one")
            }
        guard !isRunning, page.isListening else { return [nodes] }
        return [
            nodes,
            Finding(
                warning: "page", "port \(page.number) is taken by another program",
                remedy:
                    "the server will not start unless the page goes elsewhere: serve --page PORT"),
        ]
    }

    /// Whether a name for the links leads to this machine.
    public enum Reach: Equatable, Sendable {
        /// It resolves to an address of this machine.
        case here
        /// It resolves to others only.
        case elsewhere(String)
        /// It does not resolve.
        case nowhere
    }

    /// The names that links tell nodes.
    ///
    /// - Parameters:
    ///   - hosts: those of the settings, and where each leads.
    ///   - isLocalAnswered: whether avahi runs, which answers for names that end in `.local`.
    /// - Returns: one for each.
    public static func names(
        _ hosts: [(host: String, reach: Reach)], isLocalAnswered: Bool
    ) -> [Finding] {
        hosts.map { host, reach in
            let isLocal = host.lowercased().hasSuffix(".local")
            if isLocal, !isLocalAnswered {
                return Finding(
                    warning: "name", host + ": nobody on this machine answers for it",
                    remedy: "apt install avahi-daemon")
            }
            switch reach {
            case .here where isLoopback(host):
                return Finding(
                    warning: "name", host + " leads to this machine from itself only",
                    remedy:
                        "for nodes that are other devices change 'host' in the settings, then make "
                        + "their links")
            case .here: return Finding(ok: "name", host + " leads to this machine")
            // Without libnss-mdns this machine cannot look up what it answers itself.
            case .nowhere where isLocal: return Finding(ok: "name", host + ": avahi answers for it")
            case .nowhere:
                return Finding(
                    warning: "name", host + " leads nowhere, as seen from here",
                    remedy: "see that your nodes can resolve it, or change 'host' in the settings")
            case .elsewhere(let address):
                return Finding(
                    warning: "name", host + " leads to " + address + ", which is not this machine",
                    remedy:
                        "right if a router passes the port on; else change 'host' in the settings")
            }
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host.lowercased() == "localhost" || host == "::1"
            || host.hasPrefix("127.") && host.allSatisfy { $0 == "." || $0.isWholeNumber }
    }

    /// What was seen of the systemd unit and of the server.
    public struct Service: Equatable, Sendable {
        /// Whether there is a unit for this state folder.
        public var isInstalled: Bool
        /// Whether it starts with the machine.
        public var isEnabled: Bool
        /// Whether systemd runs this machine.
        public var isManaged: Bool
        /// Whether a server works in the state folder.
        public var isRunning: Bool

        /// Notes what was seen.
        ///
        /// - Parameters:
        ///   - isInstalled: whether there is a unit for this state folder.
        ///   - isEnabled: whether it starts with the machine.
        ///   - isManaged: whether systemd runs this machine.
        ///   - isRunning: whether a server works in the state folder.
        public init(isInstalled: Bool, isEnabled: Bool, isManaged: Bool, isRunning: Bool) {
            self.isInstalled = isInstalled
            self.isEnabled = isEnabled
            self.isManaged = isManaged
            self.isRunning = isRunning
        }
    }

    /// Whether the server runs, and will after the next start of the machine.
    ///
    /// - Parameter service: what was seen.
    /// - Returns: the finding.
    public static func service(_ service: Service) -> Finding {
        guard service.isInstalled, service.isManaged else {
            return service.isRunning
                ? Finding(ok: "server", "the server runs")
                : Finding(
                    warning: "server", "the server does not run",
                    remedy: "start it: rue-aggregator serve")
        }
        switch (service.isEnabled, service.isRunning) {
        case (true, true):
            return Finding(ok: "server", "the server runs, and starts with the machine")
        case (false, true):
            return Finding(
                warning: "server", "the server runs, but does not start with the machine",
                remedy: "systemctl enable rue-aggregator")
        case (true, false):
            return Finding(
                problem: "server", "the server does not run, though it starts with the machine",
                remedy:
                    "systemctl start rue-aggregator; if that fails: journalctl -u rue-aggregator -e"
            )
        case (false, false):
            return Finding(
                problem: "server", "the server does not run",
                remedy: "systemctl enable --now rue-aggregator")
        }
    }
}
