import RueWire

/// Decodes an accepted batch with the ordinary reader, for what `RecordScan` does not know.
enum LongWay {
    struct Record {
        /// The name within the node.
        let name: [UInt8]
        let unit: [UInt8]?
        let value: SenMLValue
        /// When it was measured, in milliseconds since 1970; nil while the clock is not known.
        let milliseconds: Int64?

        /// The value where it is a number; 1 and 0 for true and false.
        var number: RangeNumber? {
            switch value {
            case .decimal(let decimal): .decimal(decimal)
            case .double(let double): .double(double)
            case .bool(let truth): .decimal(DecimalFraction(integer: truth ? 1 : 0))
            case .text, .data: nil
            }
        }
    }

    /// The records from one on; nil where the bytes are damaged, which `verify` tells.
    static func records(
        of bytes: [UInt8], baseName: [UInt8], _ clock: ItemClock, from first: Int
    ) -> [Record]? {
        do throws(WireError) {
            let envelope = try Envelope.decode(bytes)
            guard let link = envelope.chain else { return nil }
            var records: [Record] = []
            Pack.forEachRecord(inAccepted: envelope.payload) { record in
                guard record.index >= first else { return }
                var name: [UInt8] = []
                guard record.nameCount > baseName.count else { return }
                record.appendName(to: &name, droppingFirst: baseName.count)
                records.append(
                    Record(
                        name: name, unit: record.unitRange.map { Array(record.payload[$0]) },
                        value: record.value,
                        milliseconds: clock.milliseconds(
                            record.time, madeAt: link.uptimeMilliseconds)))
            }
            return records
        } catch {
            return nil
        }
    }
}
