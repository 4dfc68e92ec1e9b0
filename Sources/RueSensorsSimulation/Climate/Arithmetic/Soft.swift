/// Limits without a kink: a curve that runs into one bends.
enum Soft {
    /// The greater of two numbers, rounded off where they are closer than a width.
    @inline(__always)
    static func maximum(_ a: Int64, _ b: Int64, width: Int64) -> Int64 {
        let overlap = width - abs(a - b)
        return max(a, b) + (overlap > 0 ? (overlap * overlap) / (4 * width) : 0)
    }

    /// The lesser of two numbers, rounded off where they are closer than a width.
    @inline(__always)
    static func minimum(_ a: Int64, _ b: Int64, width: Int64) -> Int64 {
        -maximum(-a, -b, width: width)
    }

    /// A number held to a range, rounded off near its ends.
    @inline(__always)
    static func held(_ value: Int64, to range: ClosedRange<Int64>, width: Int64) -> Int64 {
        maximum(range.lowerBound, minimum(value, range.upperBound, width: width), width: width)
    }
}
