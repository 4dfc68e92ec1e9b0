/// What can be said of an encoded point of edwards25519 without arithmetic.
enum EdwardsPoint {
    /// The y-coordinates of the eight points whose order divides 8, little-endian: 0 (order 4),
    /// 1 (the identity), p − 1 (order 2), and the two of order 8. Each stands for both values of
    /// the sign bit. The encodings with y ≥ p (p for 0, p + 1 for 1) are refused as not canonical
    /// before this list is asked.
    ///
    /// Source: K. Chalkias, F. Garillot, V. Nikolaenko, "Taming the Many EdDSAs" (2020), table 1;
    /// computed anew from the curve equation of RFC 8032 §5.1 in the tests.
    private static let smallOrderOrdinates: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef,
            0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88,
            0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10,
            0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77,
            0x92, 0xac, 0x03, 0x7a,
        ],
    ]

    /// Whether the y-coordinate is below p = 2^255 − 19 (RFC 8032 §5.1.3 step 1).
    static func isCanonical(_ point: [UInt8]) -> Bool {
        let ordinate = withoutSign(point)
        guard ordinate.last == 0x7f, ordinate[1..<31].allSatisfy({ $0 == 0xff }) else {
            return true
        }
        return ordinate[0] < 0xed
    }

    /// Whether eight times a canonically encoded point is the identity.
    static func isSmallOrder(_ point: [UInt8]) -> Bool {
        let ordinate = withoutSign(point)
        return smallOrderOrdinates.contains { $0 == ordinate }
    }

    /// The encoded y-coordinate: the point without the top bit, which is the sign of x.
    private static func withoutSign(_ point: [UInt8]) -> [UInt8] {
        var ordinate = point
        ordinate[ordinate.count - 1] &= 0x7f
        return ordinate
    }
}
