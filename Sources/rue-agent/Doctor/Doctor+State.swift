internal import CRueSystem
internal import RueAgentCore
internal import RueCommandLine
internal import RueWire

/// Who has the state folder.
enum StateHolder {
    case nobody
    /// A running agent; its process.
    case service(Int64)
    /// This program, so that no service starts meanwhile.
    case doctor
    /// The folder cannot be looked into.
    case unknown
}

/// The state folder: its rights, the room on its card, the enrolment.
extension Doctor {
    /// Less room than this is soon gone, by the system's own log for one.
    private static let leastRoom: UInt64 = 32 << 20

    mutating func lookAtState(_ configuration: NodeConfiguration?) -> StateHolder {
        var info = rue_file_info()
        let result = rue_file_look(statePath, &info)
        if -result == SystemError.noSuchFile {
            tell(
                Finding(
                    problem: "state", "there is no state folder \(statePath): the node never ran",
                    remedy:
                        "Start the service (sudo systemctl start rue-agent), or name the folder "
                        + "with --state DIR"))
            return .nobody
        }
        guard result == 0, info.is_directory == 1, canLookInto(statePath) else {
            tell(
                Finding(
                    problem: "state", "cannot look into \(statePath)",
                    remedy: "Run this as root: sudo rue-agent doctor"))
            return .unknown
        }
        if let file = StateFolder.serversFile(in: statePath) {
            tell(
                Finding(
                    problem: "state",
                    "\(statePath) is the state folder of a rue-aggregator (it has \(file))",
                    remedy: "Name the node's own with --state DIR"))
            return .unknown
        }
        lookAtRights(info)
        lookAtRoom(configuration)
        let holder = holder()
        if case .service(let process) = holder, server == nil {
            server = serverOption(of: process)
        }
        lookAtEnrolment()
        lookAtSpool(configuration)
        return holder
    }

    private func canLookInto(_ folder: String) -> Bool {
        do throws(SystemError) {
            _ = try SystemFile.names(in: folder)
            return true
        } catch {
            return false
        }
    }

    private mutating func lookAtRights(_ info: rue_file_info) {
        let open =
            [("", info.mode & 0o077)]
            + ["node.key", "next-node.key", "old-node.key"].map {
                var file = rue_file_info()
                return (
                    "/" + $0,
                    rue_file_look(statePath + "/" + $0, &file) == 0 ? file.mode & 0o077 : 0
                )
            }
        let names = open.filter { $0.1 != 0 }.map { statePath + $0.0 }
        if names.isEmpty {
            return tell(
                Finding(ok: "rights", "nobody else can look into \(statePath)"))
        }
        tell(
            Finding(
                problem: "rights", "others can look into " + names.joined(separator: ", "),
                remedy: "  sudo chmod go= " + names.joined(separator: " ")
                    + "\nIf others may have read the key, change it: rue-agent rotate-key"))
    }

    private mutating func lookAtRoom(_ configuration: NodeConfiguration?) {
        var free: UInt64 = 0
        guard rue_disk_free_bytes(statePath, &free) == 0 else { return }
        let text = "\(free >> 20) MiB are free for \(statePath)"
        var spool = rue_file_info()
        let size = rue_file_look(statePath + "/spool.sqlite", &spool) == 0 ? spool.size : 0
        let limit = UInt64(configuration?.spool.limitBytes ?? 0)
        let growth = limit > size ? limit - size : 0
        if free < Self.leastRoom {
            return tell(
                Finding(
                    problem: "room", text,
                    remedy:
                        "Make room ('sudo journalctl --vacuum-size=50M' for one), or let the spool "
                        + "be smaller ('spool:' in the description)"))
        }
        if growth > free {
            return tell(
                Finding(
                    warning: "room", text + ", and the spool may grow by \(growth >> 20) MiB",
                    remedy:
                        "Nothing is lost when the card is full, but then nothing is kept either: "
                        + "make room, or let the spool be smaller ('spool:' in the description)"))
        }
        tell(Finding(ok: "room", text))
    }

    /// While this looks around, no service begins: it would find its sensors busy.
    private func holder() -> StateHolder {
        var process: Int64 = 0
        let lock = rue_lock_take(statePath + "/lock", &process)
        if lock >= 0 { return .doctor }
        return process > 0 ? .service(process) : .unknown
    }

