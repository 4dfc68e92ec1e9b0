internal import CRueSystem
internal import RueSensors

/// The file `therm_bulk_read` of a bus master, through which the kernel's w1_therm lets all the
/// thermometers of that bus convert at once. The kernel has one for the first master with a
/// thermometer only, from version 5.8 on; it is root's to write.
struct W1BulkFile: Equatable {
    /// What the kernel answers about the thermometers of the bus.
    enum State: Equatable {
        /// `0`: none has a result that was not read.
        case idle
        /// `-1`: they convert. Their own files are empty for so long.
        case converting
        /// `1`: some have a result that was not read, **however old it is**: their own file gives it,
        /// once, and converts only when it is asked again.
        case unread
    }

    let path: String

    init(path: String) { self.path = path }

    /// The file of the bus that a device is on; nil if that bus has none.
    init?(for rom: OneWireROM, in folder: W1Folder) throws(BusError) {
        for master in try folder.masters() {
            let bus = folder.path + "/" + master
            var info = rue_file_info()
            guard rue_file_look(bus + "/" + rom.description, &info) == 0 else { continue }
            guard rue_file_look(bus + "/therm_bulk_read", &info) == 0 else { return nil }
            path = bus + "/therm_bulk_read"
            return
        }
        return nil
    }

    /// Looks, which does not block: the kernel asks nothing of the bus for it.
    ///
    /// - Throws: `.malformed` for what the kernel does not write; `.noPresence` if the file is gone,
    ///   as it goes with the last thermometer; `.os`.
    func state() throws(BusError) -> State {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = rue_file_read(path, &bytes, bytes.count)
        if count == -KernelErrno.noEntry { throw .noPresence }
        guard count >= 0 else { throw .os(errno: -count) }
        let text = bytes[..<Int(count)]
        let line = text.last == UInt8(ascii: "\n") ? text.dropLast() : text
        if line.elementsEqual("0".utf8) { return .idle }
        if line.elementsEqual("-1".utf8) { return .converting }
        if line.elementsEqual("1".utf8) { return .unread }
        throw .malformed(path: path, text: Excerpt.of(text))
    }

    /// Lets them convert. The write takes as long as the slowest of them; the kernel says of no
    /// failure, so that the time is what tells one.
    ///
    /// - Parameter suffix: of the path, for tests: a model's answers and its orders are two files.
    /// - Returns: the writing under way.
    /// - Throws: `.os`, if the file cannot be opened for writing.
    func trigger(suffix: String) throws(BusError) -> FileWriting {
        // With its end of line, or the kernel takes it for nothing, without an error.
        try FileWriting([UInt8]("trigger\n".utf8), to: path + suffix)
    }
}
