import CRueSystem
import Glibc
import RueAggregatorCore
import RueCommandLine
import RueCrypto
import RueServer
import RueStore

/// Looks at a server and its machine; `Diagnosis` judges what is seen. What cannot be looked at is a
/// finding, too, and nothing stops the rest.
struct Examination {
    private let place: Workplace
    private let now = SystemClock.nowMilliseconds
    private let isRunning: Bool

    init(_ place: Workplace) {
        self.place = place
        var holder: Int64 = 0
        isRunning = rue_lock_look(place.folder.lock, &holder) == 1
    }

    private static let asRoot = "run this as root (sudo)"

    private var isUsual: Bool { place.folder.path == Declaration.defaultState }

    func findings() -> [Finding] {
        let identity = identity()
        let end: Int64? =
            if case .success(let identity) = identity {
                identity.tls.expiryMilliseconds
            } else { nil }
        let setUp = Diagnosis.identity(identity, expiryMilliseconds: end, nowMilliseconds: now)
        guard exists(place.folder.path) else { return setUp + [clock(newest: nil), server] }
        let store = store(identity)
        let nodes = nodes(isStoreGood: store.state != .problem)
        let newest = nodes.overview.compactMap { $0.head?.receivedMilliseconds }.max()
        var findings = setUp + permissions() + [disk(), store, clock(newest: newest)]
        findings.append(server)
        if case .success(let identity) = identity {
            findings += ports(identity.settings) + names(identity.settings)
        }
        findings.append(Diagnosis.recoveryKit(isHere: exists(place.folder.recoveryKit)))
        return findings + [backup()] + nodes.findings
    }

    private func identity() -> Result<ServerIdentity, SetupError> {
        if exists(place.folder.backupManifest) {
            return .failure(.isBackup(path: place.folder.path))
        }
        do throws(SetupError) {
            return .success(try ServerIdentity(folder: place.folder, files: place.files))
        } catch {
            return .failure(error)
        }
    }

    private var server: Finding {
        Diagnosis.service(
            Diagnosis.Service(
                isInstalled: isUsual && ServiceUnit.isInstalled, isEnabled: ServiceUnit.isEnabled,
                isManaged: ServiceUnit.isManaged, isRunning: isRunning))
    }

    // MARK: Files

    private func exists(_ path: String) -> Bool {
        var info = rue_file_info()
        return rue_file_look(path, &info) == 0
    }

    /// Nil for one that is gone meanwhile; who may not look into the folder was told so before.
    private func entry(_ path: String) -> Diagnosis.Entry? {
        var info = rue_file_info()
        var user: UInt32 = 0
        var group: UInt32 = 0
        guard rue_file_look(path, &info) == 0, rue_owner(path, &user, &group) == 0 else {
            return nil
        }
        return Diagnosis.Entry(path: path, owner: UserName.of(user), mode: info.mode)
    }

    private func permissions() -> [Finding] {
        let path = place.folder.path
        do throws(StateFileError) {
            // One that is gone meanwhile, as the log beside the store, is nobody's.
            let files = try place.files.names(in: path) ?? []
            guard let folder = entry(path) else { return [] }
            let service = isUsual && ServiceUnit.isInstalled ? ServiceUnit.user : nil
            return [
                Diagnosis.permissions(
                    folder: folder, files: files.sorted().compactMap { entry(path + "/" + $0) },
                    service: service)
            ]
        } catch {
            return [
                Finding(problem: "permissions", error.description, remedy: Self.asRoot)
            ]
        }
    }

    private func disk() -> Finding {
        do throws(StateFileError) {
            let free = try place.files.freeBytes(place.folder.path)
            var info = rue_file_info()
            let isThere = rue_file_look(place.folder.store, &info) == 0
            return Diagnosis.disk(freeBytes: free, storeBytes: isThere ? Int64(info.size) : 0)
        } catch {
            return Finding(problem: "disk", error.description, remedy: Self.asRoot)
        }
    }

    private func backup() -> Finding {
        do throws(StateFileError) {
            let text = try place.files.read(place.folder.backupRecord)
                .map { String(decoding: $0, as: UTF8.self) }
            return Diagnosis.backup(text, place: backupPlace(text), nowMilliseconds: now)
        } catch {
            return Finding(warning: "backup", error.description, remedy: Self.asRoot)
        }
    }

    private func backupPlace(_ text: String?) -> Diagnosis.BackupPlace {
        guard let path = text.flatMap(BackupRecord.init(parsing:))?.path else { return .gone }
        do throws(Failure) {
            guard try NamedPlace.isFolder(path) else { return .gone }
            return try Enclosure.isOnTheDisk(of: place.folder, path)
                ? .besideTheServer : .elsewhere
        } catch {
            return .gone
        }
    }

    // MARK: Store

    private func store(_ identity: Result<ServerIdentity, SetupError>) -> Finding {
        do throws(StoreError) {
            let reader = try SQLiteStore(reading: place.folder.store).makeReader()
            let owner = try reader.identity().serverID
            let isOwn: Bool =
                if case .success(let identity) = identity {
                    identity.signingKey.publicKey.keyID == owner
                } else { true }
            return Diagnosis.store(.success(try reader.logState()), isOwn: isOwn)
        } catch {
            return Diagnosis.store(.failure(error), isOwn: true)
        }
    }

    /// A store that cannot be read at all is told by `store`.
    private func nodes(isStoreGood: Bool) -> (overview: [NodeOverview], findings: [Finding]) {
        do throws(Failure) {
            let reader = try place.reader()
            let overview = try directing { () throws(NodeError) in
                try NodeDirectory.overview(reader)
            }
            return (overview, Diagnosis.nodes(overview, nowMilliseconds: now))
        } catch {
            guard isStoreGood else { return ([], []) }
            let finding = Finding(
                problem: "nodes", error.message,
                remedy: "rue-aggregator verify tells what is lost, restore brings a backup back")
            return ([], [finding])
        }
    }

    // MARK: Machine

    private func clock(newest: Int64?) -> Finding {
        Diagnosis.clock(
            now: now, isSynchronised: rue_realtime_is_synchronised() == 1,
            newestMilliseconds: newest)
    }

    private func ports(_ settings: ServerSettings) -> [Finding] {
        Diagnosis.ports(
            node: port(settings.port), page: port(PageAddress.defaultPort), isRunning: isRunning)
    }

    private func port(_ number: UInt16) -> Diagnosis.Port {
        Diagnosis.Port(number: number, isListening: LocalNetwork.isListening(number))
    }

    private func names(_ settings: ServerSettings) -> [Finding] {
        Diagnosis.names(
            settings.hosts.map { ($0, LocalNetwork.reach(of: $0)) },
            isLocalAnswered: MachineName.isAnsweredByAvahi)
    }
}
