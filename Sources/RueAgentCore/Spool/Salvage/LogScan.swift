internal import RueSQLite

/// The pages that a write-ahead log holds: of a file too damaged for SQLite to bring them into it,
/// or of a log that is damaged itself, of which SQLite drops all that comes after the damage as if
/// the power had gone. (Database File Format, section 4.)
struct LogScan {
    private static let headerBytes = 32
    private static let frameHeaderBytes = 24

    /// A version of a page.
    private struct Frame {
        let page: Int
        let place: Int64
        /// Whether its checksum is right.
        let isWhole: Bool
    }

    private let file: RawFile
    private let pageSize: Int
    /// The last whole version of each page, and the damaged ones after it.
    private var frames: [Int: [Frame]] = [:]

    /// The greatest number of a page, 0 without any.
    private(set) var greatestPage = 0

    /// Whether it holds committed frames that are not what was written: more was committed after
    /// them, so that it was no loss of power that cut them short.
    private(set) var isDamaged = false

    /// Reads what frames there are; nil where the file is no log with pages of that size.
    init?(_ file: RawFile, pageSize: Int) {
        self.file = file
        self.pageSize = pageSize
        guard let header = file.bytes(at: 0, count: Self.headerBytes),
            let first = file.bytes(at: Int64(Self.headerBytes), count: Self.frameHeaderBytes)
        else { return nil }
        var sum = LogChecksum(isBigEndian: header[3] & 1 == 1)
        sum.add(header[..<24])
        let isWhole = sum.bytes == Array(header[24...]) && Self.number(header, at: 8) == pageSize
        let salt = isWhole ? Array(header[16..<24]) : Array(first[8..<16])
        // A header that is cut short is of a new use of the log, of which neither half is the old's.
        guard isWhole || salt[..<4] == header[16..<20] || salt[4...] == header[20..<24] else {
            return nil
        }
        isDamaged = !isWhole
        readFrames(salt: salt, after: header)
    }

    /// Takes the frames of each commit when its last one is there; those of an earlier use of the
    /// log have other salts. A commit that is damaged may be one that a loss of power has cut short:
    /// until another one follows it.
    private mutating func readFrames(salt: [UInt8], after header: [UInt8]) {
        let size = Int64(Self.frameHeaderBytes + pageSize)
        let isBigEndian = header[3] & 1 == 1
        var place = Int64(Self.headerBytes)
        var sum = Array(header[24...])
        var (begun, doubtful): ([Frame], [Frame]) = ([], [])
        while let header = frameHeader(at: place), let page = page(at: place),
            Array(header[8..<16]) == salt
                || frameHeader(at: place + size).map({ Array($0[8..<16]) == salt }) ?? false
        {
            var checksum = LogChecksum(sum, isBigEndian: isBigEndian)
            checksum.add(header[..<8])
            checksum.add(page[...])
            sum = Array(header[16...])
            begun.append(
                Frame(
                    page: Self.number(header, at: 0), place: place, isWhole: checksum.bytes == sum))
            place += size
            if Self.number(header, at: 4) == 0 { continue }
            if !doubtful.isEmpty { isDamaged = true }
            let isWhole = begun.allSatisfy { $0.isWhole }
            if isWhole || isDamaged {
                keep(doubtful + begun)
                doubtful = []
            } else {
                doubtful = begun
            }
            begun = []
        }
    }

    private mutating func keep(_ new: [Frame]) {
        for frame in new {
            greatestPage = max(greatestPage, frame.page)
            if frame.isWhole {
                frames[frame.page] = [frame]
            } else {
                frames[frame.page, default: []].append(frame)
            }
        }
    }

    // MARK: Pages

    /// How many pages it has a version of.
    var count: Int { frames.count }

    /// The versions of a page, the latest first: down to one that is whole.
    /// - Parameter number: the page's number.
    /// - Returns: the versions, and whether an earlier one may be in the file.
    func versions(of number: Int) -> (pages: [[UInt8]], isWhole: Bool) {
        let found = frames[number] ?? []
        return (
            found.reversed().compactMap { page(at: $0.place) }, found.first?.isWhole ?? false
        )
    }

    private func frameHeader(at place: Int64) -> [UInt8]? {
        file.bytes(at: place, count: Self.frameHeaderBytes)
    }

    private func page(at place: Int64) -> [UInt8]? {
        file.bytes(at: place + Int64(Self.frameHeaderBytes), count: pageSize)
    }

    private static func number(_ bytes: [UInt8], at place: Int) -> Int {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}

/// The checksum of a log's frames, each of which goes on from the one before. (Section 4.2.)
private struct LogChecksum {
    private var first: UInt32 = 0
    private var second: UInt32 = 0
    private let isBigEndian: Bool

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    init(_ bytes: [UInt8], isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
        first = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        second = bytes[4...].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Takes bytes, a multiple of eight.
    mutating func add(_ bytes: ArraySlice<UInt8>) {
        var place = bytes.startIndex
        while place < bytes.endIndex {
            first = first &+ word(bytes, at: place) &+ second
            second = second &+ word(bytes, at: place + 4) &+ first
            place += 8
        }
    }

    private func word(_ bytes: ArraySlice<UInt8>, at place: Int) -> UInt32 {
        let word =
            UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16
            | UInt32(bytes[place + 2]) << 8 | UInt32(bytes[place + 3])
        return isBigEndian ? word : word.byteSwapped
    }

    var bytes: [UInt8] {
        [first, second].flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }
}
