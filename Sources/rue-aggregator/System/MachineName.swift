import Glibc

enum MachineName {
    /// This machine's name as the kernel has it, `localhost` where it has none.
    static var current: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        return name.isEmpty ? "localhost" : name
    }

    /// The name under which other machines at home are likely to find this one: with `.local` where
    /// avahi answers for it, as most routers know no names of their own.
    static var reachable: String {
        let name = current
        return isAnsweredByAvahi && !name.contains(".") && name != "localhost"
            ? name + ".local" : name
    }

    /// Whether avahi answers for names that end in `.local`.
    static var isAnsweredByAvahi: Bool { access("/run/avahi-daemon/socket", F_OK) == 0 }
}
