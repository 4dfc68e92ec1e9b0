import RueAggregatorCore

extension ReadingOutput {
    /// Appends every reading that a query finds.
    mutating func appendAll(of query: ReadingQuery) throws(Failure) {
        var failure: Failure?
        var output = self
        try querying { () throws(QueryError) in
            try query.forEach { reading in
                do throws(Failure) {
                    try output.append(reading)
                } catch {
                    failure = error
                }
                return failure == nil
            }
        }
        self = output
        if let failure { throw failure }
    }
}
