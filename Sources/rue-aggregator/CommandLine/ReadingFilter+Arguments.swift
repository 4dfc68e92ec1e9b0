import RueAggregatorCore
import RueCommandLine

extension ReadingFilter {
    init(_ arguments: ParsedArguments) throws(Failure) {
        self.init(
            nodes: arguments.values("node"), sensors: Set(arguments.values("sensor")),
            quantities: Set(arguments.values("quantity")),
            series: Set(arguments.values("series")))
        guard arguments.has("from") || arguments.has("to") else { return }
        let now = SystemClock.nowMilliseconds
        let from = try Self.time("from", arguments, now: now) ?? Int64.min
        let to = try Self.time("to", arguments, now: now) ?? Int64.max
        guard from <= to else { throw Failure(.usage, "--from lies after --to") }
        times = from...to
    }

    private static func time(
        _ option: String, _ arguments: ParsedArguments, now: Int64
    ) throws(Failure) -> Int64? {
        guard let text = arguments.value(option) else { return nil }
        guard let time = TimeExpression.parse(text, nowMilliseconds: now) else {
            throw Failure(
                .invalidValue(
                    option: "--" + option, value: text,
                    expected: TimeExpression.fault(in: text) ?? TimeExpression.expected))
        }
        return time
    }
}
