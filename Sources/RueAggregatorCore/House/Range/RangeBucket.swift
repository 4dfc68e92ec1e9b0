import Glibc
import RueWire

/// What has come together in one bucket so far.
struct RangeBucket {
    private(set) var count = 0
    private var firstMilliseconds: Int64 = 0
    private var minimum = RangeNumber.double(0)
    private var maximum = RangeNumber.double(0)
    private var sum = 0.0
    /// The most decimal places that a value had; above 18 with a float among them.
    private var places = 0

    @inline(__always)
    mutating func add(_ number: RangeNumber, at milliseconds: Int64) {
        if count == 0 {
            firstMilliseconds = milliseconds
            minimum = number
            maximum = number
        } else {
            if milliseconds < firstMilliseconds { firstMilliseconds = milliseconds }
            if number < minimum { minimum = number }
            if maximum < number { maximum = number }
        }
        count += 1
        sum += number.doubleValue
        switch number {
        case .decimal(let decimal): if -decimal.exponent > places { places = -decimal.exponent }
        case .double: places = Self.floatPlaces
        }
    }

    private static let floatPlaces = 19

    /// The bucket's point; nil when it is empty.
    var point: RangePoint? {
        guard count > 0 else { return nil }
        return RangePoint(
            timeMilliseconds: firstMilliseconds, minimum: minimum, mean: mean, maximum: maximum,
            count: count)
    }

    // Two places more than the values have: the rest is the sum's own error.
    private var mean: Double {
        if count == 1 { return minimum.doubleValue }
        // Neither rounding nor a sum beyond all doubles may carry it past what it is the mean of.
        return min(max(rounded(sum / Double(count)), minimum.doubleValue), maximum.doubleValue)
    }

    private func rounded(_ mean: Double) -> Double {
        guard places <= 12 else { return mean }
        let scale = pow(10, Double(places + 2))
        let scaled = (mean * scale).rounded()
        return scaled.magnitude < 0x1p53 ? scaled / scale : mean
    }
}
