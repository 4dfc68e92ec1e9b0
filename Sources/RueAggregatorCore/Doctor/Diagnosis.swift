/// Judges what was seen of a server and its machine. Nothing here looks at anything itself.
public enum Diagnosis {
    static let dayMilliseconds: Int64 = 86_400_000

    static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1_000_000: String(bytes / 1_000) + " kB"
        case ..<10_000_000_000: String(bytes / 1_000_000) + " MB"
        default: String(bytes / 1_000_000_000) + " GB"
        }
    }
}
