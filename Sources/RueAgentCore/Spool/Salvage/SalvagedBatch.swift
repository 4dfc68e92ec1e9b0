internal import RueCrypto
internal import RueWire

/// A batch that was found in a damaged spool, as it was signed.
struct SalvagedBatch {
    let position: Int64
    /// The number of its chain, for which nothing vouches.
    let chain: Int64
    let batch: SpooledBatch
    /// The id of the item that it follows.
    let previous: MessageID
    let keyID: KeyID

    /// Takes what a row holds; nil unless its id and its number are those of the message.
    init?(position: Int64, chain: Int64, sequence: Int64, id: [UInt8], message: [UInt8]) {
        guard let id = MessageID(id) else { return nil }
        do throws(WireError) {
            let envelope = try Envelope.decode(message)
            guard let link = envelope.chain, envelope.messageID == id,
                UInt64(exactly: sequence) == link.sequence
            else { return nil }
            previous = link.previous
            keyID = envelope.keyID
        } catch {
            return nil
        }
        self.position = position
        self.chain = chain
        batch = SpooledBatch(sequence: UInt64(sequence), id: id, message: message)
    }

    /// Takes a row of any table.
    init?(_ row: PageScan.Row) {
        guard row.columns.count == 5, let chain = row.columns[1].integer, chain > 0,
            let sequence = row.columns[2].integer, let id = row.columns[3].blob,
            let message = row.columns[4].blob
        else { return nil }
        self.init(position: row.id, chain: chain, sequence: sequence, id: id, message: message)
    }
}

extension SpoolChain {
    /// Takes a row of any table; nil unless its digest is right.
    init?(_ row: PageScan.Row) {
        let columns = row.columns
        guard columns.count == 10, let grantID = columns[1].blob,
            let sequence = columns[2].integer, let id = columns[3].blob,
            let delivered = columns[4].integer, let logID = columns[5].blob,
            let size = columns[6].integer, let logHead = columns[7].blob, row.id > 0
        else { return nil }
        self.init(
            number: row.id, grantID: grantID, headSequence: sequence, headID: id,
            delivered: delivered, logID: logID, logSize: size, logHead: logHead,
            declaration: columns[8].blob)
        guard columns[9].blob == digest else { return nil }
    }
}
