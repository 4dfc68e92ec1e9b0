/// The integer labels of records (RFC 8428 table 4).
enum SenMLLabel {
    static let baseVersion: Int64 = -1
    static let baseName: Int64 = -2
    static let baseTime: Int64 = -3
    static let baseUnit: Int64 = -4
    static let baseValue: Int64 = -5
    static let baseSum: Int64 = -6
    static let name: Int64 = 0
    static let unit: Int64 = 1
    static let value: Int64 = 2
    static let textValue: Int64 = 3
    static let boolValue: Int64 = 4
    static let sum: Int64 = 5
    static let time: Int64 = 6
    static let updateTime: Int64 = 7
    static let dataValue: Int64 = 8
}
