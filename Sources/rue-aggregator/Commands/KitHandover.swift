import RueAggregatorCore

/// Brings the recovery kit from the state folder to where a person wants it.
struct KitHandover {
    private let file: SecretFile
    private let place: Workplace

    var path: String { file.path }

    /// Makes the file, before anything else: a wrong path shall cost nothing.
    init(to path: String, from place: Workplace) throws(Failure) {
        guard try !Enclosure.holds(path, in: place.folder) else {
            throw Failure(
                .usage,
                "--write-kit is to take the kit away: name a place outside "
                    + place.folder.path)
        }
        file = try SecretFile(path)
        self.place = place
    }

    /// Whether the kit goes to the very disk whose loss it is for.
    func isOnTheServersDisk() throws(Failure) -> Bool {
        try Enclosure.isOnTheDisk(of: place.folder, path)
    }

    /// Writes it, reads it back, and only then removes it from the state folder. What fails before
    /// that leaves no file.
    func perform() throws(Failure) {
        do throws(Failure) {
            try handOver(try kit())
        } catch {
            giveUp()
            throw error
        }
        do throws(StateFileError) {
            try place.files.remove(place.folder.recoveryKit)
        } catch {
            throw Failure(
                .inputOutput,
                "the kit is in " + path + ", and could not be removed here: "
                    + error.description)
        }
    }

    func giveUp() { file.discard() }

    private func handOver(_ text: String) throws(Failure) {
        do throws(Failure) {
            try file.write(text)
            _ = try RecoveryKitCommand.read(path, place.files)
        } catch {
            throw Failure(
                error.exitCode,
                error.message + ". The kit is still in " + place.folder.recoveryKit
                    + ": run setup --write-kit FILE with another place")
        }
    }

    private func kit() throws(Failure) -> String {
        do throws(StateFileError) {
            if let bytes = try place.files.read(place.folder.recoveryKit) {
                return String(decoding: bytes, as: UTF8.self)
            }
        } catch {
            throw Failure(SetupError.file(error))
        }
        throw Failure(
            .noInput,
            place.folder.recoveryKit + ": the kit is not on this machine any more, so it "
                + "cannot be written to " + path + ". Is it lost? Then make a new one: "
                + "rue-aggregator renew-tls --new-kit" + place.folder.option)
    }
}
