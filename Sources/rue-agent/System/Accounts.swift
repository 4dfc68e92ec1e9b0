/// The users and groups of the machine, from their files: a static program cannot ask the system's
/// library for them.
struct Accounts {
    private let users: [[String]]
    private let groups: [[String]]

    init() {
        users = Self.entries("/etc/passwd")
        groups = Self.entries("/etc/group")
    }

    private static func entries(_ path: String) -> [[String]] {
        do throws(SystemError) {
            return String(decoding: try SystemFile.read(path, limit: 1 << 20), as: UTF8.self)
                .split(separator: "\n")
                .map { $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init) }
        } catch {
            return []
        }
    }

    /// A user's numbers; nil when there is no such user.
    func user(named name: String) -> (user: UInt32, group: UInt32)? {
        guard let entry = users.first(where: { $0.count > 3 && $0[0] == name }),
            let user = UInt32(entry[2]), let group = UInt32(entry[3])
        else { return nil }
        return (user, group)
    }

    func name(ofUser number: UInt32) -> String {
        users.first { $0.count > 2 && $0[2] == String(number) }?[0] ?? "user \(number)"
    }

    func name(ofGroup number: UInt32) -> String {
        groups.first { $0.count > 2 && $0[2] == String(number) }?[0] ?? "group \(number)"
    }

    /// The groups that a user was added to, besides the own one.
    func groups(of user: String) -> [UInt32] {
        groups.compactMap { entry in
            guard entry.count > 3 else { return nil }
            let members = entry[3].split(separator: ",")
            return members.contains { $0 == user } ? UInt32(entry[2]) : nil
        }
    }
}
