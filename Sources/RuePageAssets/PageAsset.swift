/// One file that browsers load: a style sheet, a script, an icon, a licence.
public struct PageAsset: Sendable {
    /// The file's name: `style.css`.
    public let name: String
    /// Its media type, with the character set of a text.
    public let contentType: String
    /// The file as it is.
    public let bytes: [UInt8]
    /// The file as gzip, or nil when that would not be shorter.
    public let gzipped: [UInt8]?
    /// A digest of the bytes in 16 hexadecimal digits.
    public let digest: String

    /// A strong validator of ``bytes`` (RFC 9110 §8.8.3), with its quotes.
    public var etag: String { "\"\(digest)\"" }

    /// A strong validator of ``gzipped``: another representation needs another one.
    public var gzippedETag: String { "\"\(digest)-gzip\"" }

    /// The URL that changes with the content, so that a browser may keep what it got for a year:
    /// `/assets/style.3fa9c1d2.css`.
    public var url: String { PageAsset.folder + hashedName }

    /// Where the files are.
    public static let folder = "/assets/"

    /// Every file, in the order of the list in CPageAssets. The first use compresses them all.
    public static let all: [PageAsset] = loadAll()

    /// The file of a name: `style.css`.
    public static func named(_ name: String) -> PageAsset? { byName[name] }

    /// The URL of a file, or nil when there is none of that name.
    public static func url(of name: String) -> String? { named(name)?.url }

    static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    static let byHashedName = Dictionary(all.map { ($0.hashedName, $0) }) { first, _ in first }

    /// `style.3fa9c1d2.css`.
    var hashedName: String {
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        return "\(name[..<dot]).\(digest.prefix(8))\(name[dot...])"
    }
}