    // MARK: What the folder holds

    private mutating func lookAtEnrolment() {
        let state = StateFolder(lookingAt: statePath)
        guard state.isEnrolled else { return tellNotEnrolled() }
        do throws(AgentFailure) {
            let identity = try state.identity(server: server)
            tell(
                Finding(
                    ok: "enrolment",
                    "enrolled as \(identity.grant.payload.baseName), key "
                        + Proquint.keyWords(of: identity.keyID)))
        } catch {
            tell(
                Finding(
                    problem: "enrolment", error.message,
                    remedy: remedy(error, state)))
        }
    }

    /// The server knows the node, so that its link is one with --replace. A key that is good stays: for
    /// a simulated node, whose name is made from it, there is no other way.
    private func remedy(_ error: AgentFailure, _ state: StateFolder) -> String {
        if error.status == .permission { return "See 'rights' above: the enrolment may be good" }
        let option = hasGoodKey(state) ? "" : " --new-key"
        return "Put a good copy of the file back, or enrol this node again:\n"
            + "  rue-aggregator node add NAME --replace     on the server\n"
            + "  sudo rue-agent enrol LINK\(option)     here, and restart the service\n"
            + "A server that was set up anew does not know this node: leave --replace out there."
    }

    private func hasGoodKey(_ state: StateFolder) -> Bool {
        do throws(AgentFailure) {
            _ = try state.key(at: state.keyPath)
            return true
        } catch {
            return false
        }
    }

    private mutating func tellNotEnrolled() {
        let file = statePath + "/link"
        guard SystemFile.exists(file) else {
            return tell(
                Finding(
                    problem: "enrolment", "the node is not enrolled",
                    remedy: "  rue-aggregator node add NAME     on the server\n"
                        + "  sudo rue-agent enrol LINK        here, and restart the service"))
        }
        do throws(AgentFailure) {
            let link = try LinkSource.link(in: file)
            tell(
                Finding(
                    warning: "enrolment",
                    "the node is not enrolled yet, and has a link to \(link.host) in \(file)",
                    remedy: "The service enrols it: sudo systemctl restart rue-agent"))
        } catch {
            tell(
                Finding(
                    problem: "enrolment", "the node is not enrolled: \(error.message)",
                    remedy: "It is read when the service starts: sudo systemctl restart rue-agent"))
        }
    }

    private mutating func lookAtSpool(_ configuration: NodeConfiguration?) {
        if configuration?.spool.place == .memory {
            return tell(
                Finding(ok: "spool", "the spool is in memory, as the description wants it"))
        }
        let path = statePath + "/spool.sqlite"
        guard SystemFile.exists(path) else { return }
        do throws(SpoolError) {
            tellDelivery(try SpoolSummary(lookingAt: path))
        } catch {
            tell(
                Finding(
                    problem: "spool", "\(path): \(error.description)",
                    remedy:
                        "Is the card failing? 'dmesg' tells of errors; a good copy of the folder, "
                        + "taken while the service was stopped, can be put back"))
        }
    }

    private mutating func tellDelivery(_ summary: SpoolSummary) {
        let count = summary.undelivered
        let waiting = count == 0 ? "nothing waits" : counted(count, "batch waits", "batches wait")
        guard let last = summary.delivered.flatMap({ BatchContents($0) }) else {
            return tell(
                summary.undelivered == 0
                    ? Finding(ok: "delivery", "nothing was read yet")
                    : Finding(
                        warning: "delivery", "\(waiting), and the server has none so far",
                        remedy: "What keeps them from it shows below, under the server"))
        }
        let age = last.age.map { ", made \($0)" } ?? ""
        let text = "the server has all up to batch \(last.sequence)\(age)"
        tell(
            summary.undelivered < Self.manyBatches
                ? Finding(ok: "delivery", "\(text); \(waiting)")
                : Finding(
                    warning: "delivery", "\(text); \(waiting)",
                    remedy: "They are safe here, and go out when the server can be reached"))
    }

    /// More than a busy moment explains.
    private static let manyBatches = 10
}
