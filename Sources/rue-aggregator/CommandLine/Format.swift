import RueAggregatorCore
import RueCommandLine

/// The formats by the names that people give them.
enum Format {
    static func listing(_ arguments: ParsedArguments) throws(Failure) -> Listing.Format {
        switch try choice(arguments, among: ["table", "csv", "json"]) {
        case "csv": .csv
        case "json": .json
        default: .table
        }
    }

    /// Whether one object is asked for instead of text.
    static func isJSON(_ arguments: ParsedArguments) throws(Failure) -> Bool {
        try choice(arguments, among: ["text", "json"]) == "json"
    }

    /// The columns of a table shall fit the sample.
    static func query(
        _ arguments: ParsedArguments, sample: [StoredReading]
    ) throws(Failure) -> any ReadingFormat {
        switch try choice(arguments, among: ["table", "csv", "json"]) {
        case "csv": CSVFormat()
        case "json": JSONLinesFormat()
        default: TableFormat(fitting: sample, nowMilliseconds: SystemClock.nowMilliseconds)
        }
    }

    static func export(_ arguments: ParsedArguments) throws(Failure) -> any ReadingFormat {
        switch try choice(arguments, among: ["csv", "json", "senml", "senml-cbor"]) {
        case "json": JSONLinesFormat(tellsAge: false)
        case "senml": SenMLJSONFormat()
        case "senml-cbor": SenMLCBORFormat()
        default: CSVFormat(tellsAge: false)
        }
    }

    private static func choice(
        _ arguments: ParsedArguments, among words: [String]
    ) throws(Failure) -> String? {
        try parsing { () throws(CommandLineError) in
            try arguments.choice("format", among: words)
        }
    }
}
