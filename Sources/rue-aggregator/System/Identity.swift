import CRueSystem
import Glibc
import RueAggregatorCore
import RueCommandLine
import RueServer

/// As whom the program acts.
///
/// A server that a package has installed runs as a user of its own, and the state folder is that
/// user's. A person asks things of it as root. What root makes there the server could not read, and
/// what a server that was broken into left there root should not trust: so root becomes the owner of
/// the folder, whoever that is, before anything else is done, and is itself again only to open a file
/// that the person has named.
enum Identity {
    private struct Owner {
        let user: UInt32
        let group: UInt32
    }

    /// Whom root acts as for now; nil where it is nobody else.
    private static let owner = Locked<Owner?>(nil)

    /// Those for whom root stays root: the backup reads the state only, and writes where the person
    /// said (SQLite gives its own files beside the store to the store's owner).
    private static let asRoot: [[String]] = [["backup"]]

    /// Those that make the state folder.
    private static let makers: [[String]] = [["setup"], ["restore"]]

    /// Becomes the owner of the state folder, when root works in somebody else's.
    static func settle(_ arguments: ParsedArguments) throws(Failure) {
        guard arguments.commandPath != ["version"], !isOfAnArchive(arguments) else { return }
        let folder = Workplace(arguments).folder
        try requireFolder(folder)
        if makers.contains(arguments.commandPath) { try requirePlace(for: folder) }
        try requireAccess(to: folder)
        guard !asRoot.contains(arguments.commandPath) else { return }
        try become(ownerOf: folder, forGood: arguments.commandPath == ["serve"])
    }

    /// `verify FILE` needs no state folder; whoever may read the file may check it.
    private static func isOfAnArchive(_ arguments: ParsedArguments) -> Bool {
        arguments.commandPath == ["verify"] && !arguments.positionals.isEmpty
    }

    private static func requireFolder(_ folder: StateFolder) throws(Failure) {
        var info = rue_file_info()
        guard rue_file_look(folder.path, &info) == 0, info.is_directory == 0 else { return }
        throw Failure(
            .usage,
            folder.path + ": is no folder, as --state has to be; an archive is checked by: "
                + "rue-aggregator verify FILE")
    }

    /// Who may not make the folder is told before anything is asked or made.
    private static func requirePlace(for folder: StateFolder) throws(Failure) {
        var place = folder.path
        while access(place, F_OK) != 0 {
            guard errno == ENOENT, place != "/", place != "." else { return }
            place = NamedPlace.folder(of: place)
        }
        guard place != folder.path, access(place, W_OK | X_OK) != 0, errno == EACCES else { return }
        throw Failure(
            .noPermission,
            folder.path + ": Permission denied; run it with sudo, or name another folder with "
                + "--state DIR")
    }

    /// Who may not even look into the folder is told whose it is.
    private static func requireAccess(to folder: StateFolder) throws(Failure) {
        var user: UInt32 = 0
        var group: UInt32 = 0
        guard rue_owner(folder.path, &user, &group) == 0, user != geteuid(),
            access(folder.path, X_OK) != 0
        else { return }
        throw Failure(
            .noPermission,
            "\(folder.path) belongs to \(UserName.of(user)): run this as root (sudo)")
    }

    /// Becomes the owner of a folder, when root acts and it is somebody else's.
    ///
    /// - Parameters:
    ///   - folder: the state folder; one that is not there changes nothing.
    ///   - forGood: whether there is no way back.
    /// - Throws: when the system refuses.
    static func become(ownerOf folder: StateFolder, forGood: Bool = false) throws(Failure) {
        var user: UInt32 = 0
        var group: UInt32 = 0
        guard rue_is_root() == 1, rue_owner(folder.path, &user, &group) == 0, user != 0 else {
            return
        }
        let result = rue_identity_change(user, group, forGood ? 1 : 0)
        guard result == 0 else {
            throw Failure(
                .noPermission,
                "cannot become \(UserName.of(user)), to whom \(folder.path) belongs: "
                    + String(cString: rue_error_text(result)))
        }
        if !forGood { owner.withLock { $0 = Owner(user: user, group: group) } }
    }

    /// Does something with a file that the person has named, as that person.
    @discardableResult
    static func asOperator<T>(_ body: () throws(Failure) -> T) throws(Failure) -> T {
        let settled = owner.withLock { owner in
            let settled = owner
            owner = nil
            return settled
        }
        guard let settled else { return try body() }
        guard rue_identity_resume() == 0 else {
            throw Failure(.noPermission, "cannot act as root again")
        }
        defer {
            if rue_identity_change(settled.user, settled.group, 0) != 0 {
                Console.complain("cannot become \(UserName.of(settled.user)) again")
                rue_exit(ExitCode.noPermission.rawValue)
            }
            owner.withLock { $0 = settled }
        }
        return try body()
    }
}
