internal import RueSQLite
internal import RueWire

/// Reads the rows that are left in a damaged file page by page, without its trees: of a page that
/// is not what it was, nothing that others hold depends on it. (Database File Format,
/// https://sqlite.org/fileformat2.html, sections 1.5, 1.6 and 2.1.)
struct PageScan {
    /// A row: what its columns hold, text and fractions apart, which the spool has none of.
    struct Row {
        let id: Int64
        let columns: [Column]
    }

    enum Column {
        case null
        case integer(Int64)
        case blob([UInt8])

        var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
        var blob: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }
    }

    /// A table's leaf.
    private static let leaf: UInt8 = 13
    /// No row is longer: a message, its id and some numbers.
    private static let longestRow = WireLimits.itemBytes + 256

    private let file: RawFile
    let log: LogScan?
    private let pageSize: Int

    /// A scan of a file.
    /// - Parameters:
    ///   - file: the file.
    ///   - log: its write-ahead log, where it has one.
    ///   - pageSize: how many bytes its pages have.
    init(_ file: RawFile, log: LogScan?, pageSize: Int) {
        self.file = file
        self.log = log
        self.pageSize = pageSize
    }

    /// The sizes that a file's pages can have: what its header says, or any that a spool was ever
    /// made with. (Section 1.3.)
    static func pageSizes(of file: RawFile) -> [Int] {
        let sizes = [2048, 4096]
        guard let header = file.bytes(at: 16, count: 2) else { return sizes }
        let size = Int(header[0]) << 8 | Int(header[1])
        return sizes.contains(size) ? [size] : sizes
    }

    /// How many pages there are: those of the file, and what the log adds to them.
    var pageCount: Int {
        let count = Int(clamping: file.size / Int64(pageSize))
        return max(count, min(log?.greatestPage ?? 0, count + (log?.count ?? 0)))
    }

    /// What a table's leaf holds.
    struct Leaf {
        let rows: [Row]
        /// Whether each of its rows could be read.
        let isWhole: Bool
    }

    /// The rows that a page holds.
    /// - Parameter number: the page's number, from 1.
    /// - Returns: the rows; nil for a page that is no leaf.
    func leaf(_ number: Int) -> Leaf? {
        page(number).flatMap { leaf($0, number) }
    }

    /// What a page held before a version of it that is damaged, the latest first.
    /// - Parameter number: the page's number, from 1.
    /// - Returns: the versions that are leaves.
    func earlierLeaves(_ number: Int) -> [Leaf] {
        guard let (pages, isWhole) = log?.versions(of: number), !pages.isEmpty else { return [] }
        let earlier = pages.dropFirst() + (isWhole ? [] : [filePage(number)].compactMap { $0 })
        return earlier.compactMap { leaf($0, number) }
    }

    private func leaf(_ page: [UInt8], _ number: Int) -> Leaf? {
        // The file's own header is on the first.
        let header = number == 1 ? 100 : 0
        guard page[header] == Self.leaf else { return nil }
        let count = Int(page[header + 3]) << 8 | Int(page[header + 4])
        guard header + 8 + 2 * count <= page.count else { return nil }
        let rows = (0..<count).compactMap { index in
            let place = header + 8 + 2 * index
            return row(at: Int(page[place]) << 8 | Int(page[place + 1]), of: page)
        }
        return Leaf(rows: rows, isWhole: rows.count == count)
    }

    private func page(_ number: Int) -> [UInt8]? {
        guard (1...max(1, pageCount)).contains(number) else { return nil }
        return log?.versions(of: number).pages.first ?? filePage(number)
    }

    private func filePage(_ number: Int) -> [UInt8]? {
        file.bytes(at: Int64(number - 1) * Int64(pageSize), count: pageSize)
    }

    private func row(at place: Int, of page: [UInt8]) -> Row? {
        var cursor = ByteCursor(page, at: place)
        guard let length = cursor.varint().flatMap({ Int(exactly: $0) }), let id = cursor.varint(),
            (1...Self.longestRow).contains(length),
            let payload = payload(length, in: page, at: cursor.position)
        else { return nil }
        return columns(of: payload).map { Row(id: id, columns: $0) }
    }

    /// What a cell holds, its overflow pages followed (section 1.6).
    private func payload(_ length: Int, in page: [UInt8], at start: Int) -> [UInt8]? {
        let usable = pageSize
        let least = (usable - 12) * 32 / 255 - 23
        let fitting = least + (length - least) % (usable - 4)
        let local = length <= usable - 35 ? length : fitting <= usable - 35 ? fitting : least
        guard start + local + (local < length ? 4 : 0) <= page.count else { return nil }
        var bytes = Array(page[start..<start + local])
        var next = local < length ? Self.number(page, at: start + local) : 0
        while bytes.count < length {
            guard let more = self.page(next) else { return nil }
            next = Self.number(more, at: 0)
            bytes += more[4..<min(usable, 4 + length - bytes.count)]
        }
        return bytes
    }

    private static func number(_ bytes: [UInt8], at place: Int) -> Int {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    private func columns(of payload: [UInt8]) -> [Column]? {
        var header = ByteCursor(payload, at: 0)
        guard let end = header.varint(), end > 0, end <= payload.count else { return nil }
        var body = ByteCursor(payload, at: Int(end))
        var columns: [Column] = []
        while header.position < Int(end), columns.count < 16 {
            guard let type = header.varint(), let column = body.column(type) else { return nil }
            columns.append(column)
        }
        return columns
    }
}
