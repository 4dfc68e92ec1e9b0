internal import RueSQLite
internal import RueWire

extension Salvage {
    /// Of two batches for one place the one stays that the links speak for.
    func settle(_ doubles: [SalvagedBatch]) throws(SpoolError) {
        for double in doubles {
            guard let other = try batch(double.chain, double.batch.sequence),
                other.batch.id != double.batch.id,
                try links(double, in: double.chain) > links(other, in: double.chain)
            else { continue }
            try spooling { () throws(SQLiteError) in
                let statement = try database.cached(
                    "UPDATE batch SET id = ?1, message = ?2 WHERE chain = ?3 AND seq = ?4")
                try statement.bind(double.batch.id.bytes, at: 1)
                try statement.bind(double.batch.message, at: 2)
                try statement.bind(double.chain, at: 3)
                try statement.bind(Int64(double.batch.sequence), at: 4)
                try statement.run()
            }
        }
    }

    /// Brings batches of which the number of the chain was changed back to those that they follow,
    /// or that follow them.
    func bringBackStrays() throws(SpoolError) {
        var strays = try self.strays()
        // Each that is back may show the place of the next.
        var isGoingOn = true
        while isGoingOn {
            isGoingOn = false
            for index in strays.indices.reversed() where try bringBack(strays[index]) {
                strays.remove(at: index)
                isGoingOn = true
            }
        }
    }

    private func bringBack(_ stray: SalvagedBatch) throws(SpoolError) -> Bool {
        for chain in try neighbours(of: stray) {
            guard try batch(chain, stray.batch.sequence) == nil, try isPart(stray, of: chain) else {
                continue
            }
            try spooling { () throws(SQLiteError) in
                let statement = try database.cached(
                    "UPDATE batch SET chain = ?1 WHERE chain = ?2 AND seq = ?3")
                try statement.bind(chain, at: 1)
                try statement.bind(stray.chain, at: 2)
                try statement.bind(Int64(stray.batch.sequence), at: 3)
                try statement.run()
            }
            return true
        }
        return false
    }

    /// Few batches under a number that is no chain's.
    private func strays() throws(SpoolError) -> [SalvagedBatch] {
        try spooling { () throws(SQLiteError) in
            let statement = try database.prepare(
                """
                SELECT chain, seq, position, id, message FROM batch WHERE chain IN
                    (SELECT chain FROM batch GROUP BY chain HAVING count(*) <= \(Self.fewBatches))
                """)
            var strays: [SalvagedBatch] = []
            while try statement.step() {
                let batch = SalvagedBatch(
                    position: statement.integer(at: 2), chain: statement.integer(at: 0),
                    sequence: statement.integer(at: 1), id: statement.blob(at: 3),
                    message: statement.blob(at: 4))
                if let batch, chains[batch.chain] == nil { strays.append(batch) }
            }
            return strays
        }
    }

    /// The chains with a batch just before or after, or that end with this one.
    private func neighbours(of stray: SalvagedBatch) throws(SpoolError) -> [Int64] {
        let ended = chains.values.filter { $0.head.id == stray.batch.id }.map { $0.number }
        let beside = try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                """
                SELECT DISTINCT b.chain FROM (SELECT DISTINCT chain FROM batch) AS c
                CROSS JOIN batch AS b ON b.chain = c.chain AND b.seq IN (?1, ?2)
                WHERE b.chain <> ?3 ORDER BY b.chain DESC
                """)
            let sequence = Int64(stray.batch.sequence)
            try statement.bind(sequence - 1, at: 1)
            try statement.bind(sequence + 1, at: 2)
            try statement.bind(stray.chain, at: 3)
            var numbers: [Int64] = []
            while try statement.step() { numbers.append(statement.integer(at: 0)) }
            return numbers
        }
        return ended + beside
    }

    /// Whether the links say that a batch belongs to a chain. That it follows one of it is not
    /// enough where the chain's row is there: so does the first batch of a branch.
    private func isPart(_ row: SalvagedBatch, of chain: Int64) throws(SpoolError) -> Bool {
        let isFollowing =
            try batch(chain, row.batch.sequence - 1)?.batch.id == row.previous
        return try isFollowed(row, in: chain) || chains[chain] == nil && isFollowing
    }

    /// Whether a batch is the one that the next of a chain follows, or its head.
    private func isFollowed(_ row: SalvagedBatch, in chain: Int64) throws(SpoolError) -> Bool {
        if chains[chain]?.head.id == row.batch.id { return true }
        return try batch(chain, row.batch.sequence + 1)?.previous == row.batch.id
    }

    /// How many signed links join a batch to those beside its place in a chain.
    private func links(_ row: SalvagedBatch, in chain: Int64) throws(SpoolError) -> Int {
        let before = try batch(chain, row.batch.sequence - 1)
        return (before?.batch.id == row.previous ? 1 : 0)
            + (try isFollowed(row, in: chain) ? 1 : 0)
    }

    /// Whether any two of the last batches of a chain follow each other.
    func isRun(_ chain: Int64) throws(SpoolError) -> Bool {
        let numbers = try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "SELECT seq FROM batch WHERE chain = ?1 ORDER BY seq DESC LIMIT ?2")
            try statement.bind(chain, at: 1)
            try statement.bind(Int64(Self.fewBatches), at: 2)
            var numbers: [UInt64] = []
            while try statement.step() { numbers.append(UInt64(statement.integer(at: 0))) }
            return numbers
        }
        for number in numbers {
            if let batch = try batch(chain, number), try isFollowed(batch, in: chain) {
                return true
            }
        }
        return false
    }

    /// Whether a chain begins on another grant than the node's.
    func isOfAnotherGrant(_ chain: Int64) throws(SpoolError) -> Bool {
        guard let first = try batch(chain, 1) else { return false }
        return first.previous != grantID
    }

    func batch(_ chain: Int64, _ sequence: UInt64) throws(SpoolError) -> SalvagedBatch? {
        try spooling { () throws(SQLiteError) in
            let statement = try database.cached(
                "SELECT position, id, message FROM batch WHERE chain = ?1 AND seq = ?2")
            try statement.bind(chain, at: 1)
            try statement.bind(Int64(clamping: sequence), at: 2)
            guard try statement.step() else { return nil }
            defer { statement.reset() }
            return SalvagedBatch(
                position: statement.integer(at: 0), chain: chain,
                sequence: Int64(clamping: sequence), id: statement.blob(at: 1),
                message: statement.blob(at: 2))
        }
    }
}
