/// A whole HTTP request of some signed batches.
struct SignedRequest {
    let bytes: [UInt8]
    let batches: Int
    let readings: Int
}
