internal import CRueSystem
internal import RueSensors

/// What is in a folder of /sys.
enum FolderNames {
    /// The names, in no order.
    ///
    /// - Throws: `.os`; ENOENT and ENOTDIR for a folder that is none.
    static func list(_ path: String) throws(BusError) -> [String] {
        var buffer = [CChar](repeating: 0, count: 16_384)
        let count = rue_directory_list(path, &buffer, buffer.count)
        guard count >= 0 else { throw .os(errno: -count) }
        let bytes = buffer[..<Int(count)].map { UInt8(bitPattern: $0) }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
