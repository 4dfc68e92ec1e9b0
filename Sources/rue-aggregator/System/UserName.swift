import Glibc

/// Users as people know them.
enum UserName {
    /// The name of a user, or the number where it has none.
    static func of(_ user: UInt32) -> String {
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else {
            return String(user)
        }
        return String(cString: name)
    }
}
