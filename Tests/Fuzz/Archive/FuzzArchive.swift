import RueAggregatorCore
import RueCrypto
import RueWire

/// Archives: the same report however the file is read, and nothing in one that bears out but what
/// nodes have signed.
///
/// Nobody can make a seal without the server's key, so the fuzzer is given one: an input without a
/// seal is looked at as it is, and then with a good seal of exactly its bytes.
enum FuzzArchive: FuzzTarget {
    private static let sample = SampleArchive()

    static var seeds: [[UInt8]] {
        [sample.records, sample.sealed(sample.records, chains: 1, items: 3)]
    }

    static func check(_ input: [UInt8]) {
        let plain = verify(input, pieces: 65_536)
        require(verify(input, pieces: 7) == plain, "the report does not depend on the pieces")
        if plain.isGood {
            require(
                input == sample.sealed(sample.records, chains: 1, items: 3),
                "no archive bears out but the one that the server has sealed")
        }
        guard plain.seal == nil, plain.serverID == sample.server.publicKey.keyID else { return }
        let sealed = sample.sealed(input, chains: plain.chains, items: plain.items)
        let report = verify(sealed, pieces: 65_536)
        guard report.isGood else {
            return require(report.problems.count > 0, "what is bad is told")
        }
        require(
            verify(sealed, pieces: 65_536, everySignature: false).isGood,
            "with fewer signatures looked at no more is found")
        for item in items(of: input) {
            require(sample.items.contains(item), "an item that bears out was signed by its node")
        }
    }

    private static func verify(
        _ bytes: [UInt8], pieces: Int, everySignature: Bool = true
    ) -> ArchiveReport {
        var verifier = ArchiveVerifier(
            PieceSource(bytes, pieces: pieces), everySignature: everySignature)
        do throws(StateFileError) {
            let report = try verifier.run { _ in }
            require(report.isGood || report.problems.count > 0, "what is bad is told")
            require(report.problems.told.count <= ProblemList.mostTold, "and not without end")
            return report
        } catch {
            end("no file was read")
        }
    }

    /// The signed bytes of every item record.
    private static func items(of archive: [UInt8]) -> [[UInt8]] {
        var reader = CBORReader(archive)
        var items: [[UInt8]] = []
        do throws(WireError) {
            while !reader.isAtEnd {
                let range = try reader.skipItem(maximumDepth: 3)
                var record = CBORReader(archive, range: range)
                try record.readArray()
                if try record.readUnsigned() == SampleArchive.itemRecord {
                    items.append(try record.readByteString())
                }
            }
        } catch {
            end("an archive that bears out cannot be read: \(error.description)")
        }
        return items
    }
}
