internal import CRueSystem

/// What the system said no to.
struct SystemError: Error {
    /// The errno value, positive.
    let code: Int32

    /// The system's words.
    var text: String { String(cString: rue_error_text(code)) }

    static let noSuchFile: Int32 = 2
    static let permissionDenied: Int32 = 13
    static let tooLarge: Int32 = 27
}

/// Whole files.
enum SystemFile {
    /// Reads a file of at most `limit` bytes.
    static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = bytes.withUnsafeMutableBufferPointer {
            rue_file_read(path, $0.baseAddress, $0.count)
        }
        if count < 0 { throw SystemError(code: -count) }
        bytes.removeLast(bytes.count - Int(count))
        return bytes
    }

    /// Replaces a file so that a loss of power leaves either what was there or all of this.
    static func write(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(SystemError) {
        let result = rue_file_write_durable(path, bytes, bytes.count, mode)
        if result < 0 { throw SystemError(code: -result) }
    }

    /// Deletes a file; one that is not there is no failure.
    static func remove(_ path: String) throws(SystemError) {
        let result = rue_file_remove(path)
        if result < 0, -result != SystemError.noSuchFile { throw SystemError(code: -result) }
    }

    /// Makes a folder for this user alone.
    static func makeFolder(_ path: String) throws(SystemError) {
        let result = rue_directory_create(path)
        if result < 0 { throw SystemError(code: -result) }
    }

    /// Gives a file another name, durably.
    static func rename(_ path: String, to other: String) throws(SystemError) {
        let result = rue_file_rename(path, other)
        if result < 0 { throw SystemError(code: -result) }
    }

    /// The names in a folder, in no order, without those that begin with a dot.
    static func names(in folder: String) throws(SystemError) -> [String] {
        var buffer = [CChar](repeating: 0, count: 65_536)
        let count = rue_directory_list(folder, &buffer, buffer.count)
        if count < 0 { throw SystemError(code: -count) }
        return buffer[..<Int(count)].map { UInt8(bitPattern: $0) }.split(separator: 0)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether something is at a path.
    static func exists(_ path: String) -> Bool {
        var info = rue_file_info()
        return rue_file_look(path, &info) == 0
    }
}
