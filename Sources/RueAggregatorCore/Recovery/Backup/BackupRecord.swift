/// What the state folder notes of the newest backup, so that an old one can be told.
public struct BackupRecord: Equatable, Sendable {
    /// When it was made, in milliseconds since 1970.
    public let madeMilliseconds: Int64
    /// Where it was put.
    public let path: String

    /// Notes a backup.
    ///
    /// - Parameters:
    ///   - madeMilliseconds: when it was made, in milliseconds since 1970.
    ///   - path: where it was put.
    public init(madeMilliseconds: Int64, path: String) {
        self.madeMilliseconds = madeMilliseconds
        self.path = path
    }

    /// The file's text; a path of several lines loses all but the first.
    public var text: String {
        "# The newest backup of this Rue aggregator.\nmade = "
            + UTCTime.text(milliseconds: madeMilliseconds) + "\nplace = "
            + (path.split { $0.isNewline }.first ?? "") + "\n"
    }

    /// Reads the file's text; nil for what is no record.
    ///
    /// - Parameter text: what the file holds.
    public init?(parsing text: String) {
        var made: Int64?
        var place: String?
        for entry in SettingLine.entries(text) {
            switch entry.content {
            case ("made", let value)?: made = UTCTime.parse(value)
            case ("place", let value)?: place = value
            default: return nil
            }
        }
        guard let made, let place else { return nil }
        self.init(madeMilliseconds: made, path: place)
    }
}
